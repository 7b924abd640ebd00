import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, like, lt, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ChannelId } from '../../core/channel.ts'
import { newId } from '../../core/ids.ts'
import type { Sender } from '../../core/messages.ts'
import { type OutboundContent, outboundContent } from '../../core/messages.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { conversations, outboundMessages } from '../schema/conversations.ts'
import { ticketEvents, tickets } from '../schema/tickets.ts'
import { applyEarlyReceipts, keepEarlyReceipts } from './early-receipts.ts'

export type OutboundRow = typeof outboundMessages.$inferSelect
export type OutboundStatus = OutboundRow['status']

export interface NewOutbound {
  conversationId: string
  ticketId: string | null
  /** The same cause never says a thing twice. */
  causeKey: string
  author: 'bot' | 'staff'
  authorUserId?: string
  authorName?: string
  content: OutboundContent
}

/** Puts messages in the outbox, in their order. Those whose cause has spoken already are left out. The new ids. */
export async function insertOutbound(
  tx: Tx,
  input: { cipher: FieldCipher; messages: readonly NewOutbound[]; now: Date },
): Promise<string[]> {
  if (input.messages.length === 0) return []
  const rows = await tx
    .insert(outboundMessages)
    .values(
      input.messages.map((message) => ({
        id: newId(),
        conversationId: message.conversationId,
        ticketId: message.ticketId,
        causeKey: message.causeKey,
        author: message.author,
        authorUserId: message.authorUserId ?? null,
        authorName: message.authorName ?? null,
        contentSealed: input.cipher.seal(JSON.stringify(message.content)),
        status: 'pending' as const,
        createdAt: input.now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: outboundMessages.id })
  return rows.map((row) => row.id)
}

export interface ClaimedOutbound {
  id: string
  conversationId: string
  ticketId: string | null
  to: Sender
  content: OutboundContent
  author: 'bot' | 'person'
  authorName: string | null
  lastInboundAt: Date | null
  attempts: number
  /** The resident asked for no more messages before this one was written. */
  stopped: boolean
}

/**
 * Takes the oldest unsent message of the conversation for sending. Null: nothing to send now, or another worker is
 * sending in this conversation (order holds). Whoever claims must record the result.
 */
export async function claimOutbound(
  db: Executor,
  input: { cipher: FieldCipher; conversationId: string; now: Date },
): Promise<ClaimedOutbound | null> {
  const head = sql`(select o.id from outbound_messages o where o.conversation_id = ${input.conversationId}
    and o.status in ('pending', 'sending') order by o.seq limit 1)`
  const rows = await db
    .update(outboundMessages)
    .set({ status: 'sending', claimedAt: input.now, attempts: sql`${outboundMessages.attempts} + 1` })
    .from(conversations)
    .where(
      and(
        eq(conversations.id, outboundMessages.conversationId),
        eq(outboundMessages.id, head),
        eq(outboundMessages.status, 'pending'),
        or(isNull(outboundMessages.nextAttemptAt), lte(outboundMessages.nextAttemptAt, input.now)),
      ),
    )
    .returning({
      id: outboundMessages.id,
      conversationId: outboundMessages.conversationId,
      ticketId: outboundMessages.ticketId,
      contentSealed: outboundMessages.contentSealed,
      author: outboundMessages.author,
      authorName: outboundMessages.authorName,
      attempts: outboundMessages.attempts,
      channel: conversations.channel,
      account: conversations.account,
      address: conversations.address,
      lastInboundAt: conversations.lastInboundAt,
      stopped: sql<boolean>`exists (select 1 from channel_identities i join residents r on r.id = i.resident_id
        where i.id = ${conversations.identityId} and r.stopped_at < ${outboundMessages.createdAt})`,
    })
  const row = rows[0]
  if (row === undefined) return null
  return {
    id: row.id,
    conversationId: row.conversationId,
    ticketId: row.ticketId,
    to: { channel: row.channel as ChannelId, account: row.account, address: row.address },
    content: openOutbound(input.cipher, row.contentSealed),
    author: row.author === 'staff' ? 'person' : 'bot',
    authorName: row.authorName,
    lastInboundAt: row.lastInboundAt,
    attempts: row.attempts,
    stopped: row.stopped,
  }
}

export function openOutbound(cipher: FieldCipher, sealed: string): OutboundContent {
  return outboundContent.parse(JSON.parse(cipher.open(sealed)))
}

/** Records what became of a claimed message. Only from `sending`: a sweep may have judged it meanwhile. */
export async function recordOutbound(
  db: Executor,
  id: string,
  set: {
    status: OutboundStatus
    at: Date
    providerMessageId?: string
    reason?: string
    nextAttemptAt?: Date
    /** It was not really tried: the count of tries goes back. */
    uncounted?: true
  },
): Promise<void> {
  await db
    .update(outboundMessages)
    .set({
      status: set.status,
      ...(set.status === 'sent' ? { sentAt: set.at } : {}),
      providerMessageId: set.providerMessageId ?? null,
      failureReason: set.reason ?? null,
      nextAttemptAt: set.nextAttemptAt ?? null,
      ...(set.uncounted === true ? { attempts: sql`${outboundMessages.attempts} - 1` } : {}),
    })
    .where(and(eq(outboundMessages.id, id), inArray(outboundMessages.status, ['sending', 'uncertain'])))
  if (set.status === 'sent') await applyEarlyReceipts(db, id)
}

/** Names the notice of one result: said once, whatever waits. */
export const NOTICE_CAUSE = 'notice/'

/** The written result that this message tells, with the case's code; null: it tells none, or of a sealed case. */
export async function resultTold(tx: Tx, outboundId: string): Promise<{ eventId: string; code: string } | null> {
  const rows = await tx
    .select({ eventId: ticketEvents.id, code: tickets.code })
    .from(outboundMessages)
    .innerJoin(
      ticketEvents,
      and(
        eq(ticketEvents.ticketId, outboundMessages.ticketId),
        eq(outboundMessages.causeKey, sql`${ticketEvents.id} || '/said'`),
      ),
    )
    .innerJoin(tickets, eq(tickets.id, ticketEvents.ticketId))
    .where(and(eq(outboundMessages.id, outboundId), eq(ticketEvents.type, 'resolved'), eq(tickets.sealed, false)))
  return rows[0] ?? null
}

/** The phone number that the resident left for the case of this message; null: none, or anonymous. */
export async function phoneForOutbound(db: Executor, cipher: FieldCipher, outboundId: string): Promise<string | null> {
  const rows = await db
    .select({ contact: tickets.contactSealed })
    .from(outboundMessages)
    .innerJoin(tickets, eq(tickets.id, outboundMessages.ticketId))
    .where(and(eq(outboundMessages.id, outboundId), eq(tickets.anonymous, false), eq(tickets.sealed, false)))
  const contact = rows[0]?.contact ?? null
  return contact === null ? null : contactData.parse(JSON.parse(cipher.open(contact))).phone
}

const contactData = z.object({ phone: z.string().nullable() })

/** The resident wrote, so what waited goes out itself: a notice about it that has not gone is not needed. */
async function dropNotices(tx: Tx, conversationId: string): Promise<void> {
  await tx
    .update(outboundMessages)
    .set({ status: 'rejected', nextAttemptAt: null, failureReason: 'resident-wrote' })
    .where(
      and(
        eq(outboundMessages.conversationId, conversationId),
        inArray(outboundMessages.status, ['pending', 'window-closed']),
        like(outboundMessages.causeKey, `${NOTICE_CAUSE}%`),
      ),
    )
}

/**
 * The resident wrote: sends held back by a closed window may go now, and one that waits for its next try is tried at
 * once, or an answer in danger would wait behind it. Returns their ids.
 */
export async function reopenWindow(tx: Tx, conversationId: string): Promise<string[]> {
  await dropNotices(tx, conversationId)
  const rows = await tx
    .update(outboundMessages)
    .set({ status: 'pending', nextAttemptAt: null, failureReason: null })
    .where(
      and(
        eq(outboundMessages.conversationId, conversationId),
        or(
          eq(outboundMessages.status, 'window-closed'),
          and(eq(outboundMessages.status, 'pending'), isNotNull(outboundMessages.nextAttemptAt)),
        ),
      ),
    )
    .returning({ id: outboundMessages.id })
  return rows.map((r) => r.id)
}

/** Which messages were in the middle of being sent when their worker died. */
export async function abandonedSends(
  db: Executor,
  before: Date,
  limit: number,
): Promise<{ id: string; conversationId: string; channel: string; ticketId: string | null }[]> {
  return db
    .select({
      id: outboundMessages.id,
      conversationId: outboundMessages.conversationId,
      channel: conversations.channel,
      ticketId: outboundMessages.ticketId,
    })
    .from(outboundMessages)
    .innerJoin(conversations, eq(outboundMessages.conversationId, conversations.id))
    .where(and(eq(outboundMessages.status, 'sending'), lt(outboundMessages.claimedAt, before)))
    .limit(limit)
}

/** Judges an abandoned send: `uncertain`, or `pending` where sending twice shows once. */
export async function judgeAbandoned(db: Executor, id: string, verdict: 'uncertain' | 'pending'): Promise<void> {
  await db
    .update(outboundMessages)
    .set({ status: verdict, failureReason: verdict === 'uncertain' ? 'worker-lost' : null, nextAttemptAt: null })
    .where(and(eq(outboundMessages.id, id), eq(outboundMessages.status, 'sending')))
}

/**
 * Unsent messages that are due and that nobody has taken since `before`: the next of each conversation, unless that one
 * is being sent or waits for its time, for then nothing behind it can go either.
 */
export async function forgottenOutbound(
  db: Executor,
  input: { now: Date; before: Date; limit: number },
): Promise<string[]> {
  const rows = await db
    .select({ id: outboundMessages.id })
    .from(outboundMessages)
    .where(
      and(
        eq(outboundMessages.status, 'pending'),
        lt(outboundMessages.createdAt, input.before),
        or(isNull(outboundMessages.nextAttemptAt), lte(outboundMessages.nextAttemptAt, input.now)),
        sql`not exists (select 1 from outbound_messages earlier
          where earlier.conversation_id = ${outboundMessages.conversationId} and earlier.seq < ${outboundMessages.seq}
            and earlier.status in ('pending', 'sending'))`,
      ),
    )
    .orderBy(asc(outboundMessages.seq))
    .limit(input.limit)
  return rows.map((r) => r.id)
}

export async function conversationOfOutbound(db: Executor, id: string): Promise<string | null> {
  const rows = await db
    .select({ conversationId: outboundMessages.conversationId })
    .from(outboundMessages)
    .where(eq(outboundMessages.id, id))
  return rows[0]?.conversationId ?? null
}

/** The platform said that messages were delivered or seen; also of one whose send is not recorded yet. */
export async function recordReceipt(
  tx: Tx,
  input: {
    conversationId: string
    kind: 'delivered' | 'seen'
    providerMessageIds: string[]
    watermark?: Date
    at: Date
    now: Date
  },
): Promise<void> {
  const { providerMessageIds } = input
  const known = await markReceived(tx, input)
  if (known >= providerMessageIds.length || (await keepEarlyReceipts(tx, input))) return
  await markReceived(tx, input)
}

/** How many messages it was about. */
async function markReceived(tx: Tx, input: Parameters<typeof recordReceipt>[1]): Promise<number> {
  const which =
    input.providerMessageIds.length > 0
      ? inArray(outboundMessages.providerMessageId, input.providerMessageIds)
      : input.watermark === undefined
        ? null
        : lte(outboundMessages.sentAt, input.watermark)
  if (which === null) return 0
  const column = input.kind === 'seen' ? outboundMessages.seenAt : outboundMessages.deliveredAt
  const rows = await tx
    .update(outboundMessages)
    .set(input.kind === 'seen' ? { seenAt: input.at } : { deliveredAt: input.at })
    .where(
      and(
        eq(outboundMessages.conversationId, input.conversationId),
        eq(outboundMessages.status, 'sent'),
        isNull(column),
        which,
      ),
    )
    .returning({ id: outboundMessages.id })
  return rows.length
}

/** Sends since then whose end is not known, oldest first. */
export async function openSends(
  tx: Tx,
  input: { cipher: FieldCipher; conversationId: string; since: Date },
): Promise<{ id: string; status: 'sending' | 'uncertain'; content: OutboundContent }[]> {
  const rows = await tx
    .select({ id: outboundMessages.id, status: outboundMessages.status, sealed: outboundMessages.contentSealed })
    .from(outboundMessages)
    .where(
      and(
        eq(outboundMessages.conversationId, input.conversationId),
        inArray(outboundMessages.status, ['sending', 'uncertain']),
        isNull(outboundMessages.providerMessageId),
        gte(outboundMessages.claimedAt, input.since),
      ),
    )
    .orderBy(asc(outboundMessages.seq))
    .limit(20)
  return rows.map(({ id, status, sealed }) => ({
    id,
    status: status === 'sending' ? 'sending' : 'uncertain',
    content: openOutbound(input.cipher, sealed),
  }))
}

/**
 * An echo of our own send: proof that it went out, also for one judged uncertain.
 * @returns true when it was ours
 */
export async function recordEcho(
  tx: Tx,
  input: { conversationId: string; providerMessageId: string; key?: string; at: Date },
): Promise<boolean> {
  const mine = or(
    eq(outboundMessages.providerMessageId, input.providerMessageId),
    ...(input.key === undefined ? [] : [eq(outboundMessages.id, input.key)]),
  )
  const rows = await tx
    .update(outboundMessages)
    .set({
      providerMessageId: input.providerMessageId,
      status: 'sent',
      sentAt: sql`coalesce(${outboundMessages.sentAt}, ${input.at.toISOString()})`,
      failureReason: null,
    })
    .where(
      and(
        eq(outboundMessages.conversationId, input.conversationId),
        inArray(outboundMessages.status, ['sending', 'sent', 'uncertain']),
        mine,
      ),
    )
    .returning({ id: outboundMessages.id })
  return rows.length > 0
}

/** A person answered in the platform's own tool: kept in the conversation as already sent. */
export async function insertPlatformStaffMessage(
  tx: Tx,
  input: {
    cipher: FieldCipher
    conversationId: string
    ticketId: string | null
    providerMessageId: string
    text: string
    at: Date
  },
): Promise<void> {
  await tx
    .insert(outboundMessages)
    .values({
      id: newId(),
      conversationId: input.conversationId,
      ticketId: input.ticketId,
      causeKey: `echo/${input.providerMessageId}`,
      author: 'platform-staff',
      contentSealed: input.cipher.seal(JSON.stringify({ kind: 'text', text: input.text })),
      status: 'sent',
      sentAt: input.at,
      providerMessageId: input.providerMessageId,
      createdAt: input.at,
    })
    .onConflictDoNothing()
}

/** Something of ours that went out by another way than the outbox: kept in the conversation as already sent. */
export async function insertSentByBot(
  tx: Tx,
  input: {
    cipher: FieldCipher
    conversationId: string
    causeKey: string
    providerMessageId: string
    content: OutboundContent
    at: Date
  },
): Promise<void> {
  await tx
    .insert(outboundMessages)
    .values({
      id: newId(),
      conversationId: input.conversationId,
      causeKey: input.causeKey,
      author: 'bot',
      contentSealed: input.cipher.seal(JSON.stringify(input.content)),
      status: 'sent',
      sentAt: input.at,
      providerMessageId: input.providerMessageId,
      createdAt: input.at,
    })
    .onConflictDoNothing()
}

/** How many of our last messages are looked through for a button. */
const LABEL_LOOKBACK = 30

/** The label under which this choice was offered: last, or in one of the last messages. Null: never seen. */
export async function offeredLabel(
  tx: Tx,
  input: {
    cipher: FieldCipher
    conversationId: string
    choiceId: string
    last: readonly { id: string; label: string }[]
  },
): Promise<string | null> {
  const found = input.last.find((c) => c.id === input.choiceId)
  if (found !== undefined) return found.label
  const rows = await tx
    .select({ contentSealed: outboundMessages.contentSealed })
    .from(outboundMessages)
    .where(eq(outboundMessages.conversationId, input.conversationId))
    .orderBy(desc(outboundMessages.createdAt), desc(outboundMessages.seq))
    .limit(LABEL_LOOKBACK)
  for (const row of rows) {
    const content = openOutbound(input.cipher, row.contentSealed)
    const label = content.kind === 'menu' ? content.choices.find((c) => c.id === input.choiceId)?.label : undefined
    if (label !== undefined) return label
  }
  return null
}
