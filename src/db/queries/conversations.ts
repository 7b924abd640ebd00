import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { InboundContent, InboundMessage, Sender } from '../../core/messages.ts'
import { inboundContent } from '../../core/messages.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { conversations, inboundMessages, rawEvents, type Understood } from '../schema/conversations.ts'
import { channelIdentities, residents } from '../schema/residents.ts'

export type ConversationRow = typeof conversations.$inferSelect

/** Finds the conversation of this sender, or makes it with a resident of its own. Safe under parallel deliveries. */
export async function findOrMakeConversation(
  tx: Tx,
  input: { from: Sender; now: Date; demo: boolean },
): Promise<{ conversationId: string }> {
  const { from } = input
  const known = await conversationOf(tx, from)
  if (known !== null) return { conversationId: known }
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${from.channel}/${from.account}/${from.address}`}, 7))`,
  )
  const meanwhile = await conversationOf(tx, from)
  if (meanwhile !== null) return { conversationId: meanwhile }
  const ids = { resident: newId(), identity: newId(), conversation: newId() }
  await tx.insert(residents).values({ id: ids.resident, createdAt: input.now, demo: input.demo })
  await tx
    .insert(channelIdentities)
    .values({ id: ids.identity, residentId: ids.resident, ...from, createdAt: input.now })
  await tx
    .insert(conversations)
    .values({ id: ids.conversation, identityId: ids.identity, ...from, createdAt: input.now })
  return { conversationId: ids.conversation }
}

/** The conversation with this address; null: never heard of. */
export async function conversationOf(db: Executor, from: Sender): Promise<string | null> {
  const rows = await db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(channelIdentities, eq(conversations.identityId, channelIdentities.id))
    .where(
      and(
        eq(channelIdentities.channel, from.channel),
        eq(channelIdentities.account, from.account),
        eq(channelIdentities.address, from.address),
      ),
    )
    .limit(1)
  return rows[0]?.id ?? null
}

/** Stores what a resident sent. Null: this very platform message is stored already. */
export async function insertInbound(
  tx: Tx,
  input: { cipher: FieldCipher; message: InboundMessage; conversationId: string; now: Date },
): Promise<string | null> {
  const { message } = input
  const rows = await tx
    .insert(inboundMessages)
    .values({
      id: newId(),
      conversationId: input.conversationId,
      channel: message.from.channel,
      account: message.from.account,
      providerMessageId: message.providerMessageId,
      kind: message.content.kind,
      contentSealed: input.cipher.seal(JSON.stringify(message.content)),
      sentAt: message.sentAt,
      receivedAt: input.now,
    })
    .onConflictDoNothing()
    .returning({ id: inboundMessages.id })
  return rows[0]?.id ?? null
}

/**
 * Holds the conversation until the transaction ends: one turn at a time. New messages may still be stored meanwhile
 * (their foreign key asks only for a key share lock). Lock order everywhere: conversation, then case. Null: no such
 * conversation.
 */
export async function lockConversation(tx: Tx, id: string): Promise<LockedConversation | null> {
  await tx.select({ id: conversations.id }).from(conversations).where(eq(conversations.id, id)).for('no key update')
  // Read by a statement of its own: one that had to wait for the lock sees the resident as before the turn it waited for.
  const rows = await tx
    .select({
      conversation: conversations,
      resident: residents,
      holdsBack: sql<boolean>`exists (select 1 from outbound_messages o
        where o.conversation_id = ${conversations.id} and o.status = 'window-closed')`,
    })
    .from(conversations)
    .innerJoin(channelIdentities, eq(channelIdentities.id, conversations.identityId))
    .innerJoin(residents, eq(channelIdentities.residentId, residents.id))
    .where(eq(conversations.id, id))
  const row = rows[0]
  if (row === undefined) return null
  return { ...row.conversation, residentId: row.resident.id, resident: row.resident, holdsBack: row.holdsBack }
}

export type LockedConversation = ConversationRow & {
  residentId: string
  resident: typeof residents.$inferSelect
  /** Messages wait for the resident to write. */
  holdsBack: boolean
}

export interface UnprocessedInbound {
  id: string
  content: InboundContent
  sentAt: Date
  failures: number
}

/**
 * The oldest message of this conversation that has not been answered, in the order of the resident's sending, and
 * whether more wait. Null: none.
 */
export async function nextUnprocessed(
  tx: Tx,
  cipher: FieldCipher,
  conversationId: string,
): Promise<{ message: UnprocessedInbound; more: boolean } | null> {
  const rows = await tx
    .select()
    .from(inboundMessages)
    .where(and(eq(inboundMessages.conversationId, conversationId), isNull(inboundMessages.processedAt)))
    .orderBy(asc(inboundMessages.sentAt), asc(inboundMessages.seq))
    .limit(2)
  const row = rows[0]
  if (row === undefined) return null
  const content = openInbound(cipher, row.contentSealed)
  return { message: { id: row.id, content, sentAt: row.sentAt, failures: row.failures }, more: rows.length > 1 }
}

/** Content as it was stored; what does not parse any more is `unsupported`, never a throw. */
export function openInbound(cipher: FieldCipher, sealed: string): InboundContent {
  const parsed = inboundContent.safeParse(JSON.parse(cipher.open(sealed)))
  return parsed.success ? parsed.data : { kind: 'unsupported', providerType: 'stored-before' }
}

export async function markProcessed(
  tx: Tx,
  input: { id: string; now: Date; ticketId: string | null; understood: Understood | null },
): Promise<void> {
  await tx
    .update(inboundMessages)
    .set({
      processedAt: input.now,
      understood: input.understood,
      ...(input.ticketId === null ? {} : { ticketId: input.ticketId }),
    })
    .where(eq(inboundMessages.id, input.id))
}

/** Counts a processing that broke; returns how many have. */
export async function countFailure(db: Executor, id: string): Promise<number> {
  const rows = await db
    .update(inboundMessages)
    .set({ failures: sql`${inboundMessages.failures} + 1` })
    .where(eq(inboundMessages.id, id))
    .returning({ failures: inboundMessages.failures })
  return rows[0]?.failures ?? 0
}

export async function saveConversation(
  tx: Tx,
  id: string,
  set: Partial<
    Pick<
      ConversationRow,
      | 'flowId'
      | 'flowVersion'
      | 'flowStateSealed'
      | 'flowSince'
      | 'lastSaidKey'
      | 'lastChoices'
      | 'botPausedUntil'
      | 'lastInboundAt'
    >
  >,
): Promise<void> {
  if (Object.keys(set).length > 0) await tx.update(conversations).set(set).where(eq(conversations.id, id))
}

/** Conversations with messages that nobody has processed since `before`. For the sweep; bounded. */
export async function forgottenConversations(db: Executor, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: inboundMessages.conversationId })
    .from(inboundMessages)
    .where(and(isNull(inboundMessages.processedAt), lt(inboundMessages.receivedAt, before)))
    .limit(limit)
  return rows.map((r) => r.id)
}

export async function keepRawEvent(
  tx: Tx,
  input: { cipher: FieldCipher; channel: string; name: string; body: string; now: Date },
): Promise<void> {
  await tx.insert(rawEvents).values({
    id: newId(),
    channel: input.channel,
    name: input.name.slice(0, 200),
    bodySealed: input.cipher.seal(input.body.slice(0, 64_000)),
    receivedAt: input.now,
  })
}

/** Deletes raw events older than `before`. */
export async function forgetRawEvents(db: Executor, before: Date): Promise<void> {
  await db.delete(rawEvents).where(lt(rawEvents.receivedAt, before))
}

export async function conversationChannel(db: Executor, id: string): Promise<string | null> {
  const rows = await db.select({ channel: conversations.channel }).from(conversations).where(eq(conversations.id, id))
  return rows[0]?.channel ?? null
}

/** Replaces a message's content by the same, better told (a tapped button's label). */
export async function rewriteInbound(
  tx: Tx,
  input: { cipher: FieldCipher; id: string; content: InboundContent },
): Promise<void> {
  await tx
    .update(inboundMessages)
    .set({ contentSealed: input.cipher.seal(JSON.stringify(input.content)) })
    .where(eq(inboundMessages.id, input.id))
}
