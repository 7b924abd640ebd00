import { and, asc, desc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { TicketView } from '../../core/ticket.ts'
import type { Executor, Tx } from '../client.ts'
import { attachments } from '../schema/attachments.ts'
import { conversations, inboundMessages, outboundMessages } from '../schema/conversations.ts'
import { channelIdentities } from '../schema/residents.ts'
import { deadlines, ticketEvents, tickets } from '../schema/tickets.ts'

export type TicketRow = typeof tickets.$inferSelect
export type NewTicket = typeof tickets.$inferInsert
export type TicketEventRow = typeof ticketEvents.$inferSelect
export type NewTicketEvent = typeof ticketEvents.$inferInsert
export type DeadlineRow = typeof deadlines.$inferSelect

/** `taken`: the code belongs to another case: draw again. `known`: this cause has filed already. */
export type InsertTicketResult = { kind: 'filed' } | { kind: 'code-taken' } | { kind: 'known'; ticketId: string }

export async function insertTicket(tx: Tx, row: NewTicket): Promise<InsertTicketResult> {
  const inserted = await tx.insert(tickets).values(row).onConflictDoNothing().returning({ id: tickets.id })
  if (inserted.length > 0) return { kind: 'filed' }
  const same = await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.causeKey, row.causeKey))
  const known = same[0]
  return known === undefined ? { kind: 'code-taken' } : { kind: 'known', ticketId: known.id }
}

export async function lockTicket(tx: Tx, id: string): Promise<TicketRow | null> {
  const rows = await tx.select().from(tickets).where(eq(tickets.id, id)).for('update')
  return rows[0] ?? null
}

export async function lockTicketByCode(tx: Tx, code: string): Promise<TicketRow | null> {
  const rows = await tx.select().from(tickets).where(eq(tickets.code, code)).for('update')
  return rows[0] ?? null
}

export async function ticketById(db: Executor, id: string): Promise<TicketRow | null> {
  const rows = await db.select().from(tickets).where(eq(tickets.id, id))
  return rows[0] ?? null
}

export async function ticketByCode(db: Executor, code: string): Promise<TicketRow | null> {
  const rows = await db.select().from(tickets).where(eq(tickets.code, code))
  return rows[0] ?? null
}

/** Only the use cases call this; `version` grows by one. */
export async function updateTicket(tx: Tx, id: string, set: Partial<NewTicket>): Promise<void> {
  await tx
    .update(tickets)
    .set({ ...set, version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, id))
}

/** False: this idempotency key is recorded already. */
export async function insertEvent(tx: Tx, row: Omit<NewTicketEvent, 'id'>): Promise<string | null> {
  const rows = await tx
    .insert(ticketEvents)
    .values({ ...row, id: newId() })
    .onConflictDoNothing()
    .returning({ id: ticketEvents.id })
  return rows[0]?.id ?? null
}

export async function eventByKey(db: Executor, idempotencyKey: string): Promise<TicketEventRow | null> {
  const rows = await db.select().from(ticketEvents).where(eq(ticketEvents.idempotencyKey, idempotencyKey))
  return rows[0] ?? null
}

/** Oldest first; the last 300. */
export async function eventsOf(db: Executor, ticketId: string): Promise<TicketEventRow[]> {
  const rows = await db
    .select()
    .from(ticketEvents)
    .where(eq(ticketEvents.ticketId, ticketId))
    .orderBy(desc(ticketEvents.seq))
    .limit(300)
  return rows.reverse()
}

/**
 * Everything said since the flow began, and its photos, belongs to the case; but what was said in a denunciation goes
 * to sealed cases alone, and nothing else goes to those.
 */
export async function attachConversation(
  tx: Tx,
  input: { ticketId: string; sealed: boolean; conversationId: string; since: Date; inboundIds: readonly string[] },
): Promise<void> {
  const saidSealed = sql`coalesce((${inboundMessages.understood} ->> 'sealed')::boolean, false)`
  const fits = sql`${saidSealed} = ${input.sealed}`
  await tx
    .update(inboundMessages)
    .set({ ticketId: input.ticketId })
    .where(
      and(
        eq(inboundMessages.conversationId, input.conversationId),
        isNull(inboundMessages.ticketId),
        sql`((${inboundMessages.processedAt} >= ${input.since.toISOString()} and ${fits}) or ${inArray(inboundMessages.id, input.inboundIds.length > 0 ? [...input.inboundIds] : ['-'])})`,
      ),
    )
  await tx
    .update(outboundMessages)
    .set({ ticketId: input.ticketId })
    .where(
      and(
        eq(outboundMessages.conversationId, input.conversationId),
        isNull(outboundMessages.ticketId),
        sql`${outboundMessages.createdAt} >= ${input.since.toISOString()}`,
        // An answer's cause is `<inbound id>/<n>`.
        sql`exists (select 1 from ${inboundMessages} where ${inboundMessages.id} = split_part(${outboundMessages.causeKey}, '/', 1)
          and ${saidSealed}) = ${input.sealed}`,
      ),
    )
  await attachMedia(tx, input.ticketId, input.inboundIds)
}

export async function attachMedia(tx: Tx, ticketId: string, inboundIds: readonly string[]): Promise<void> {
  if (inboundIds.length === 0) return
  await tx
    .update(attachments)
    .set({ ticketId })
    .where(and(inArray(attachments.inboundId, [...inboundIds]), isNull(attachments.ticketId)))
}

/** The resident's cases, newest first. */
export async function ticketsOfResident(db: Executor, residentId: string, limit: number): Promise<TicketRow[]> {
  return db.select().from(tickets).where(eq(tickets.residentId, residentId)).orderBy(desc(tickets.filedAt)).limit(limit)
}

/** The newest open case of the conversation. */
export async function openTicketOf(db: Executor, conversationId: string): Promise<TicketRow | null> {
  const rows = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.conversationId, conversationId), isNull(tickets.closedAt), isNull(tickets.answeredAt)))
    .orderBy(desc(tickets.filedAt))
    .limit(1)
  return rows[0] ?? null
}

/** An open request for a person (kind YC) of this conversation. */
export async function openHandover(db: Executor, conversationId: string): Promise<TicketRow | null> {
  const rows = await db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.conversationId, conversationId),
        eq(tickets.kind, 'YC'),
        isNull(tickets.closedAt),
        isNull(tickets.answeredAt),
      ),
    )
    .limit(1)
  return rows[0] ?? null
}

export function viewOf(row: TicketRow): TicketView {
  return {
    id: row.id,
    code: row.code,
    status: row.status,
    topicId: row.topicId,
    localityId: row.localityId,
    unitId: row.unitId,
    title: row.title,
    filedAt: row.filedAt,
    dueAt: row.dueAt,
    answeredAt: row.answeredAt,
    resultText: row.sealed ? null : row.resultText,
    rating: row.rating,
  }
}

export async function insertDeadline(tx: Tx, row: typeof deadlines.$inferInsert): Promise<void> {
  await tx.insert(deadlines).values(row)
}

export async function deadlinesOf(db: Executor, ticketId: string): Promise<DeadlineRow[]> {
  return db.select().from(deadlines).where(eq(deadlines.ticketId, ticketId)).orderBy(asc(deadlines.startedAt))
}

/** Null: no such deadline. */
export async function ticketOfDeadline(db: Executor, id: string): Promise<string | null> {
  const rows = await db.select({ ticketId: deadlines.ticketId }).from(deadlines).where(eq(deadlines.id, id))
  return rows[0]?.ticketId ?? null
}

export async function lockDeadline(tx: Tx, id: string): Promise<DeadlineRow | null> {
  const rows = await tx.select().from(deadlines).where(eq(deadlines.id, id)).for('update')
  return rows[0] ?? null
}

export async function updateDeadline(tx: Tx, id: string, set: Partial<DeadlineRow>): Promise<void> {
  await tx.update(deadlines).set(set).where(eq(deadlines.id, id))
}

/** Marks the promises of a case that still run: met where they are in time, else ended. */
export async function settleDeadlines(
  tx: Tx,
  input: { ticketId: string; at: Date; steps: readonly DeadlineRow['step'][]; met: 'met' | 'ended' },
): Promise<void> {
  const at = input.at.toISOString()
  await tx
    .update(deadlines)
    .set(
      input.met === 'met'
        ? {
            metAt: sql`case when ${deadlines.dueAt} >= ${at} then ${at}::timestamptz end`,
            missedAt: sql`case when ${deadlines.dueAt} < ${at} then coalesce(${deadlines.missedAt}, ${deadlines.dueAt}) end`,
            endedAt: input.at,
          }
        : { endedAt: input.at },
    )
    .where(
      and(eq(deadlines.ticketId, input.ticketId), inArray(deadlines.step, [...input.steps]), isNull(deadlines.endedAt)),
    )
}

const running = and(isNull(deadlines.metAt), isNull(deadlines.missedAt), isNull(deadlines.endedAt))

/** Promises to remind of, or past due, at `now`. For the sweep; bounded. */
export async function dueDeadlines(db: Executor, now: Date, limit: number): Promise<string[]> {
  const remind = await db
    .select({ id: deadlines.id })
    .from(deadlines)
    .where(and(lte(deadlines.remindAt, now), isNull(deadlines.remindedAt), running))
    .orderBy(asc(deadlines.remindAt))
    .limit(limit)
  const due = await db
    .select({ id: deadlines.id })
    .from(deadlines)
    .where(and(lt(deadlines.dueAt, now), running))
    .orderBy(asc(deadlines.dueAt))
    .limit(limit)
  return [...new Set([...due, ...remind].map((r) => r.id))]
}

/** Cases filed before `before` and still not routed. For the sweep. */
export async function unroutedTickets(db: Executor, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.status, ['received', 'returned']), lt(tickets.updatedAt, before)))
    .limit(limit)
  return rows.map((r) => r.id)
}

/** Answered cases that nobody has contested since `before`. For the sweep. */
export async function silentlyAccepted(db: Executor, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.status, 'answered'), lt(tickets.answeredAt, before)))
    .orderBy(asc(tickets.answeredAt))
    .limit(limit)
  return rows.map((r) => r.id)
}

/** Where the resident of a case is to be answered. */
export async function addressOf(
  db: Executor,
  conversationId: string,
): Promise<{
  channel: string
  lastInboundAt: Date | null
  displayNameSealed: string | null
  residentId: string
} | null> {
  const rows = await db
    .select({
      channel: conversations.channel,
      lastInboundAt: conversations.lastInboundAt,
      displayNameSealed: channelIdentities.displayNameSealed,
      residentId: channelIdentities.residentId,
    })
    .from(conversations)
    .innerJoin(channelIdentities, eq(conversations.identityId, channelIdentities.id))
    .where(eq(conversations.id, conversationId))
  return rows[0] ?? null
}

/** A person looked at the case: nothing is unread. No change of the case itself, so `version` stays. */
export async function markTicketRead(db: Executor, id: string): Promise<void> {
  await db
    .update(tickets)
    .set({ unread: false })
    .where(and(eq(tickets.id, id), eq(tickets.unread, true)))
}
