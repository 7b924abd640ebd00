import { createHmac } from 'node:crypto'
import { MINUTE } from '../../core/durations.ts'
import type { SendResult } from '../../core/messages.ts'
import type { ChannelNotes } from '../channel-notes.ts'
import type { ConnectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { type HttpOutcome, httpCall } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { untilMorning, untilNextMinute, type ZaloAction, type ZaloHost, zaloErrorRule } from './errors.ts'
import { REAUTH_PROBE, type ReauthNotes } from './reauth.ts'
import { type ZaloAnswer, zaloAnswer } from './schema.ts'
import type { TokenRefresher, ZaloTokens } from './tokens.ts'

export interface ZaloCallsConfig {
  apiBase: string
  timeoutMs: number
  connections: ConnectionNotes
  /** Set: every call carries `appsecret_proof`. */
  proofSecret?: string
}

export interface ZaloCallsDeps extends ChannelDeps {
  tokens: TokenRefresher
  notes: ChannelNotes
  reauth: ReauthNotes
}

export interface ZaloFailure {
  kind: 'failed'
  action: ZaloAction
  /** Null: not Zalo's own words. */
  code: number | null
  label: string
  reason: string
}

/** Calls that serve one purpose: its tokens, and whether they were renewed already. */
export interface ZaloCourse {
  tokens: ZaloTokens
  refreshed: number
  gate: 'open' | 'probe'
}

export interface ZaloGet {
  /** After the API's address. */
  path: string
  signal: AbortSignal
}

export interface ZaloPost extends ZaloGet {
  body: { json: object } | { form: FormData }
  /** Another host of Zalo's. Default: the OA API. */
  base?: string
  timeoutMs?: number
}

export const STORE_AWAY: Extract<SendResult, { kind: 'retry' }> = { kind: 'retry', reason: 'channel store failed' }
/** While something about the account must be mended by a person. */
const HUMAN_WAIT = 15 * MINUTE

/** What every call to the OA API needs: the tokens, the gate while consent is missing, the table of errors. */
export function zaloCalls(config: ZaloCallsConfig, deps: ZaloCallsDeps) {
  const { tokens, notes, reauth } = deps

  /** May Zalo be called now? Nothing has been sent in any case. */
  async function begin(): Promise<{ kind: 'begun'; course: ZaloCourse } | { kind: 'stop'; result: SendResult }> {
    const held = await fromStore(() => tokens.current())
    if (held === undefined) return { kind: 'stop', result: STORE_AWAY }
    const gate = await fromStore(() => reauth.gate(held))
    if (gate === undefined) return { kind: 'stop', result: STORE_AWAY }
    if (gate.kind === 'held') return { kind: 'stop', result: waiting(gate.reason, gate.afterMs) }
    return { kind: 'begun', course: { tokens: held, refreshed: 0, gate: gate.kind } }
  }

  function headersOf({ tokens: { accessToken } }: ZaloCourse): Record<string, string> {
    const proof = config.proofSecret && createHmac('sha256', config.proofSecret).update(accessToken).digest('hex')
    return { access_token: accessToken, ...(proof ? { appsecret_proof: proof } : {}) }
  }

  function get(course: ZaloCourse, { path, signal }: ZaloGet): Promise<HttpOutcome> {
    const { apiBase, timeoutMs, connections } = config
    return httpCall({
      method: 'GET',
      url: `${apiBase}${path}`,
      headers: headersOf(course),
      timeoutMs,
      signal,
      connections,
    })
  }

  function post(course: ZaloCourse, call: ZaloPost): Promise<HttpOutcome> {
    const json = 'json' in call.body
    return httpCall({
      method: 'POST',
      url: `${call.base ?? config.apiBase}${call.path}`,
      // of a form the library says it, with the boundary
      headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...headersOf(course) },
      body: 'json' in call.body ? JSON.stringify(call.body.json) : call.body.form,
      timeoutMs: call.timeoutMs ?? config.timeoutMs,
      signal: call.signal,
      connections: config.connections,
    })
  }

  /** Zalo took it: whatever consent was missing is there. */
  async function worked(course: ZaloCourse): Promise<void> {
    if (course.gate === 'probe') await reauth.over()
  }

  /** Kept for staff to see. */
  async function note(failure: ZaloFailure): Promise<void> {
    if (failure.code === null) return
    const human = failure.action.kind === 'human'
    await notes.failed({ code: String(failure.code), label: failure.label, human })
  }

  /** Undefined: the course goes on with new tokens, once. */
  async function newTokens(course: ZaloCourse, reason: string, signal: AbortSignal): Promise<SendResult | undefined> {
    if (course.refreshed++ > 0) {
      const why = `token: still refused after a refresh (${reason})`
      await reauth.need(course.tokens, { reason: why, refreshToken: 'untried' })
      return waiting(why, REAUTH_PROBE)
    }
    const result = await fromStore(() => tokens.refresh(course.tokens.accessToken, signal))
    if (result === undefined) return STORE_AWAY
    if (result.kind === 'needs-reauth') return waiting(result.reason, REAUTH_PROBE)
    if (result.kind === 'retry') return { kind: 'retry', reason: result.reason }
    course.tokens = result.tokens
    return undefined
  }

  /** What a failure that changes no course means for the message. */
  async function ended({ action, reason }: ZaloFailure): Promise<SendResult> {
    const end = finalResult(action, reason, deps.clock.now())
    if (action.kind === 'next-minute' && end.kind === 'retry') {
      await notes.limitedUntil(new Date(deps.clock.now().getTime() + (end.afterMs ?? MINUTE)), reason)
    }
    return end
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

  return { begin, get, post, worked, note, newTokens, ended, fromStore }
}
export type ZaloCalls = ReturnType<typeof zaloCalls>

/** How a host is called in reasons. */
const NAMES: Readonly<Record<ZaloHost, string>> = { oa: 'zalo', zbs: 'zbs' }

/** The HTTP status never says success; only `error: 0` with what was asked for does. Undefined: no verdict in it. */
export function readZaloAnswer<T>(
  outcome: HttpOutcome,
  success: (data: NonNullable<ZaloAnswer['data']>) => T | undefined,
  host: ZaloHost = 'oa',
): T | ZaloFailure {
  if (outcome.kind === 'not-sent') return failed({ kind: 'retry' }, outcome.reason)
  if (outcome.kind === 'no-answer') return failed({ kind: 'uncertain' }, outcome.reason)
  const parsed = zaloAnswer.safeParse(parseJson(outcome.body))
  const code = parsed.success ? parsed.data.error : undefined
  if (code !== undefined && code !== 0) {
    const { action, label } = zaloErrorRule(code, host)
    return { kind: 'failed', action, code, label, reason: `${NAMES[host]}:${code} ${label}` }
  }
  const data = parsed.success ? parsed.data.data : undefined
  const found = outcome.status < 300 && data !== undefined ? success(data) : undefined
  if (found !== undefined) return found
  if (outcome.status === 429) return failed({ kind: 'next-minute' }, 'http:429')
  if (outcome.status >= 300 && outcome.status < 500) return failed({ kind: 'rejected' }, `http:${outcome.status}`)
  return failed({ kind: 'uncertain' }, `http:${outcome.status} without a verdict`)
}

function failed(action: ZaloAction, reason: string): ZaloFailure {
  return { kind: 'failed', action, code: null, label: reason, reason }
}

/** Consent is missing: the message waits, it has not failed. */
function waiting(reason: string, afterMs: number): SendResult {
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
    case 'window-closed':
    case 'uncertain':
    case 'rejected':
      return { kind: action.kind, reason }
    case 'refresh-token':
    case 'use-v2':
    case 'use-v3':
    case 'upload-again':
      return { kind: 'rejected', reason }
  }
}
