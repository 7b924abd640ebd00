import { createHmac } from 'node:crypto'
import type { SendResult } from '../../core/messages.ts'
import type { ConnectionNotes } from '../connection-notes.ts'
import { type HttpOutcome, httpCall } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { messengerErrorRule, regainAccessMs } from './errors.ts'
import type { MessengerMessageBody } from './render.ts'
import { type MessengerFailure, messengerAnswer } from './schema.ts'

export interface MessengerClientConfig {
  graphBase: string
  graphVersion: string
  pageId: string
  pageToken: string
  appSecret: string
  timeoutMs: number
  connections: ConnectionNotes
}

export interface MessengerSend {
  psid: string
  message: MessengerMessageBody
  metadata: string
  /** `human-agent`: a person's own words between 24 h and 7 d. */
  window: 'response' | 'human-agent'
  signal: AbortSignal
}

/** One call of the Send API. The token travels in the header, never in an address. */
export async function postMessage(config: MessengerClientConfig, send: MessengerSend): Promise<SendResult> {
  const proof = createHmac('sha256', config.appSecret).update(config.pageToken).digest('hex')
  const type =
    send.window === 'response' ? { messaging_type: 'RESPONSE' } : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  const outcome = await httpCall({
    method: 'POST',
    url: `${config.graphBase}/${config.graphVersion}/${encodeURIComponent(config.pageId)}/messages`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${config.pageToken}` },
    body: JSON.stringify({
      recipient: { id: send.psid },
      ...type,
      message: { ...send.message, metadata: send.metadata },
      appsecret_proof: proof,
    }),
    timeoutMs: config.timeoutMs,
    signal: send.signal,
    connections: config.connections,
  })
  return readAnswer(outcome)
}

/** 200 with an error, or without a message id, is no success. */
function readAnswer(outcome: HttpOutcome): SendResult {
  if (outcome.kind === 'not-sent') return { kind: 'retry', reason: outcome.reason }
  if (outcome.kind === 'no-answer') return { kind: 'uncertain', reason: outcome.reason }
  const parsed = messengerAnswer.safeParse(parseJson(outcome.body))
  const error = parsed.success ? parsed.data.error : undefined
  if (error !== undefined) return refused(error, outcome.headers['x-business-use-case-usage'])
  const messageId = parsed.success ? parsed.data.message_id : undefined
  if (outcome.status < 300 && messageId !== undefined) return { kind: 'sent', providerMessageId: messageId }
  if (outcome.status === 429) return { kind: 'retry', reason: 'http:429', afterMs: 60_000 }
  if (outcome.status >= 300 && outcome.status < 500) return { kind: 'rejected', reason: `http:${outcome.status}` }
  return { kind: 'uncertain', reason: `http:${outcome.status} without a verdict` }
}

function refused(error: MessengerFailure, usage: string | undefined): SendResult {
  const { action, label } = messengerErrorRule(error)
  const code = error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`
  const trace = error.fbtrace_id === undefined ? '' : ` trace ${error.fbtrace_id.slice(0, 40)}`
  const reason = `messenger:${code} ${label}${trace}`
  if (action.kind !== 'retry') return { kind: action.kind, reason }
  const afterMs = regainAccessMs(usage) ?? action.afterMs
  return afterMs === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterMs }
}
