import { and, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { ChannelMemory, RateBudget } from '../../core/channel-memory.ts'
import { MINUTE } from '../../core/durations.ts'
import type { Db, Executor } from '../client.ts'
import { channelMemory, rateBudgets } from '../schema/channel-memory.ts'

/** A channel account's memory in PostgreSQL. */
export function keptChannelMemory(input: { db: Db; account: string; now(): Date }): ChannelMemory {
  const { db, account, now } = input
  const at = (key: string) => and(eq(channelMemory.account, account), eq(channelMemory.key, key))
  return {
    get: async (key) => {
      const rows = await db.orm
        .select({ value: channelMemory.value })
        .from(channelMemory)
        .where(and(at(key), or(isNull(channelMemory.expiresAt), gt(channelMemory.expiresAt, now()))))
      return rows[0]?.value ?? null
    },
    set: async (key, value, options = {}) => {
      const row = { value, expiresAt: options.expiresAt ?? null, updatedAt: now() }
      await db.orm
        .insert(channelMemory)
        .values({ account, key, ...row })
        .onConflictDoUpdate({ target: [channelMemory.account, channelMemory.key], set: row })
    },
    forget: async (key) => {
      await db.orm.delete(channelMemory).where(at(key))
    },
    claim: async (key, until) => {
      const row = { value: true, expiresAt: until, updatedAt: now() }
      const rows = await db.orm
        .insert(channelMemory)
        .values({ account, key, ...row })
        .onConflictDoUpdate({
          target: [channelMemory.account, channelMemory.key],
          set: row,
          setWhere: lte(channelMemory.expiresAt, now()),
        })
        .returning({ key: channelMemory.key })
      return rows.length > 0
    },
  }
}

/** Token buckets in PostgreSQL: one atomic statement a call, by the clock that is passed in. */
export function keptRateBudget(input: { db: Db; now(): Date }): RateBudget {
  return {
    take: async (bucket, { perMinute, burst }) => {
      const now = input.now().toISOString()
      const gained = sql`extract(epoch from (${now}::timestamptz - ${rateBudgets.updatedAt})) * ${perMinute / 60}`
      const filled = sql`least(${burst}::float8, ${rateBudgets.tokens} + greatest(0, ${gained}))`
      const rows = await input.db.orm
        .insert(rateBudgets)
        .values({ id: bucket, tokens: burst - 1, updatedAt: input.now() })
        .onConflictDoUpdate({
          target: rateBudgets.id,
          set: { tokens: sql`${filled} - 1`, updatedAt: sql`greatest(${rateBudgets.updatedAt}, ${now}::timestamptz)` },
          setWhere: sql`${filled} >= 1`,
        })
        .returning({ id: rateBudgets.id })
      if (rows.length > 0) return 0
      return Math.ceil(MINUTE / perMinute)
    },
  }
}

/** Deletes what expired before `before`. For the sweep. */
export async function forgetChannelMemory(db: Executor, before: Date): Promise<void> {
  await db.delete(channelMemory).where(lt(channelMemory.expiresAt, before))
}
