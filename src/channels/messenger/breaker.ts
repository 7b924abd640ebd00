import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { Clock } from '../../core/clock.ts'
import { HOUR, MINUTE } from '../../core/durations.ts'
import { heaviestUsage, retryAfter } from './usage.ts'

/** From this share of a limit on (percent) no call is made: calls while throttled prolong the block. */
export const USAGE_LIMIT = 80
/** Usage is high and Meta names no time: look again after this long. */
const USAGE_PAUSE = 5 * MINUTE
const LONGEST_PAUSE = HOUR
/** A dead token: a person may have put in a new one. */
const TOKEN_PAUSE = 15 * MINUTE
const KEY = 'breaker'
/** How long refusals in a row are remembered after the pause. */
const STRIKES_LIFE = 2 * HOUR

const stored = z.object({ until: z.coerce.date(), strikes: z.number(), why: z.string() })
type Stored = z.infer<typeof stored>

/** What one answer of Graph said about our right to go on calling. */
export interface GraphVerdict {
  headers: Readonly<Record<string, string>>
  /**
   * `held`: the Page is restricted; a person must look, an hour's wait is no loss. `token`: no call can succeed before
   * there is a new one; nothing is lost meanwhile.
   */
  refused?: 'rate' | 'held' | 'token'
}

export interface Breaker {
  /** Milliseconds until the Page may be called again, and why; null: now. */
  paused(): Promise<{ ms: number; why: string } | null>
  /** Takes note of an answer. Returns the pause (ms) that it began or prolonged; 0: none. */
  note(verdict: GraphVerdict): Promise<number>
  /** The Page is free again (Meta said so). */
  release(): Promise<void>
}

/**
 * One breaker per Page, kept where all workers see it. Opens at 80 % of any limit that the usage headers name, at a
 * rate error and when the Page is restricted; closes when the time to regain access has passed. Refusals in a row
 * without such a time wait twice as long each, up to an hour.
 */
export function createBreaker({ memory, clock }: { memory: ChannelMemory; clock: Clock }): Breaker {
  const read = async (): Promise<Stored | null> => {
    const parsed = stored.safeParse(await memory.get(KEY))
    return parsed.success ? parsed.data : null
  }
  // Spares a look at every success: only after a pause was seen is there something to forget.
  let remembered = false
  const forgetPast = async (): Promise<void> => {
    const kept = remembered ? await read() : null
    // A pause that another worker began meanwhile stays.
    if (kept === null || kept.until > clock.now()) return
    await memory.forget(KEY)
    remembered = false
  }
  return {
    paused: async () => {
      const kept = await read()
      remembered = kept !== null
      const ms = kept === null ? 0 : kept.until.getTime() - clock.now().getTime()
      return kept !== null && ms > 0 ? { ms, why: kept.why } : null
    },
    note: async (verdict) => {
      const usage = heaviestUsage(verdict.headers)
      const high = usage.percent >= USAGE_LIMIT
      if (verdict.refused === undefined && !high) {
        await forgetPast()
        return 0
      }
      const kept = await read()
      const strikes = verdict.refused === undefined ? 0 : (kept?.strikes ?? 0) + 1
      const told = verdict.refused === 'rate' ? retryAfter(verdict.headers, clock.now()) : undefined
      const ms = usage.regainMs ?? told ?? waitFor(verdict.refused, strikes)
      const until = new Date(Math.max(kept?.until.getTime() ?? 0, clock.now().getTime() + ms))
      const why = verdict.refused ?? `usage ${Math.round(usage.percent)}%`
      const expiresAt = new Date(until.getTime() + STRIKES_LIFE)
      await memory.set(KEY, { until: until.toISOString(), strikes, why }, { expiresAt })
      return until.getTime() - clock.now().getTime()
    },
    release: () => memory.forget(KEY),
  }
}

function waitFor(refused: GraphVerdict['refused'], strikes: number): number {
  if (refused === undefined) return USAGE_PAUSE
  if (refused === 'token') return TOKEN_PAUSE
  return refused === 'held' ? LONGEST_PAUSE : Math.min(LONGEST_PAUSE, 2 ** Math.min(strikes - 1, 10) * MINUTE)
}
