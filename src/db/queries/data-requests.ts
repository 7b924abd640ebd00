import { and, asc, desc, eq, lt, or, sql } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { Executor, Tx } from '../client.ts'
import { dataRequests } from '../schema/data-requests.ts'
import { tickets } from '../schema/tickets.ts'

export type DataRequestRow = typeof dataRequests.$inferSelect
export type NewDataRequest = Pick<DataRequestRow, 'code' | 'requestKey' | 'source' | 'subjectKey' | 'receivedAt'> &
  Partial<Pick<DataRequestRow, 'appScopedSealed' | 'residentId' | 'ticketId' | 'lookup'>>

/** Stores a request, or finds the one that it repeats: the same request, or an open one of the same person. */
export async function takeDataRequest(db: Executor, row: NewDataRequest): Promise<DataRequestRow> {
  const made = await db
    .insert(dataRequests)
    .values({ lookup: 'unknown', ...row, id: newId(), state: 'open' })
    .onConflictDoNothing()
    .returning()
  if (made[0] !== undefined) return made[0]
  const known = await db
    .select()
    .from(dataRequests)
    .where(
      or(
        eq(dataRequests.requestKey, row.requestKey),
        and(eq(dataRequests.subjectKey, row.subjectKey), eq(dataRequests.state, 'open')),
      ),
    )
    .orderBy(desc(dataRequests.receivedAt))
    .limit(1)
  if (known[0] === undefined) throw new Error('a data request was neither stored nor known')
  return known[0]
}

export async function dataRequestByCode(db: Executor, code: string): Promise<DataRequestRow | null> {
  const rows = await db.select().from(dataRequests).where(eq(dataRequests.code, code))
  return rows[0] ?? null
}

export async function lockDataRequest(tx: Tx, code: string): Promise<DataRequestRow | null> {
  const rows = await tx.select().from(dataRequests).where(eq(dataRequests.code, code)).for('update')
  return rows[0] ?? null
}

/** Open ones first, oldest first; then the last settled. The case's code beside each. */
export async function listDataRequests(
  db: Executor,
  limit: number,
): Promise<{ request: DataRequestRow; caseCode: string | null }[]> {
  return db
    .select({ request: dataRequests, caseCode: tickets.code })
    .from(dataRequests)
    .leftJoin(tickets, eq(tickets.id, dataRequests.ticketId))
    .orderBy(sql`${dataRequests.state} <> 'open'`, desc(dataRequests.settledAt), asc(dataRequests.receivedAt))
    .limit(limit)
}

/** Requests whose person the platform may know. */
export async function lookupsToDo(db: Executor, input: { most: number; limit: number }): Promise<DataRequestRow[]> {
  return db
    .select()
    .from(dataRequests)
    .where(and(eq(dataRequests.state, 'open'), eq(dataRequests.lookup, 'todo'), lt(dataRequests.lookups, input.most)))
    .orderBy(asc(dataRequests.receivedAt))
    .limit(input.limit)
}

export async function saveDataRequest(
  db: Executor,
  id: string,
  set: Partial<Omit<DataRequestRow, 'id' | 'code' | 'requestKey'>>,
): Promise<void> {
  await db.update(dataRequests).set(set).where(eq(dataRequests.id, id))
}
