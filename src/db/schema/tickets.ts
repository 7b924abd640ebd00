import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { CaseKind } from '../../core/case-code.ts'
import type { TicketEventType, TicketStatus } from '../../core/ticket.ts'
import type { Urgency } from '../../core/understanding.ts'
import { instant } from './columns.ts'

/** A case. `status` has one writer: tickets/lifecycle. Times here are copies of what the events say, for lists. */
export const tickets = pgTable(
  'tickets',
  {
    id: text('id').primaryKey(),
    code: text('code').notNull(),
    kind: text('kind').notNull().$type<CaseKind>(),
    status: text('status').notNull().$type<TicketStatus>(),
    /** Counts changes; a writer that read an older one is refused. */
    version: integer('version').notNull().default(1),
    residentId: text('resident_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    /** `<inbound id>/<n>`: one message never files the same case twice. */
    causeKey: text('cause_key').notNull(),
    channel: text('channel').notNull(),
    topicId: text('topic_id'),
    localityId: text('locality_id'),
    /** The district above `localityId`, or itself. */
    districtId: text('district_id'),
    placeText: text('place_text').notNull(),
    lat: doublePrecision('lat'),
    lon: doublePrecision('lon'),
    /** First line, personal data masked; of a sealed case only the kind. */
    title: text('title').notNull(),
    /** `bare` form of code, title and place. */
    searchText: text('search_text').notNull(),
    descriptionSealed: text('description_sealed').notNull(),
    /** Contact given for this case; null: none, or anonymous. */
    contactSealed: text('contact_sealed'),
    urgency: text('urgency').notNull().$type<Urgency>(),
    anonymous: boolean('anonymous').notNull(),
    /** tố cáo: seen only by those with the right, every look logged. */
    sealed: boolean('sealed').notNull(),
    topicGuesses: jsonb('topic_guesses').notNull().$type<{ id: string; score: number }[]>(),
    /** What read the words at filing; null: filed by hand, or before this was kept. */
    modelVersion: text('model_version'),
    /** Null: with the dispatchers. */
    unitId: text('unit_id'),
    coordinating: jsonb('coordinating').notNull().$type<string[]>(),
    routingWhy: jsonb('routing_why').notNull().$type<string[]>(),
    returns: smallint('returns').notNull().default(0),
    holderUserId: text('holder_user_id'),
    holderName: text('holder_name'),
    filedAt: instant('filed_at').notNull(),
    dueAt: instant('due_at'),
    firstResponseAt: instant('first_response_at'),
    answeredAt: instant('answered_at'),
    closedAt: instant('closed_at'),
    resultText: text('result_text'),
    rating: smallint('rating'),
    ratingCommentSealed: text('rating_comment_sealed'),
    /** The resident wrote and no person has looked since. */
    unread: boolean('unread').notNull().default(true),
    packId: text('pack_id').notNull(),
    demo: boolean('demo').notNull().default(false),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('tickets_code').on(t.code),
    uniqueIndex('tickets_cause').on(t.causeKey),
    index('tickets_resident').on(t.residentId, t.filedAt),
    index('tickets_conversation').on(t.conversationId, t.filedAt),
    // Inboxes: open cases of a unit (or all) by due time.
    index('tickets_unit_due').on(t.unitId, t.status, t.dueAt, t.id),
    index('tickets_open_due').on(t.dueAt, t.id).where(sql`answered_at is null`),
    index('tickets_filed').on(t.filedAt, t.id),
    index('tickets_unit_filed').on(t.unitId, t.filedAt, t.id),
    index('tickets_due').on(t.dueAt, t.id),
    index('tickets_answered').on(t.answeredAt, t.id),
    index('tickets_unrouted').on(t.filedAt).where(sql`status = 'received'`),
    index('tickets_coordinating')
      .using('gin', sql`${t.coordinating} jsonb_path_ops`)
      .where(sql`coordinating <> '[]'::jsonb`),
    index('tickets_search').using('gin', sql`${t.searchText} gin_trgm_ops`),
  ],
)

/** Every change of a case. All figures are computed from these rows. Never updated, never deleted. */
export const ticketEvents = pgTable(
  'ticket_events',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => tickets.id),
    /** Unique where given: a retried action is recorded once. */
    idempotencyKey: text('idempotency_key'),
    type: text('type').notNull().$type<TicketEventType>(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull().$type<'resident' | 'bot' | 'staff' | 'system'>(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    fromStatus: text('from_status').$type<TicketStatus>(),
    toStatus: text('to_status').notNull().$type<TicketStatus>(),
    /** The unit that had the case when this happened. */
    unitId: text('unit_id'),
    /** Working minutes from filing (or reopening) to this event, on the pack's calendar. */
    workingMinutes: integer('working_minutes'),
    /** True for the first answer of a person to the resident. */
    firstResponse: boolean('first_response').notNull().default(false),
    /** Reason, unit names ... never personal data; words of people are sealed. */
    data: jsonb('data').notNull().$type<Record<string, unknown>>(),
    textSealed: text('text_sealed'),
    demo: boolean('demo').notNull().default(false),
  },
  (t) => [
    index('ticket_events_ticket').on(t.ticketId, t.seq),
    uniqueIndex('ticket_events_idempotency').on(t.idempotencyKey),
    index('ticket_events_type_at').on(t.type, t.at),
    index('ticket_events_first_response').on(t.at).where(sql`first_response`),
  ],
)

/** A promise. It freezes the inputs that made it: editing a calendar never moves it. */
export const deadlines = pgTable(
  'deadlines',
  {
    id: text('id').primaryKey(),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => tickets.id),
    step: text('step').notNull().$type<'first-response' | 'resolve'>(),
    startedAt: instant('started_at').notNull(),
    dueAt: instant('due_at').notNull(),
    remindAt: instant('remind_at'),
    ruleId: text('rule_id').notNull(),
    /** Rule, calendar id and pack version as they were. */
    inputs: jsonb('inputs').notNull().$type<Record<string, unknown>>(),
    remindedAt: instant('reminded_at'),
    metAt: instant('met_at'),
    missedAt: instant('missed_at'),
    /** No longer counts: closed, replaced by a later promise. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('deadlines_ticket').on(t.ticketId),
    index('deadlines_remind')
      .on(t.remindAt)
      .where(sql`reminded_at is null and met_at is null and missed_at is null and ended_at is null`),
    index('deadlines_due').on(t.dueAt).where(sql`met_at is null and missed_at is null and ended_at is null`),
  ],
)
