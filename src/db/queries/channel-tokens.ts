import { eq, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { channelTokens } from '../schema/channel-tokens.ts'

interface Pair {
  accessToken: string
  refreshToken: string
  expiresAt: Date | null
}

/** Longer than the HTTP time-out of a refresh (10 s), so that a lock is never taken over while one is under way. */
const LOCK_WAIT_MS = 30_000

export interface KeptTokens {
  load(): Promise<Pair>
  withLock<T>(work: () => Promise<T>): Promise<T>
  save(tokens: Pair): Promise<void>
  mark(state: 'ok' | 'refreshing' | 'needs-reauth'): Promise<void>
}

/**
 * One channel account's OAuth pair, sealed, shared by all processes. The first pair comes from the settings; a pair
 * that is stored already is newer and stays (a refresh token is spent once).
 */
export function keptTokens(input: { db: Db; cipher: FieldCipher; id: string; first: Pair; now(): Date }): KeptTokens {
  const { db, cipher, id, first, now } = input
  /** Which pair the settings gave: another one there means that an administrator entered a new pair. */
  const origin = cipher.fingerprint(`${first.accessToken}/${first.refreshToken}`)
  return {
    load: async () => {
      const rows = await db.orm.select().from(channelTokens).where(eq(channelTokens.id, id))
      const row = rows[0]
      if (row === undefined || row.origin !== origin) return first
      return {
        accessToken: cipher.open(row.accessSealed),
        refreshToken: row.refreshSealed === null ? '' : cipher.open(row.refreshSealed),
        expiresAt: row.expiresAt,
      }
    },
    withLock: async (work) => {
      const client = await db.pool.connect()
      try {
        await client.query(`set lock_timeout = ${LOCK_WAIT_MS}`)
        await client.query('select pg_advisory_lock(hashtextextended($1, 11))', [id])
        try {
          return await work()
        } finally {
          await client.query('select pg_advisory_unlock(hashtextextended($1, 11))', [id])
        }
      } finally {
        await client.query('set lock_timeout = default').catch(() => undefined)
        client.release()
      }
    },
    save: async (tokens) => {
      const row = {
        accessSealed: cipher.seal(tokens.accessToken),
        refreshSealed: cipher.seal(tokens.refreshToken),
        expiresAt: tokens.expiresAt,
        origin,
        pendingSince: null,
        state: 'ok' as const,
        updatedAt: now(),
      }
      await db.orm
        .insert(channelTokens)
        .values({ id, ...row })
        .onConflictDoUpdate({
          target: channelTokens.id,
          // The pair before this one, for recovery by hand.
          set: { ...row, previousSealed: sql`${channelTokens.refreshSealed}` },
        })
    },
    mark: async (state) => {
      const set = {
        state: state === 'needs-reauth' ? ('needs-reauth' as const) : ('ok' as const),
        pendingSince: state === 'refreshing' ? now() : null,
        updatedAt: now(),
      }
      const sealed = { accessSealed: cipher.seal(first.accessToken), refreshSealed: cipher.seal(first.refreshToken) }
      await db.orm
        .insert(channelTokens)
        .values({ id, ...sealed, expiresAt: first.expiresAt, origin, ...set })
        .onConflictDoUpdate({ target: channelTokens.id, set })
    },
  }
}
