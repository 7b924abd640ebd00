import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { attachments, blobs } from '../schema/attachments.ts'
import { conversations } from '../schema/conversations.ts'
import { channelIdentities, residents } from '../schema/residents.ts'
import { ticketEvents, tickets } from '../schema/tickets.ts'
import { TAKEN_AWAY } from './attachments.ts'
import type { TicketRow } from './tickets.ts'

export interface Footprint {
  conversations: number
  messages: number
  files: number
  cases: number
}

/** The resident that this channel address belongs to; null: nobody we know. */
export async function residentAt(
  db: Executor,
  at: { channel: string; account: string; address: string },
): Promise<string | null> {
  const rows = await db
    .select({ id: channelIdentities.residentId })
    .from(channelIdentities)
    .where(
      and(
        eq(channelIdentities.channel, at.channel),
        eq(channelIdentities.account, at.account),
        eq(channelIdentities.address, at.address),
      ),
    )
  return rows[0]?.id ?? null
}

/** How much there is of a resident, without what is sealed: nobody must learn from a number that there is such a case. */
export async function footprintOf(db: Executor, residentId: string): Promise<Footprint> {
  const open = sql`(m.ticket_id is null or not exists (select 1 from tickets t where t.id = m.ticket_id and t.sealed))`
  const talks = sql`(select c.id from conversations c join channel_identities i on i.id = c.identity_id
    where i.resident_id = ${residentId})`
  const counted = await db.execute<{ [K in keyof Footprint]: number }>(sql`select
    (select count(*)::int from conversations where id in ${talks}) as conversations,
    (select count(*)::int from inbound_messages m where m.conversation_id in ${talks} and ${open})
      + (select count(*)::int from outbound_messages m where m.conversation_id in ${talks} and ${open}) as messages,
    (select count(*)::int from attachments m where m.conversation_id in ${talks} and m.state = 'stored' and ${open}) as files,
    (select count(*)::int from tickets where resident_id = ${residentId} and not sealed) as cases`)
  const { conversations: talked = 0, messages = 0, files = 0, cases = 0 } = counted.rows[0] ?? {}
  return { conversations: talked, messages, files, cases }
}

/** Codes of the resident's cases of these states, sealed ones left out. */
export async function caseCodesOf(db: Executor, residentId: string, statuses: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ code: tickets.code, status: tickets.status, sealed: tickets.sealed })
    .from(tickets)
    .where(eq(tickets.residentId, residentId))
    .orderBy(tickets.filedAt)
  return rows.filter((r) => !r.sealed && statuses.includes(r.status)).map((r) => r.code)
}

/** Locks all of a resident's conversations, then all cases, each in one fixed order. */
export async function lockResident(tx: Tx, residentId: string): Promise<{ talks: string[]; cases: TicketRow[] }> {
  const talks = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(sql`${conversations.identityId} in (select id from channel_identities where resident_id = ${residentId})`)
    .orderBy(conversations.id)
    .for('update')
  const cases = await tx
    .select()
    .from(tickets)
    .where(eq(tickets.residentId, residentId))
    .orderBy(tickets.id)
    .for('update')
  return { talks: talks.map((t) => t.id), cases }
}

/**
 * Words of people in the history of these cases, and the reasons that staff wrote; what happened, when and by which unit
 * stays.
 */
export async function emptyEvents(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return
  await tx
    .update(ticketEvents)
    .set({
      textSealed: null,
      data: sql`case when ${ticketEvents.actorKind} = 'staff' then ${ticketEvents.data} - 'reason' else ${ticketEvents.data} end`,
    })
    .where(inArray(ticketEvents.ticketId, [...ticketIds]))
}

/**
 * Deletes messages, files and the conversations themselves. What belongs to the cases `keep` stays, with the
 * conversation it was said in.
 */
export async function deleteTalks(
  tx: Tx,
  input: { residentId: string; talks: readonly string[]; keep: readonly string[]; cipher: FieldCipher },
): Promise<void> {
  const talks = textArray(input.talks)
  const keep = textArray(input.keep)
  const gone = await tx
    .update(attachments)
    .set(TAKEN_AWAY)
    .where(sql`${attachments.conversationId} = any(${talks})
      and (${attachments.ticketId} is null or ${attachments.ticketId} <> all(${keep}))
      and not exists (select 1 from inbound_messages m where m.id = ${attachments.inboundId} and m.ticket_id = any(${keep}))`)
    .returning({ id: attachments.id })
  const ids = gone.flatMap(({ id }) => [id, `${id}.thumb`])
  if (ids.length > 0) await tx.delete(blobs).where(inArray(blobs.id, ids))
  // The row stays: it is what keeps a comment from being answered twice.
  await tx.execute(sql`update page_comments set text_sealed = ${input.cipher.seal('')}, conversation_id = null
    where conversation_id = any(${talks})`)
  const others = sql`conversation_id = any(${talks}) and (ticket_id is null or ticket_id <> all(${keep}))`
  await tx.execute(sql`delete from inbound_messages where ${others}`)
  await tx.execute(sql`delete from outbound_messages where ${others}`)
  const left = sql`(exists (select 1 from inbound_messages m where m.conversation_id = c.id)
    or exists (select 1 from outbound_messages m where m.conversation_id = c.id)
    or exists (select 1 from tickets t where t.conversation_id = c.id and t.id = any(${keep})))`
  await tx.execute(sql`update conversations c set flow_id = null, flow_version = null, flow_state_sealed = null,
    flow_since = null, last_said_key = null, last_choices = null where c.id = any(${talks}) and ${left}`)
  await tx.execute(sql`delete from conversations c where c.id = any(${talks}) and not ${left}`)
  await deletePerson(tx, input.residentId)
}

/** Name, number and addresses; the rows too, where no conversation is left that hangs on them. */
async function deletePerson(tx: Tx, residentId: string): Promise<void> {
  await tx.execute(sql`delete from link_codes where resident_id = ${residentId}`)
  await tx
    .update(channelIdentities)
    .set({ displayNameSealed: null })
    .where(eq(channelIdentities.residentId, residentId))
  await tx.execute(sql`delete from channel_identities i where i.resident_id = ${residentId}
    and not exists (select 1 from conversations c where c.identity_id = i.id)`)
  await tx
    .update(residents)
    .set({ nameSealed: null, phoneSealed: null, consentAt: null })
    .where(eq(residents.id, residentId))
  await tx.execute(sql`delete from residents r where (r.id = ${residentId} or r.merged_into = ${residentId})
    and not exists (select 1 from channel_identities i where i.resident_id = r.id)`)
}

function textArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`
}
