import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { Db, Executor } from '../client.ts'
import { signInGuard, staffAccount, staffSession, staffUser } from '../schema/auth.ts'

export type StaffRow = typeof staffUser.$inferSelect

export interface NewStaff {
  id: string
  username: string
  name: string
  role: string
  unitId: string | null
  sealed: boolean
  passwordHash: string
  now: Date
}

/** One account with its password. False: the username is taken. */
export function insertStaff(db: Db, staff: NewStaff): Promise<boolean> {
  const { id, username, name, role, unitId, sealed, passwordHash, now } = staff
  const stamps = { createdAt: now, updatedAt: now }
  return db.transaction(async (tx) => {
    const made = await tx
      .insert(staffUser)
      .values({
        id,
        username,
        displayUsername: username,
        name,
        role,
        unitId,
        sealed,
        email: emailOf(username),
        ...stamps,
      })
      .onConflictDoNothing()
      .returning({ id: staffUser.id })
    if (made.length === 0) return false
    const account = { id, accountId: id, providerId: CREDENTIAL, userId: id, password: passwordHash }
    await tx.insert(staffAccount).values({ ...account, ...stamps })
    return true
  })
}

/** What better-auth calls an account that has a password here. */
const CREDENTIAL = 'credential'

/** better-auth wants an address; RFC 2606 keeps `.invalid` from ever being one. */
function emailOf(username: string): string {
  return `${username}@staff.invalid`
}

export async function findStaff(db: Executor, username: string): Promise<StaffRow | null> {
  const [row] = await db.select().from(staffUser).where(eq(staffUser.username, username)).limit(1)
  return row ?? null
}

export function allStaff(db: Executor): Promise<StaffRow[]> {
  return db.select().from(staffUser).orderBy(staffUser.username)
}

/** Sets the password and ends every session of the account. */
export function changePassword(db: Db, change: { userId: string; passwordHash: string; now: Date }): Promise<void> {
  const { userId, passwordHash, now } = change
  return db.transaction(async (tx) => {
    await tx
      .update(staffAccount)
      .set({ password: passwordHash, updatedAt: now })
      .where(and(eq(staffAccount.userId, userId), eq(staffAccount.providerId, CREDENTIAL)))
    await tx.delete(staffSession).where(eq(staffSession.userId, userId))
  })
}

/** Bars the account and ends every session of it. */
export function disableStaff(db: Db, { userId, now }: { userId: string; now: Date }): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.update(staffUser).set({ disabledAt: now, updatedAt: now }).where(eq(staffUser.id, userId))
    await tx.delete(staffSession).where(eq(staffSession.userId, userId))
  })
}

/** Brings role, unit and name of an account to these, and lets it in again. */
export async function updateStaff(
  db: Executor,
  staff: { userId: string; name: string; role: string; unitId: string | null; sealed: boolean; now: Date },
): Promise<void> {
  const { userId, now, ...values } = staff
  await db
    .update(staffUser)
    .set({ ...values, disabledAt: null, updatedAt: now })
    .where(eq(staffUser.id, userId))
}

export type StaffSessionRow = Pick<typeof staffSession.$inferSelect, 'id' | 'createdAt' | 'expiresAt' | 'userAgent'>

/** Sessions that still hold, newest first. */
export function liveSessions(db: Executor, { userId, now }: { userId: string; now: Date }): Promise<StaffSessionRow[]> {
  const { id, createdAt, expiresAt, userAgent } = staffSession
  return db
    .select({ id, createdAt, expiresAt, userAgent })
    .from(staffSession)
    .where(and(eq(staffSession.userId, userId), gt(staffSession.expiresAt, now)))
    .orderBy(desc(staffSession.createdAt))
    .limit(100)
}

/** False: this person has no such session. */
export async function endSession(db: Executor, session: { userId: string; id: string }): Promise<boolean> {
  const ended = await db
    .delete(staffSession)
    .where(and(eq(staffSession.id, session.id), eq(staffSession.userId, session.userId)))
    .returning({ id: staffSession.id })
  return ended.length > 0
}

export interface GuardRule {
  key: string
  now: Date
  /** Tries allowed in the window. */
  limit: number
  /** Milliseconds. */
  windowMs: number
  lockMs: number
}

/**
 * Counts one try before its password is looked at, so that tries at the same moment cannot slip past the limit.
 * @returns until when the key is locked; null: go on
 */
export async function takeTry(db: Executor, rule: GuardRule): Promise<Date | null> {
  const { key, now, limit } = rule
  const windowFrom = new Date(now.getTime() - rule.windowMs)
  const lockUntil = new Date(now.getTime() + rule.lockMs)
  const g = signInGuard
  const isLocked = sql`${g.lockedUntil} is not null and ${g.lockedUntil} > ${now}::timestamptz`
  const isOld = sql`${g.windowStartedAt} <= ${windowFrom}::timestamptz`
  const counted = sql`case when ${isLocked} then ${g.failures} + 1 when ${isOld} or ${g.lockedUntil} is not null then 1 else ${g.failures} + 1 end`
  const [row] = await db
    .insert(g)
    .values({ key, failures: 1, windowStartedAt: now, lockedUntil: limit <= 1 ? lockUntil : null })
    .onConflictDoUpdate({
      target: g.key,
      set: {
        failures: counted,
        windowStartedAt: sql`case when ${isLocked} then ${g.windowStartedAt} when ${isOld} or ${g.lockedUntil} is not null then ${now}::timestamptz else ${g.windowStartedAt} end`,
        lockedUntil: sql`case when ${isLocked} then ${g.lockedUntil} when (${counted}) >= ${limit} then ${lockUntil}::timestamptz else null end`,
      },
    })
    .returning({ failures: g.failures, lockedUntil: g.lockedUntil })
  return row !== undefined && row.failures > limit ? row.lockedUntil : null
}

/** The try was right after all: it does not count. */
export async function giveBackTry(db: Executor, rule: { key: string; limit: number }): Promise<void> {
  const left = sql`greatest(${signInGuard.failures} - 1, 0)`
  await db
    .update(signInGuard)
    .set({
      failures: left,
      lockedUntil: sql`case when ${left} >= ${rule.limit} then ${signInGuard.lockedUntil} else null end`,
    })
    .where(eq(signInGuard.key, rule.key))
}

export async function clearTries(db: Executor, key: string): Promise<void> {
  await db.delete(signInGuard).where(eq(signInGuard.key, key))
}

/** Names that somebody tried once and never again. */
export async function forgetOldTries(db: Executor, before: Date): Promise<void> {
  await db.delete(signInGuard).where(lt(signInGuard.windowStartedAt, before))
}
