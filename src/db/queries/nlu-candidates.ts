import { and, asc, count, eq, gt, gte, inArray, or } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { Executor, Tx } from '../client.ts'
import { nluCandidates } from '../schema/nlu-candidates.ts'
import { tickets } from '../schema/tickets.ts'
import type { TicketRow } from './tickets.ts'

export type CandidateRow = typeof nluCandidates.$inferSelect
export type NewCandidate = Omit<CandidateRow, 'id'>

export async function candidateOf(
  tx: Tx,
  key: Pick<CandidateRow, 'ticketId' | 'field'>,
): Promise<CandidateRow | undefined> {
  const rows = await tx.select().from(nluCandidates).where(ofField(key))
  return rows[0]
}

/** Makes it, or changes what it was corrected to, by whom and when. */
export async function saveCandidate(tx: Tx, row: NewCandidate): Promise<void> {
  const { corrected, byUserId, byName, at } = row
  await tx
    .insert(nluCandidates)
    .values({ ...row, id: newId() })
    .onConflictDoUpdate({
      target: [nluCandidates.ticketId, nluCandidates.field],
      set: { corrected, byUserId, byName, at },
    })
}

export async function dropCandidate(tx: Tx, key: Pick<CandidateRow, 'ticketId' | 'field'>): Promise<void> {
  await tx.delete(nluCandidates).where(ofField(key))
}

export async function dropCandidatesOf(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length > 0) await tx.delete(nluCandidates).where(inArray(nluCandidates.ticketId, [...ticketIds]))
}

function ofField({ ticketId, field }: Pick<CandidateRow, 'ticketId' | 'field'>) {
  return and(eq(nluCandidates.ticketId, ticketId), eq(nluCandidates.field, field))
}

/** Neither sealed cases nor demonstration data leave. */
const MAY_LEAVE = and(eq(tickets.sealed, false), eq(tickets.demo, false), eq(nluCandidates.demo, false))

/** Those made or changed since, oldest first, each with its case as it is now. */
export async function candidatesSince(
  db: Executor,
  input: { since: Date; after: Pick<CandidateRow, 'at' | 'id'> | null; limit: number },
): Promise<{ candidate: CandidateRow; ticket: TicketRow }[]> {
  const { since, after, limit } = input
  const further =
    after === null
      ? undefined
      : or(gt(nluCandidates.at, after.at), and(eq(nluCandidates.at, after.at), gt(nluCandidates.id, after.id)))
  return db
    .select({ candidate: nluCandidates, ticket: tickets })
    .from(nluCandidates)
    .innerJoin(tickets, eq(tickets.id, nluCandidates.ticketId))
    .where(and(MAY_LEAVE, gte(nluCandidates.at, since), further))
    .orderBy(asc(nluCandidates.at), asc(nluCandidates.id))
    .limit(limit)
}

export async function countCandidates(db: Executor, since: Date): Promise<number> {
  const rows = await db
    .select({ n: count() })
    .from(nluCandidates)
    .innerJoin(tickets, eq(tickets.id, nluCandidates.ticketId))
    .where(and(MAY_LEAVE, gte(nluCandidates.at, since)))
  return rows[0]?.n ?? 0
}
