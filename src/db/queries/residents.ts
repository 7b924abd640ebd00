import { and, count, eq, gt, isNull, lt } from 'drizzle-orm'
import type { Executor, Tx } from '../client.ts'
import { dataRequests } from '../schema/data-requests.ts'
import { channelIdentities, linkCodes, residents } from '../schema/residents.ts'
import { tickets } from '../schema/tickets.ts'

export type ResidentRow = typeof residents.$inferSelect

export async function saveResident(
  tx: Tx,
  id: string,
  set: Partial<Pick<ResidentRow, 'nameSealed' | 'phoneSealed' | 'consentAt' | 'stoppedAt'>>,
): Promise<void> {
  await tx.update(residents).set(set).where(eq(residents.id, id))
}

/** How many link codes this resident asked for since `since`. */
export async function linkCodesSince(tx: Tx, residentId: string, since: Date): Promise<number> {
  const rows = await tx
    .select({ n: count() })
    .from(linkCodes)
    .where(and(eq(linkCodes.residentId, residentId), gt(linkCodes.createdAt, since)))
  return rows[0]?.n ?? 0
}

export async function insertLinkCode(tx: Tx, row: typeof linkCodes.$inferInsert): Promise<void> {
  await tx.insert(linkCodes).values(row)
}

/** Takes a valid code once. Null: wrong, used or expired. */
export async function takeLinkCode(
  tx: Tx,
  input: { codeHash: string; now: Date },
): Promise<{ residentId: string; identityId: string } | null> {
  const rows = await tx
    .update(linkCodes)
    .set({ usedAt: input.now })
    .where(and(eq(linkCodes.codeHash, input.codeHash), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, input.now)))
    .returning()
  const row = rows[0]
  return row === undefined ? null : { residentId: row.residentId, identityId: row.identityId }
}

/** Everything of `from` becomes `to`'s: identities, cases, wishes to be deleted; contact data that `to` lacks. */
export async function joinResidents(tx: Tx, input: { from: string; to: string }): Promise<void> {
  // Both rows, in one order, so that two joins never wait for each other.
  const [first = '', second = ''] = [input.from, input.to].sort()
  const a = await tx.select().from(residents).where(eq(residents.id, first)).for('update')
  const b = await tx.select().from(residents).where(eq(residents.id, second)).for('update')
  const from = [...a, ...b].find((r) => r.id === input.from)
  const to = [...a, ...b].find((r) => r.id === input.to)
  if (from === undefined || to === undefined || from.id === to.id) return
  await tx.update(channelIdentities).set({ residentId: to.id }).where(eq(channelIdentities.residentId, from.id))
  await tx.update(tickets).set({ residentId: to.id }).where(eq(tickets.residentId, from.id))
  await tx.update(dataRequests).set({ residentId: to.id }).where(eq(dataRequests.residentId, from.id))
  await tx
    .update(residents)
    .set({
      nameSealed: to.nameSealed ?? from.nameSealed,
      phoneSealed: to.phoneSealed ?? from.phoneSealed,
      consentAt: to.consentAt ?? from.consentAt,
    })
    .where(eq(residents.id, to.id))
  await tx
    .update(residents)
    .set({ mergedInto: to.id, nameSealed: null, phoneSealed: null })
    .where(eq(residents.id, from.id))
}

/** Deletes link codes that ended before `before`. */
export async function forgetLinkCodes(db: Executor, before: Date): Promise<void> {
  await db.delete(linkCodes).where(lt(linkCodes.expiresAt, before))
}
