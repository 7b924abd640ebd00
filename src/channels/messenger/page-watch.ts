import type { ChannelMemory } from '../../core/channel-memory.ts'
import { DAY, MINUTE } from '../../core/durations.ts'
import { type ChannelNotes, channelNotes } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import type { HttpOutcome } from '../http-call.ts'
import { parseJson } from '../json.ts'
import { createBreaker } from './breaker.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'
import { clearPageState } from './page-state.ts'
import { readSubscription, type SubscriptionNews, wantedFields } from './subscription.ts'
import { readTokenNews, type TokenNews } from './token-news.ts'

/** A Page that Meta has unsubscribed hears nothing: looked at this often. */
const SUBSCRIPTION_EVERY = 15 * MINUTE
const TOKEN_EVERY = DAY
/** A dead token: a person may have put in a new one. */
const DEAD_TOKEN_EVERY = 15 * MINUTE
const TOKEN_TURN = 'token-looked-at'
/** A person is told this long before the token or its access to data ends. */
export const WARN_BEFORE = 7 * DAY

export interface PageWatchConfig extends GraphConfig {
  appId?: string | undefined
  fields: readonly string[]
  scopes: readonly string[]
}

export interface PageWatchDeps extends ChannelDeps {
  memory: ChannelMemory
}

/**
 * Looks after the Page's subscription (every 15 minutes: what is missing is subscribed again) and its token (every day).
 * Staff read the outcome among the channel's notes. One process does it at a time. Never throws.
 */
export function createPageWatch(config: PageWatchConfig, deps: PageWatchDeps): (signal: AbortSignal) => Promise<void> {
  const notes = channelNotes(deps.memory, deps)
  const inTurn = async (key: string, every: number, look: () => Promise<void>): Promise<void> => {
    try {
      const until = new Date(deps.clock.now().getTime() + every)
      if (await deps.memory.claim(key, until)) await look()
    } catch (error) {
      deps.log.error({ key, error: error instanceof Error ? error.name : 'unknown' }, 'the page could not be looked at')
    }
  }
  return async (signal) => {
    await inTurn('subscription-looked-at', SUBSCRIPTION_EVERY, () =>
      mendSubscription(config, { ...deps, notes }, signal),
    )
    // `debug_token` asks for the token of the app.
    if (config.appId === undefined) return
    await inTurn(TOKEN_TURN, TOKEN_EVERY, () => judgeToken(config, { ...deps, notes }, signal))
  }
}

type Deps = PageWatchDeps & { notes: ChannelNotes }

async function mendSubscription(config: PageWatchConfig, deps: Deps, signal: AbortSignal): Promise<void> {
  const path = pagePath(config, 'subscribed_apps')
  const told = readSubscription(bodyOf(await graphCall(config, { method: 'GET', path, signal })), config)
  if (told.kind !== 'incomplete') return tellSubscription(deps, told)
  const query = { subscribed_fields: wantedFields(told, config.fields).join(',') }
  const outcome = await graphCall(config, { method: 'POST', path, query, signal })
  const refused = readSubscription(bodyOf(outcome), config)
  const done = outcome.kind === 'answer' && outcome.status < 300 && refused.kind !== 'refused'
  await tellSubscription(deps, done ? { kind: 'mended', missing: told.missing } : unmended(refused, told.missing))
}

function unmended(answer: SubscriptionNews, missing: readonly string[]): SubscriptionNews {
  return answer.kind === 'refused' ? { ...answer, missing } : { kind: 'refused', code: 'no-answer', missing }
}

async function tellSubscription({ notes, log }: Deps, news: SubscriptionNews): Promise<void> {
  if (news.kind === 'complete' || news.kind === 'incomplete' || news.kind === 'silent') return
  const missing = news.missing.join(', ')
  if (news.kind === 'mended') {
    await notes.failed({ code: 'subscribed_apps', label: `resubscribed: ${missing}`, human: false })
    log.warn({ missing }, 'the page was not subscribed and is again; messages of that time may be lost')
  } else {
    await notes.failed({ code: `subscribed_apps ${news.code}`, label: `not subscribed: ${missing}`, human: true })
    log.error({ missing, code: news.code }, 'the page is not subscribed and could not be subscribed again')
  }
}

async function judgeToken(config: PageWatchConfig, deps: Deps, signal: AbortSignal): Promise<void> {
  const outcome = await graphCall(config, {
    method: 'GET',
    path: '/debug_token',
    // The documented form; it travels encrypted, and addresses of calls are not logged here.
    query: { input_token: config.pageToken },
    token: `${config.appId}|${config.appSecret}`,
    signal,
  })
  const now = deps.clock.now()
  const news = readTokenNews(bodyOf(outcome), { scopes: config.scopes, now, warnBefore: WARN_BEFORE })
  if (news.kind === 'silent') {
    // Not a word about the token: asked again with the next round.
    await deps.memory.forget(TOKEN_TURN)
    return
  }
  await tellToken(deps, news)
  if (news.kind === 'dead') {
    const expiresAt = new Date(now.getTime() + DEAD_TOKEN_EVERY)
    await deps.memory.set(TOKEN_TURN, true, { expiresAt })
  }
}

/** A send was refused for the token: the next round asks Meta about it. */
export function doubtToken(memory: ChannelMemory): Promise<void> {
  return memory.forget(TOKEN_TURN)
}

/** A dead token stands as "consent again" until it is seen alive. */
async function tellToken(
  { notes, memory, clock, log }: Deps,
  news: Exclude<TokenNews, { kind: 'silent' }>,
): Promise<void> {
  if (news.kind === 'dead') {
    await notes.needsConsent(`token: ${news.reason}`)
    log.error({ reason: news.reason }, 'the page token is dead: a new one is needed')
    return
  }
  await notes.consentGiven()
  await clearPageState(memory, ['token-dead'])
  const breaker = createBreaker({ memory, clock })
  if ((await breaker.paused())?.why === 'token') await breaker.release()
  if (news.warnings.length === 0) return
  await notes.failed({ code: 'debug_token', label: news.warnings.join('; '), human: true })
  log.warn({ warnings: news.warnings }, 'the page token needs a person')
}

function bodyOf(outcome: HttpOutcome): unknown {
  return outcome.kind === 'answer' ? parseJson(outcome.body) : undefined
}
