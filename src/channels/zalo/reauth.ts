import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { MINUTE } from '../../core/durations.ts'
import type { ChannelDeps } from '../deps.ts'

/** While consent is missing, one message at a time asks Zalo again this often; the others wait. */
export const REAUTH_PROBE = 15 * MINUTE
const KEY = 'needs-reauth'

const kept = z.object({
  reason: z.string(),
  at: z.coerce.date(),
  /** Which pair is meant: another one in the store means that somebody has consented since. */
  pair: z.string(),
  /** The refresh token itself was refused: not to be spent again. */
  refreshToken: z.enum(['dead', 'untried']),
  probeAt: z.coerce.date(),
})
type Kept = z.infer<typeof kept>

interface Pair {
  accessToken: string
  refreshToken: string
}

export type ReauthGate = { kind: 'open' } | { kind: 'probe' } | { kind: 'held'; reason: string; afterMs: number }

/** Whether an administrator must consent again: kept, shared by all processes, and gone by itself with a new pair. */
export interface ReauthNotes {
  /** May a message go out with this pair? `probe`: one may try, and the next not before 15 minutes. */
  gate(pair: Pair): Promise<ReauthGate>
  /** Never throws. */
  need(pair: Pair, why: { reason: string; refreshToken: Kept['refreshToken'] }): Promise<void>
  /** The reason for which this pair's refresh token is dead; null: it may be spent. */
  deadReason(pair: Pair): Promise<string | null>
  /** Zalo took a message, or a new pair is there. Never throws. */
  over(): Promise<void>
}

export function reauthNotes(memory: ChannelMemory, { clock, log }: ChannelDeps): ReauthNotes {
  const read = async (pair: Pair): Promise<Kept | null> => {
    const found = kept.safeParse(await memory.get(KEY))
    return found.success && found.data.pair === nameOf(pair) ? found.data : null
  }
  const quietly = async (work: Promise<void>): Promise<void> => {
    await work.catch((error: unknown) => {
      log.warn({ key: KEY, error: error instanceof Error ? error.name : 'unknown' }, 'channel note lost')
    })
  }
  return {
    gate: async (pair) => {
      const found = await read(pair)
      if (found === null) return { kind: 'open' }
      const now = clock.now()
      const afterMs = found.probeAt.getTime() - now.getTime()
      if (afterMs > 0) return { kind: 'held', reason: found.reason, afterMs }
      await memory.set(KEY, { ...found, probeAt: new Date(now.getTime() + REAUTH_PROBE) })
      return { kind: 'probe' }
    },
    need: async (pair, why) => {
      const now = clock.now()
      const before = await read(pair).catch(() => null)
      const value: Kept = {
        reason: why.reason,
        at: before?.at ?? now,
        pair: nameOf(pair),
        refreshToken: before?.refreshToken === 'dead' ? 'dead' : why.refreshToken,
        probeAt: new Date(now.getTime() + REAUTH_PROBE),
      }
      log.error({ reason: why.reason }, 'zalo: an OA administrator must consent again')
      await quietly(memory.set(KEY, value))
    },
    deadReason: async (pair) => {
      const found = await read(pair)
      return found?.refreshToken === 'dead' ? found.reason : null
    },
    over: () => quietly(memory.forget(KEY)),
  }
}

/** A name for the pair that tells nothing of it. */
function nameOf(pair: Pair): string {
  return createHash('sha256').update(`${pair.accessToken}/${pair.refreshToken}`).digest('hex').slice(0, 32)
}
