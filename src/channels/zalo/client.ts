import { createHmac } from 'node:crypto'
import type { SendResult } from '../../core/messages.ts'
import type { ConnectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { type HttpOutcome, httpCall } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { zaloParty } from './address.ts'
import { untilMorning, type ZaloAction, zaloErrorRule } from './errors.ts'
import type { ZaloMessageBody } from './render.ts'
import { zaloAnswer } from './schema.ts'
import type { TokenRefresher } from './tokens.ts'

export interface ZaloClientConfig {
  apiBase: string
  timeoutMs: number
  connections: ConnectionNotes
  /** Set: every call carries `appsecret_proof`. */
  proofSecret?: string
  /** State-agency OAs answer -235 on v3 and must use v2; `v3` finds that out by itself. */
  firstSendApi: ZaloSendApi
  /** Called when Zalo made us change; keep it, to save the refused call after a restart. */
  onSendApi?(api: ZaloSendApi): void
}
export type ZaloSendApi = 'v3' | 'v2'

const PATHS: Readonly<Record<ZaloSendApi, string>> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' }

export interface ZaloSend {
  /** As in `Sender.address`. */
  address: string
  body: ZaloMessageBody
  signal: AbortSignal
}

interface ZaloCall {
  api: ZaloSendApi
  content: object
  accessToken: string
  signal: AbortSignal
}

const TOKENS_AWAY: SendResult = { kind: 'retry', reason: 'token store failed' }

type Attempt = { kind: 'sent'; messageId: string } | { kind: 'failed'; action: ZaloAction; reason: string }

export function zaloClient(config: ZaloClientConfig, tokens: TokenRefresher, deps: ChannelDeps) {
  let sendApi = config.firstSendApi

  /** One body to one resident: at most one token refresh and one change of endpoint, both only after a sure refusal. */
  async function sendBody(send: ZaloSend): Promise<SendResult> {
    const { signal } = send
    const party = zaloParty(send.address)
    const content = { recipient: recipientOf(party), message: send.body }
    let api = party.kind === 'anonymous' ? 'v2' : sendApi
    let refreshed = 0
    let switched = 0
    const held = await attemptTokens(() => tokens.current())
    if (held === undefined) return TOKENS_AWAY
    let { accessToken } = held
    for (;;) {
      const outcome = await post({ api, content, accessToken, signal })
      const attempt = readAnswer(outcome)
      if (attempt.kind === 'sent') return { kind: 'sent', providerMessageId: attempt.messageId }
      const { action, reason } = attempt
      if (action.kind === 'refresh-token') {
        if (refreshed++ > 0) return { kind: 'rejected', reason: `token: still refused after a refresh (${reason})` }
        const result = await attemptTokens(() => tokens.refresh(accessToken, signal))
        if (result === undefined) return TOKENS_AWAY
        if (result.kind === 'needs-reauth') return { kind: 'rejected', reason: result.reason }
        if (result.kind === 'retry') return { kind: 'retry', reason: result.reason }
        accessToken = result.tokens.accessToken
      } else if (action.kind === 'use-v2' || action.kind === 'use-v3') {
        if (switched++ > 0 || party.kind === 'anonymous') return { kind: 'rejected', reason }
        api = pin(action.kind === 'use-v2' ? 'v2' : 'v3', reason)
      } else return finalResult(action, reason, deps.clock.now())
    }
  }

  /** The store (a database) may be away; nothing has been sent then. */
  async function attemptTokens<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo token store failed')
      return undefined
    }
  }

  function pin(api: ZaloSendApi, reason: string): ZaloSendApi {
    sendApi = api
    deps.log.warn({ api, reason }, 'zalo send endpoint changed')
    config.onSendApi?.(api)
    return api
  }

  function post(call: ZaloCall): Promise<HttpOutcome> {
    const { accessToken } = call
    const proof = config.proofSecret && createHmac('sha256', config.proofSecret).update(accessToken).digest('hex')
    return httpCall({
      method: 'POST',
      url: `${config.apiBase}${PATHS[call.api]}`,
      headers: {
        'content-type': 'application/json',
        access_token: accessToken,
        ...(proof ? { appsecret_proof: proof } : {}),
      },
      body: JSON.stringify(call.content),
      timeoutMs: config.timeoutMs,
      signal: call.signal,
      connections: config.connections,
    })
  }

  return { sendBody }
}

function recipientOf(party: ReturnType<typeof zaloParty>): object {
  return party.kind === 'user'
    ? { user_id: party.userId }
    : { anonymous_id: party.anonymousId, conversation_id: party.conversationId }
}

/** The HTTP status never says success; only `error: 0` with a message id does. */
function readAnswer(outcome: HttpOutcome): Attempt {
  if (outcome.kind === 'not-sent') return failed({ kind: 'retry' }, outcome.reason)
  if (outcome.kind === 'no-answer') return failed({ kind: 'uncertain' }, outcome.reason)
  const parsed = zaloAnswer.safeParse(parseJson(outcome.body))
  const code = parsed.success ? parsed.data.error : undefined
  if (code !== undefined && code !== 0) {
    const rule = zaloErrorRule(code)
    return failed(rule.action, `zalo:${code} ${rule.label}`)
  }
  const messageId = parsed.success ? parsed.data.data?.message_id : undefined
  if (outcome.status < 300 && messageId !== undefined) return { kind: 'sent', messageId }
  if (outcome.status === 429) return failed({ kind: 'retry', afterMs: 60_000 }, 'http:429')
  if (outcome.status >= 300 && outcome.status < 500) return failed({ kind: 'rejected' }, `http:${outcome.status}`)
  return failed({ kind: 'uncertain' }, `http:${outcome.status} without a verdict`)
}

function failed(action: ZaloAction, reason: string): Attempt {
  return { kind: 'failed', action, reason }
}

function finalResult(action: ZaloAction, reason: string, now: Date): SendResult {
  switch (action.kind) {
    case 'retry':
      return action.afterMs === undefined
        ? { kind: 'retry', reason }
        : { kind: 'retry', reason, afterMs: action.afterMs }
    case 'retry-in-the-morning':
      return { kind: 'retry', reason, afterMs: untilMorning(now) }
    case 'window-closed':
    case 'uncertain':
    case 'rejected':
      return { kind: action.kind, reason }
    case 'refresh-token':
    case 'use-v2':
    case 'use-v3':
      return { kind: 'rejected', reason }
  }
}
