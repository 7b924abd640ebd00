import { createHmac } from 'node:crypto'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { MINUTE } from '../../core/durations.ts'
import type { SendResult } from '../../core/messages.ts'
import { type ChannelNotes, readEndpoint } from '../channel-notes.ts'
import type { ConnectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { type HttpOutcome, httpCall } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { zaloParty } from './address.ts'
import { untilMorning, untilNextMinute, type ZaloAction, zaloErrorRule } from './errors.ts'
import { REAUTH_PROBE, type ReauthNotes } from './reauth.ts'
import type { ZaloMessageBody } from './render.ts'
import { type ZaloQuota, zaloAnswer } from './schema.ts'
import type { TokenRefresher, ZaloTokens } from './tokens.ts'

export interface ZaloClientConfig {
  apiBase: string
  timeoutMs: number
  connections: ConnectionNotes
  /** Set: every call carries `appsecret_proof`. */
  proofSecret?: string
  /** State-agency OAs answer -235 on v3 and must use v2; `v3` finds that out by itself. */
  firstSendApi: ZaloSendApi
}
export type ZaloSendApi = 'v3' | 'v2'

export interface ZaloClientDeps extends ChannelDeps {
  tokens: TokenRefresher
  memory: ChannelMemory
  notes: ChannelNotes
  reauth: ReauthNotes
}

const INVALID_FIELD = -201
/** A field, or the whole kind of message, that Zalo does not take. */
const NOT_THIS_FORM: readonly number[] = [INVALID_FIELD, -233]
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

const STORE_AWAY: SendResult = { kind: 'retry', reason: 'channel store failed' }
/** While something about the account must be mended by a person. */
const HUMAN_WAIT = 15 * MINUTE

type Failure = { kind: 'failed'; action: ZaloAction; code: number | null; label: string; reason: string }
type Attempt = { kind: 'sent'; messageId: string; quota: ZaloQuota | undefined } | Failure

/** One body on its way: what has been tried already. Each happens at most once, and only after a sure refusal. */
interface Course {
  party: ReturnType<typeof zaloParty>
  body: ZaloMessageBody
  api: ZaloSendApi
  tokens: ZaloTokens
  refreshed: number
  switched: number
}

export function zaloClient(config: ZaloClientConfig, deps: ZaloClientDeps) {
  const { tokens, notes, reauth } = deps

  /** One body to one resident: at most one token refresh and one change of endpoint, both only after a sure refusal. */
  async function sendBody(send: ZaloSend): Promise<SendResult> {
    const party = zaloParty(send.address)
    const ready = await fromStore(async () => ({
      api: party.kind === 'anonymous' ? ('v2' as const) : await pinned(),
      tokens: await tokens.current(),
    }))
    if (ready === undefined) return STORE_AWAY
    const course: Course = { party, body: send.body, ...ready, refreshed: 0, switched: 0 }
    const gate = await fromStore(() => reauth.gate(course.tokens))
    if (gate === undefined) return STORE_AWAY
    if (gate.kind === 'held') return held(gate.reason, gate.afterMs)
    for (;;) {
      const attempt = readAnswer(await post(callOf(course, send.signal)))
      if (attempt.kind === 'sent') {
        if (gate.kind === 'probe') await reauth.over()
        await notes.messageSent(quotaNote(attempt.quota))
        return { kind: 'sent', providerMessageId: attempt.messageId }
      }
      const end = await afterFailure(course, attempt, send.signal)
      if (end !== undefined) return end
    }
  }

  /** Undefined: changed course, try once more. */
  async function afterFailure(course: Course, failure: Failure, signal: AbortSignal): Promise<SendResult | undefined> {
    const { action, reason } = failure
    if (failure.code !== null) {
      await notes.failed({ code: String(failure.code), label: failure.label, human: action.kind === 'human' })
    }
    switch (action.kind) {
      case 'refresh-token':
        return newTokens(course, reason, signal)
      case 'use-v2':
      case 'use-v3':
        if (course.switched++ > 0 || course.party.kind === 'anonymous') return { kind: 'rejected', reason }
        course.api = await pin(action.kind === 'use-v2' ? 'v2' : 'v3', reason)
        return undefined
      case 'rejected':
        // lists are of the older API: a kind of OA may not have them
        if (course.body.instead !== undefined && NOT_THIS_FORM.includes(failure.code ?? 0)) {
          course.body = course.body.instead
          return undefined
        }
        // the quoted message may be gone there; the answer is worth more than the quotation
        if (failure.code !== INVALID_FIELD || course.body.quote_message_id === undefined)
          return { kind: 'rejected', reason }
        course.body = unquoted(course.body)
        return undefined
      default: {
        const end = finalResult(action, reason, deps.clock.now())
        if (action.kind === 'next-minute' && end.kind === 'retry') await limited(end.afterMs ?? MINUTE, reason)
        return end
      }
    }
  }

  async function newTokens(course: Course, reason: string, signal: AbortSignal): Promise<SendResult | undefined> {
    if (course.refreshed++ > 0) {
      const why = `token: still refused after a refresh (${reason})`
      await reauth.need(course.tokens, { reason: why, refreshToken: 'untried' })
      return held(why, REAUTH_PROBE)
    }
    const result = await fromStore(() => tokens.refresh(course.tokens.accessToken, signal))
    if (result === undefined) return STORE_AWAY
    if (result.kind === 'needs-reauth') return held(result.reason, REAUTH_PROBE)
    if (result.kind === 'retry') return { kind: 'retry', reason: result.reason }
    course.tokens = result.tokens
    return undefined
  }

  /** The store (a database) may be away; nothing has been sent then. */
  async function fromStore<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo channel store failed')
      return undefined
    }
  }

  /** The endpoint that Zalo made some process of ours change to; kept by all. */
  async function pinned(): Promise<ZaloSendApi> {
    const endpoint = await readEndpoint(deps.memory)
    return endpoint === 'v2' || endpoint === 'v3' ? endpoint : config.firstSendApi
  }

  async function pin(api: ZaloSendApi, reason: string): Promise<ZaloSendApi> {
    deps.log.warn({ api, reason }, 'zalo send endpoint changed')
    await notes.endpointIs(api, reason)
    return api
  }

  function limited(waitMs: number, reason: string): Promise<void> {
    return notes.limitedUntil(new Date(deps.clock.now().getTime() + waitMs), reason)
  }

  function callOf(course: Course, signal: AbortSignal): ZaloCall {
    return {
      api: course.api,
      content: { recipient: recipientOf(course.party), message: { ...course.body, instead: undefined } },
      accessToken: course.tokens.accessToken,
      signal,
    }
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
    const { action, label } = zaloErrorRule(code, 'oa')
    return { kind: 'failed', action, code, label, reason: `zalo:${code} ${label}` }
  }
  const data = parsed.success ? parsed.data.data : undefined
  if (outcome.status < 300 && data?.message_id !== undefined) {
    return { kind: 'sent', messageId: data.message_id, quota: data.quota }
  }
  if (outcome.status === 429) return failed({ kind: 'next-minute' }, 'http:429')
  if (outcome.status >= 300 && outcome.status < 500) return failed({ kind: 'rejected' }, `http:${outcome.status}`)
  return failed({ kind: 'uncertain' }, `http:${outcome.status} without a verdict`)
}

function failed(action: ZaloAction, reason: string): Failure {
  return { kind: 'failed', action, code: null, label: reason, reason }
}

/** Consent is missing: the message waits, it has not failed. */
function held(reason: string, afterMs: number): SendResult {
  return { kind: 'retry', reason, afterMs, uncounted: true }
}

function finalResult(action: ZaloAction, reason: string, now: Date): SendResult {
  switch (action.kind) {
    case 'retry':
      return action.afterMs === undefined
        ? { kind: 'retry', reason }
        : { kind: 'retry', reason, afterMs: action.afterMs }
    case 'next-minute':
      return { kind: 'retry', reason, afterMs: untilNextMinute(now), uncounted: true }
    case 'retry-in-the-morning':
      return { kind: 'retry', reason, afterMs: untilMorning(now) }
    case 'human':
      return { kind: 'retry', reason, afterMs: HUMAN_WAIT }
    case 'upload-again':
      return { kind: 'retry', reason }
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

function unquoted(body: ZaloMessageBody): ZaloMessageBody {
  const { quote_message_id: _, ...rest } = body
  return rest
}

/** No quota in the answer: the message was charged. */
function quotaNote(quota: ZaloQuota | undefined): { type: string; remain: string | null; total: string | null } {
  return { type: quota?.quota_type ?? 'charged', remain: quota?.remain ?? null, total: quota?.total ?? null }
}
