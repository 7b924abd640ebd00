import { and, asc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { InboundContent, InboundMessage, Sender } from '../../core/messages.ts'
import { inboundContent } from '../../core/messages.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { conversations, inboundMessages, rawEvents, type Understood } from '../schema/conversations.ts'
import { channelIdentities, residents } from '../schema/residents.ts'

export type ConversationRow = typeof conversations.$inferSelect

/** The conversations of senders, by `senderKey`. */
export type Conversations = Map<string, string>

/** One text for one sender. */
export function senderKey(from: Sender): string {
  return `${from.channel}/${from.account}/${from.address}`
}

/** True when a statement failed because a row that it points to is no more (foreign key). */
export function isRowGone(error: unknown): boolean {
  const at = error instanceof Error && error.cause !== undefined ? error.cause : error
  return at instanceof Error && 'code' in at && at.code === '23503'
}

/** Finds the conversation of this sender, or makes it with a resident of its own. Safe under parallel deliveries. */
export async function findOrMakeConversation(
  tx: Tx,
  input: { from: Sender; now: Date; demo: boolean },
): Promise<{ conversationId: string }> {
  const known = await conversationsOf(tx, [input.from])
  await insertConversations(tx, { ...input, made: await claimConversations(tx, { known, senders: [input.from] }) })
  const conversationId = known.get(senderKey(input.from))
  if (conversationId === undefined) throw new Error('a conversation was not made')
  return { conversationId }
}

/** Those of these senders that are known, in one query. */
export async function conversationsOf(db: Executor, senders: readonly Sender[]): Promise<Conversations> {
  const each = distinct(senders)
  if (each.length === 0) return new Map()
  const found = await db.execute<Pick<Sender, keyof Sender> & { id: string }>(sql`
    select i.channel, i.account, i.address, c.id
    from unnest(
      ${sql.param(each.map((s) => s.channel))}::text[],
      ${sql.param(each.map((s) => s.account))}::text[],
      ${sql.param(each.map((s) => s.address))}::text[]
    ) as wanted (channel, account, address)
    join channel_identities i using (channel, account, address)
    join conversations c on c.identity_id = i.id`)
  return new Map(found.rows.map((row) => [senderKey(row), row.id]))
}

/** A conversation that is to be made, with a resident of its own. */
export interface MadeConversation {
  from: Sender
  ids: { resident: string; identity: string; conversation: string }
}

/**
 * Finds the conversations that `known` lacks and names those that are still to be made (`insertConversations`); adds
 * all to `known`. Locks the new senders in one fixed order, so that parallel deliveries make each of them once and never
 * wait for each other in a circle.
 */
export async function claimConversations(
  tx: Tx,
  { known, senders }: { known: Conversations; senders: readonly Sender[] },
): Promise<MadeConversation[]> {
  const unknown = distinct(senders).filter((from) => !known.has(senderKey(from)))
  if (unknown.length === 0) return []
  const keys = unknown.map(senderKey).sort()
  const locks = tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(k, 7)) from unnest(${sql.param(keys)}::text[]) as k`,
  )
  // Sent with the locks and run after them: another delivery may have made some meanwhile.
  const [, found] = await Promise.all([locks, conversationsOf(tx, unknown)])
  for (const [key, id] of found) known.set(key, id)
  const made = unknown
    .filter((from) => !known.has(senderKey(from)))
    .map((from) => ({ from, ids: { resident: newId(), identity: newId(), conversation: newId() } }))
  for (const { from, ids } of made) known.set(senderKey(from), ids.conversation)
  return made
}

/** Stores what `claimConversations` named, in one statement. */
export async function insertConversations(
  tx: Tx,
  { made, now, demo }: { made: readonly MadeConversation[]; now: Date; demo: boolean },
): Promise<void> {
  if (made.length === 0) return
  const column = (value: (each: MadeConversation) => string): SQL => sql`${sql.param(made.map(value))}::text[]`
  const at = sql`${now.toISOString()}::timestamptz`
  await tx.execute(sql`
    with made as (
      select * from unnest(
        ${column(({ ids }) => ids.resident)}, ${column(({ ids }) => ids.identity)},
        ${column(({ ids }) => ids.conversation)}, ${column(({ from }) => from.channel)},
        ${column(({ from }) => from.account)}, ${column(({ from }) => from.address)}
      ) as m (resident, identity, conversation, channel, account, address)
    ), people as (
      insert into residents (id, created_at, demo) select resident, ${at}, ${demo}::boolean from made
    ), identities as (
      insert into channel_identities (id, resident_id, channel, account, address, created_at)
      select identity, resident, channel, account, address, ${at} from made
    )
    insert into conversations (id, identity_id, channel, account, address, created_at)
    select conversation, identity, channel, account, address, ${at} from made`)
}

function distinct(senders: readonly Sender[]): Sender[] {
  return [...new Map(senders.map((from) => [senderKey(from), from])).values()]
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
  const [id = null] = await insertInbounds(tx, { cipher: input.cipher, messages: [input], now: input.now })
  return id
}

/**
 * Stores what residents sent, in this order, in one statement. The new ids in the same order; null: this very platform
 * message is stored already, or was earlier in the list.
 */
export async function insertInbounds(
  tx: Tx,
  input: {
    cipher: FieldCipher
    messages: readonly { message: InboundMessage; conversationId: string }[]
    now: Date
  },
): Promise<(string | null)[]> {
  if (input.messages.length === 0) return []
  const rows = input.messages.map(({ message, conversationId }) => ({ id: newId(), message, conversationId }))
  const column = (value: (row: (typeof rows)[number]) => string): SQL => sql`${sql.param(rows.map(value))}::text[]`
  // Arrays, not one parameter per value: a hundred rows would be a thousand parameters.
  const inserted = await tx.execute<{ id: string }>(sql`
    insert into inbound_messages
      (id, conversation_id, channel, account, provider_message_id, kind, content_sealed, sent_at, received_at)
    select id, conversation_id, channel, account, provider_message_id, kind, content_sealed, sent_at::timestamptz,
      ${input.now.toISOString()}::timestamptz
    from unnest(
      ${column((row) => row.id)}, ${column((row) => row.conversationId)}, ${column((row) => row.message.from.channel)},
      ${column((row) => row.message.from.account)}, ${column((row) => row.message.providerMessageId)},
      ${column((row) => row.message.content.kind)},
      ${column((row) => input.cipher.seal(JSON.stringify(row.message.content)))},
      ${column((row) => row.message.sentAt.toISOString())}
    ) with ordinality
      as r (id, conversation_id, channel, account, provider_message_id, kind, content_sealed, sent_at, n)
    order by n
    on conflict do nothing
    returning id`)
  const fresh = new Set(inserted.rows.map((row) => row.id))
  return rows.map((row) => (fresh.has(row.id) ? row.id : null))
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
        where o.conversation_id = ${conversations.id} and (o.status = 'window-closed'
          or (o.status = 'pending' and o.next_attempt_at is not null)))`,
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
