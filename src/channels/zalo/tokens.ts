import type { ChannelNotes } from '../channel-notes.ts'
import type { ConnectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { httpCall } from '../http-call.ts'
import { parseJson } from '../json.ts'
import type { ReauthNotes } from './reauth.ts'
import { zaloTokenAnswer, zaloTokenError } from './schema.ts'

export interface ZaloTokens {
  accessToken: string
  /** Single use: the next refresh gives a new one, and this one is dead. */
  refreshToken: string
  /** Null: not known. */
  expiresAt: Date | null
}

/**
 * Where the pair of tokens is kept. The real one is shared by all processes: `withLock` lets one of them refresh at a
 * time and must hold longer than the HTTP timeout (10 s); `save` replaces the pair at once, before it is used.
 */
export interface TokenStore {
  load(): Promise<ZaloTokens>
  withLock<T>(work: () => Promise<T>): Promise<T>
  save(tokens: ZaloTokens): Promise<void>
  /** For staff to see; `refreshing` that stays shows a crash between spending a token and keeping the new one. */
  mark?(state: TokenState): Promise<void>
}
export type TokenState = 'ok' | 'refreshing' | 'needs-reauth'

/** For tests and for a single process without a database. */
export function memoryTokenStore(first: ZaloTokens): TokenStore & { state: TokenState } {
  let held = first
  let queue: Promise<unknown> = Promise.resolve()
  const store: TokenStore & { state: TokenState } = {
    state: 'ok',
    load: async () => held,
    withLock: (work) => {
      const run = queue.then(work)
      queue = run.catch(() => undefined)
      return run
    },
    save: async (tokens) => {
      held = tokens
    },
    mark: async (state) => {
      store.state = state
    },
  }
  return store
}

export type Refreshed =
  | { kind: 'fresh'; tokens: ZaloTokens }
  | { kind: 'retry'; reason: string }
  /** An administrator of the OA must consent again. */
  | { kind: 'needs-reauth'; reason: string }

export interface RefreshConfig {
  oauthBase: string
  appId: string
  appSecret: string
  timeoutMs: number
  connections: ConnectionNotes
}

export interface RefreshDeps extends ChannelDeps {
  reauth: ReauthNotes
  notes: Pick<ChannelNotes, 'refreshing'>
}

/** What is exchanged for a pair: the refresh token, or the code of a fresh consent. */
type Grant = { refreshToken: string } | { code: string; verifier: string }

/**
 * Spends the refresh token once, whoever asks, and keeps the new pair before anyone uses it.
 * @param stale the access token that was refused; when the store holds another by now, that one is the answer
 */
export function tokenRefresher(config: RefreshConfig, store: TokenStore, deps: RefreshDeps) {
  const { reauth, notes } = deps
  /** Got from Zalo, not yet in the store: the old pair is dead, so this must not be lost. */
  let unsaved: ZaloTokens | null = null

  async function current(): Promise<ZaloTokens> {
    if (unsaved === null) return store.load()
    await store.save(unsaved)
    const saved = unsaved
    unsaved = null
    return saved
  }

  /** One at a time in this process too: many waiting for the lock could hold every connection that its owner needs. */
  let flight: { stale: string; result: Promise<Refreshed> } | null = null

  async function refresh(stale: string, signal: AbortSignal): Promise<Refreshed> {
    while (flight !== null && flight.stale !== stale) await flight.result.catch(() => undefined)
    if (flight === null) {
      const result = refreshLocked(stale, signal).finally(() => {
        flight = null
      })
      flight = { stale, result }
    }
    return flight.result
  }

  async function refreshLocked(stale: string, signal: AbortSignal): Promise<Refreshed> {
    return store.withLock(async () => {
      const held = await current()
      if (held.accessToken !== stale) return { kind: 'fresh', tokens: held }
      if (held.refreshToken === '' || config.appSecret === '') {
        const reason = 'token: no refresh token or app secret set'
        await reauth.need(held, { reason, refreshToken: 'untried' })
        return { kind: 'needs-reauth', reason }
      }
      // asking again about a token that was refused for good would only be a loop
      const dead = await reauth.deadReason(held)
      if (dead !== null) return { kind: 'needs-reauth', reason: dead }
      await mark('refreshing')
      const answer = await askForTokens(config, {
        grant: { refreshToken: held.refreshToken },
        now: deps.clock.now(),
        signal,
      })
      if (answer.kind === 'fresh') {
        await keep(answer.tokens)
        deps.log.info({ expiresAt: answer.tokens.expiresAt }, 'zalo token refreshed')
      } else if (answer.kind === 'needs-reauth') {
        await reauth.need(held, { reason: answer.reason, refreshToken: 'dead' })
        await mark('needs-reauth')
      } else await mark('ok')
      return answer
    })
  }

  async function mark(state: TokenState): Promise<void> {
    await store.mark?.(state)
    await notes.refreshing(state === 'refreshing' ? 'begins' : 'over')
  }

  async function keep(tokens: ZaloTokens): Promise<void> {
    unsaved = tokens
    await current()
    await mark('ok')
    await reauth.over()
  }

  /** The code of a fresh consent for a pair, kept before anyone uses it. Throws when the store is away. */
  async function exchange(grant: { code: string; verifier: string }, signal: AbortSignal): Promise<Refreshed> {
    return store.withLock(async () => {
      const answer = await askForTokens(config, { grant, now: deps.clock.now(), signal })
      if (answer.kind === 'fresh') await keep(answer.tokens)
      return answer
    })
  }

  return { current, refresh, exchange }
}
export type TokenRefresher = ReturnType<typeof tokenRefresher>

async function askForTokens(
  config: RefreshConfig,
  { grant, now, signal }: { grant: Grant; now: Date; signal: AbortSignal },
): Promise<Refreshed> {
  const outcome = await httpCall({
    method: 'POST',
    url: `${config.oauthBase}/v4/oa/access_token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: config.appSecret },
    body: new URLSearchParams({ ...formOf(grant), app_id: config.appId }).toString(),
    timeoutMs: config.timeoutMs,
    signal,
    connections: config.connections,
  })
  if (outcome.kind !== 'answer') return { kind: 'retry', reason: `token: ${outcome.reason}` }
  const body = parseJson(outcome.body)
  const pair = zaloTokenAnswer.safeParse(body)
  if (pair.success) {
    const expiresAt = new Date(now.getTime() + pair.data.expires_in * 1000)
    return {
      kind: 'fresh',
      tokens: { accessToken: pair.data.access_token, refreshToken: pair.data.refresh_token, expiresAt },
    }
  }
  // a spent refresh token was answered with an empty 200; a gateway's HTML page is no verdict
  if (outcome.status === 200 && outcome.body.trim() === '') {
    return { kind: 'needs-reauth', reason: 'token: empty answer, refresh token already spent' }
  }
  const failure = zaloTokenError.safeParse(body)
  if (!failure.success || outcome.status >= 500) return { kind: 'retry', reason: `token: HTTP ${outcome.status}` }
  return {
    kind: 'needs-reauth',
    reason: `token: ${failure.data.error ?? 'no code'} ${failure.data.error_name ?? ''}`.trim(),
  }
}

function formOf(grant: Grant): Record<string, string> {
  return 'code' in grant
    ? { code: grant.code, code_verifier: grant.verifier, grant_type: 'authorization_code' }
    : { refresh_token: grant.refreshToken, grant_type: 'refresh_token' }
}
