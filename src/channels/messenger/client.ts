import type { SendResult } from '../../core/messages.ts'
import type { HttpOutcome } from '../http-call.ts'
import { parseJson } from '../json.ts'
import type { GraphVerdict } from './breaker.ts'
import { messengerErrorRule } from './errors.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'
import type { MessengerMessageBody } from './render.ts'
import { type MessengerFailure, messengerAnswer } from './schema.ts'

export interface MessengerSend {
  /** The person's id for this Page. */
  recipient: { id: string }
  message: MessengerMessageBody
  metadata: string
  /** `human-agent`: a person's own words between 24 h and 7 d. */
  window: 'response' | 'human-agent'
  /** Under whose name and picture it is shown; undefined: the Page's. */
  personaId?: string | undefined
  signal: AbortSignal
}

export interface SendVerdict {
  result: SendResult
  /** For the breaker; null: no answer came. */
  verdict: GraphVerdict | null
}

/** One call of the Send API, or two where Meta's answer says that a second try is worth it and nothing went out. */
export async function postMessage(config: GraphConfig, send: MessengerSend): Promise<SendVerdict> {
  const first = await postOnce(config, send)
  return first.again === true ? postOnce(config, send) : first
}

async function postOnce(config: GraphConfig, send: MessengerSend): Promise<SendVerdict & { again?: true }> {
  const type =
    send.window === 'response' ? { messaging_type: 'RESPONSE' } : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  const outcome = await graphCall(config, {
    method: 'POST',
    path: pagePath(config, 'messages'),
    body: {
      recipient: send.recipient,
      ...type,
      ...(send.personaId === undefined ? {} : { persona_id: send.personaId }),
      message: { ...send.message, metadata: send.metadata },
    },
    signal: send.signal,
  })
  return readAnswer(outcome)
}

/** Shows "seen" or "writes …" on the resident's phone. What the answer says for the breaker; null: no answer came. */
export async function postAction(
  config: GraphConfig,
  post: { recipient: { id: string }; action: 'mark_seen' | 'typing_on'; signal: AbortSignal },
): Promise<GraphVerdict | null> {
  const { recipient, action, signal } = post
  const body = { recipient, sender_action: action }
  const outcome = await graphCall(config, { method: 'POST', path: pagePath(config, 'messages'), body, signal })
  if (outcome.kind !== 'answer') return null
  const { headers, status } = outcome
  const parsed = messengerAnswer.safeParse(parseJson(outcome.body))
  const error = parsed.success ? parsed.data.error : undefined
  if (error !== undefined) return refused(error, headers).verdict
  return status === 429 ? { headers, refused: 'rate' } : { headers }
}

/** 200 with an error, or without a message id, is no success. */
function readAnswer(outcome: HttpOutcome): SendVerdict & { again?: true } {
  if (outcome.kind === 'not-sent') return { result: { kind: 'retry', reason: outcome.reason }, verdict: null }
  if (outcome.kind === 'no-answer') return { result: { kind: 'uncertain', reason: outcome.reason }, verdict: null }
  const { headers, status } = outcome
  const parsed = messengerAnswer.safeParse(parseJson(outcome.body))
  const error = parsed.success ? parsed.data.error : undefined
  if (error !== undefined) return refused(error, headers)
  const messageId = parsed.success ? parsed.data.message_id : undefined
  const verdict: GraphVerdict = { headers }
  if (status < 300 && messageId !== undefined)
    return { result: { kind: 'sent', providerMessageId: messageId }, verdict }
  if (status === 429) return { result: { kind: 'retry', reason: 'http:429' }, verdict: { headers, refused: 'rate' } }
  if (status >= 300 && status < 500) return { result: { kind: 'rejected', reason: `http:${status}` }, verdict }
  return { result: { kind: 'uncertain', reason: `http:${status} without a verdict` }, verdict }
}

function refused(error: MessengerFailure, headers: Record<string, string>): SendVerdict & { again?: true } {
  const { action, label } = messengerErrorRule(error)
  const code = error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`
  const trace = error.fbtrace_id === undefined ? '' : ` trace ${error.fbtrace_id.slice(0, 40)}`
  const reason = `messenger:${code} ${label}${trace}`
  if (action.kind === 'pause') return { result: { kind: 'retry', reason }, verdict: { headers, refused: action.why } }
  const verdict: GraphVerdict = { headers }
  if (action.kind === 'retry-once') return { result: { kind: 'rejected', reason }, verdict, again: true }
  if (action.kind !== 'retry') return { result: { kind: action.kind, reason }, verdict }
  const { afterMs } = action
  return { result: { kind: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }) }, verdict }
}
