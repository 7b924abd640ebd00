import type { Clock } from '../core/clock.ts'
import { HOUR, MINUTE } from '../core/durations.ts'
import { PLATFORMS, type Platform } from './options.ts'

/** What the platform tells the app's administrators: webhooks fail; it gave up on them; somebody switched them on. */
export type NoticeKind = 'failing' | 'disabled' | 'enabled'

export interface ConnectionView {
  platform: Platform
  /** False: nothing is posted until somebody switches it on again. */
  subscribed: boolean
  /** ISO 8601; null: the last webhook was taken. */
  failingSince: string | null
  /** Events that happened while nothing was posted: gone, the platforms do not repeat them. */
  lost: number
  notices: { at: string; kind: NoticeKind }[]
}

export interface FailedAttempt {
  /** Milliseconds since the webhook's first attempt, as the platform counts: the waits of its ladder. */
  ageMs: number
  /** `wins` when the webhook was posted first: a success since then ends the hour. */
  wins: number
  /** Its ladder has no further step. */
  isLast: boolean
}

/**
 * Meta alerts after 15 minutes of failures and unsubscribes the Page after an hour. Zalo tells the app's administrator
 * at the first failure and disables the webhook when a ladder has failed.
 */
const META = { alertAfter: 15 * MINUTE, disableAfter: HOUR } as const
const MAX_NOTICES = 100

interface Connection {
  subscribed: boolean
  failingSince: Date | null
  wins: number
  lost: number
  notices: { at: string; kind: NoticeKind }[]
}

/** Whether each platform still posts to us: the one place that knows. */
export function createConnections(clock: Clock) {
  const fresh = (): Connection => ({ subscribed: true, failingSince: null, wins: 0, lost: 0, notices: [] })
  const all: Record<Platform, Connection> = { zalo: fresh(), messenger: fresh() }

  function tell(platform: Platform, kind: NoticeKind): void {
    const { notices } = all[platform]
    notices.push({ at: clock.now().toISOString(), kind })
    if (notices.length > MAX_NOTICES) notices.shift()
  }

  function unsubscribe(platform: Platform): void {
    if (!all[platform].subscribed) return
    all[platform].subscribed = false
    tell(platform, 'disabled')
  }

  function view(platform: Platform): ConnectionView {
    const { subscribed, failingSince, lost, notices } = all[platform]
    return { platform, subscribed, failingSince: failingSince?.toISOString() ?? null, lost, notices: [...notices] }
  }

  return {
    isSubscribed: (platform: Platform): boolean => all[platform].subscribed,
    /** Successes so far. */
    wins: (platform: Platform): number => all[platform].wins,
    succeeded: (platform: Platform): void => {
      all[platform].wins++
      all[platform].failingSince = null
    },
    failed: (platform: Platform, attempt: FailedAttempt): void => {
      const one = all[platform]
      const now = clock.now()
      const isFirst = one.failingSince === null
      one.failingSince ??= now
      const byClock = now.getTime() - one.failingSince.getTime()
      const failingFor = Math.max(byClock, attempt.wins === one.wins ? attempt.ageMs : 0)
      const isTold = one.notices.at(-1)?.kind === 'failing'
      if (platform === 'zalo' ? isFirst : failingFor >= META.alertAfter && !isTold) tell(platform, 'failing')
      if (platform === 'zalo' ? attempt.isLast : failingFor >= META.disableAfter) unsubscribe(platform)
    },
    lost: (platform: Platform): void => {
      all[platform].lost++
    },
    /** Zalo's console, Meta's `POST subscribed_apps`. */
    subscribe: (platform: Platform): void => {
      if (all[platform].subscribed) return
      all[platform].subscribed = true
      all[platform].failingSince = null
      tell(platform, 'enabled')
    },
    unsubscribe,
    view,
    views: (): ConnectionView[] => PLATFORMS.map(view),
  }
}
export type Connections = ReturnType<typeof createConnections>
