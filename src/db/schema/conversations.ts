import { sql } from 'drizzle-orm'
import { bigserial, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { channelIdentities } from './residents.ts'

export const conversations = pgTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    identityId: text('identity_id')
      .notNull()
      .references(() => channelIdentities.id),
    channel: text('channel').notNull(),
    account: text('account').notNull(),
    address: text('address').notNull(),
    flowId: text('flow_id'),
    flowVersion: integer('flow_version'),
    /** Sealed JSON: it holds the resident's words while a case is being taken down. */
    flowStateSealed: text('flow_state_sealed'),
    /** When the active flow began: messages from here on belong to the case it files. */
    flowSince: instant('flow_since'),
    lastSaidKey: text('last_said_key'),
    lastChoices: jsonb('last_choices').$type<{ id: string; label: string }[]>(),
    /** A person answers in the platform's own tool: the bot is silent until then. */
    botPausedUntil: instant('bot_paused_until'),
    /** Of the last message of the resident; the platforms' windows count from here. */
    lastInboundAt: instant('last_inbound_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('conversations_identity').on(t.identityId)],
)

export interface Understood {
  intent: string
  why: string[]
  /** Said while a denunciation was being told: neither it nor its answers may join a case that is not sealed. */
  sealed?: true
}

/** What residents sent: durable before the platform hears 200. */
export const inboundMessages = pgTable(
  'inbound_messages',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id),
    channel: text('channel').notNull(),
    account: text('account').notNull(),
    providerMessageId: text('provider_message_id').notNull(),
    kind: text('kind').notNull(),
    contentSealed: text('content_sealed').notNull(),
    sentAt: instant('sent_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Null: still to be understood and answered. */
    processedAt: instant('processed_at'),
    /** How often processing broke; after three it is handed to staff. */
    failures: integer('failures').notNull().default(0),
    /** What the machine understood (ids and scores only). */
    understood: jsonb('understood').$type<Understood>(),
    ticketId: text('ticket_id'),
    demo: boolean('demo').notNull().default(false),
  },
  (t) => [
    uniqueIndex('inbound_messages_provider').on(t.channel, t.account, t.providerMessageId),
    index('inbound_messages_conversation').on(t.conversationId, t.sentAt, t.seq),
    // Most messages belong to no case when they come.
    index('inbound_messages_ticket').on(t.ticketId).where(sql`ticket_id is not null`),
    index('inbound_messages_todo').on(t.receivedAt).where(sql`processed_at is null`),
  ],
)

/** What we say. The row is the truth; a job is only a nudge to look at it. */
export const outboundMessages = pgTable(
  'outbound_messages',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id),
    ticketId: text('ticket_id'),
    /** Unique: the same cause never says a thing twice. `<inbound id>/<n>`, `<event id>/receipt` ... */
    causeKey: text('cause_key').notNull(),
    author: text('author').notNull().$type<'bot' | 'staff' | 'platform-staff'>(),
    authorUserId: text('author_user_id'),
    /** Shown to residents: the unit, not the person. */
    authorName: text('author_name'),
    contentSealed: text('content_sealed').notNull(),
    status: text('status')
      .notNull()
      .$type<'pending' | 'sending' | 'sent' | 'rejected' | 'uncertain' | 'window-closed'>(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    claimedAt: instant('claimed_at'),
    sentAt: instant('sent_at'),
    deliveredAt: instant('delivered_at'),
    seenAt: instant('seen_at'),
    providerMessageId: text('provider_message_id'),
    failureReason: text('failure_reason'),
    demo: boolean('demo').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('outbound_messages_cause').on(t.causeKey),
    index('outbound_messages_conversation').on(t.conversationId, t.createdAt, t.seq),
    index('outbound_messages_ticket').on(t.ticketId),
    index('outbound_messages_provider').on(t.providerMessageId),
    index('outbound_messages_todo')
      .on(t.conversationId, t.seq)
      .where(sql`status in ('pending','sending','window-closed')`),
  ],
)

/** Authenticated deliveries that we did not act on: kept raw, sealed, for a bounded time. */
export const rawEvents = pgTable(
  'raw_events',
  {
    id: text('id').primaryKey(),
    channel: text('channel').notNull(),
    name: text('name').notNull(),
    bodySealed: text('body_sealed').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [index('raw_events_received').on(t.receivedAt)],
)
