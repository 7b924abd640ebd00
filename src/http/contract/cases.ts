import { z } from 'zod'
import { caseKind, channelId, day, eventType, instant, named, ticketStatus, urgency } from './common.ts'

/** Tabs of the inbox. coordinating: open cases of other units on which my unit works along. todo: routed to the unit (dispatchers: to be routed) or being worked on. due-soon: under one working day left. */
export const caseTab = z.enum(['todo', 'triage', 'waiting', 'due-soon', 'overdue', 'coordinating', 'done', 'all'])
export type CaseTab = z.infer<typeof caseTab>

/** The set behind a dashboard figure; its definition is in `reports/definitions.ts`. */
export const figureSet = z.enum([
  'received',
  'open',
  'overdue',
  'due',
  'on-time',
  'late',
  'first-response',
  'resolution',
])
export type FigureSet = z.infer<typeof figureSet>

export const caseFilter = z.object({
  tab: caseTab.optional(),
  /** Free text over code, title, place; with and without accents. A whole code finds that case. */
  q: z.string().trim().max(200).optional(),
  status: ticketStatus.optional(),
  kind: caseKind.optional(),
  topic: z.string().max(80).optional(),
  unit: z.string().max(80).optional(),
  /** District or commune. */
  locality: z.string().max(80).optional(),
  channel: channelId.optional(),
  urgency: urgency.optional(),
  holder: z.literal('me').optional(),
  /** Days in the pack's time zone, both ends included; which instant they bound depends on `figure` (default: filed). */
  from: day.optional(),
  to: day.optional(),
  figure: figureSet.optional(),
})
export type CaseFilter = z.infer<typeof caseFilter>

export const caseListQuery = caseFilter.extend({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type CaseListQuery = z.infer<typeof caseListQuery>

export const caseRow = z.object({
  code: z.string(),
  kind: caseKind,
  status: ticketStatus,
  urgency,
  topic: named.nullable(),
  place: z.string(),
  locality: named.nullable(),
  channel: channelId,
  /** First line of the complaint, personal data masked. Sealed cases: without words. */
  title: z.string(),
  unit: named.nullable(),
  holder: z.string().nullable(),
  filedAt: instant,
  dueAt: instant.nullable(),
  answeredAt: instant.nullable(),
  overdue: z.boolean(),
  /** Working minutes until due (negative: past due); null without a due date or when answered. */
  workingMinutesLeft: z.number().int().nullable(),
  sealed: z.boolean(),
  demo: z.boolean(),
  unread: z.boolean(),
})
export type CaseRow = z.infer<typeof caseRow>

export const casePage = z.object({ items: z.array(caseRow), nextCursor: z.string().nullable() })
export type CasePage = z.infer<typeof casePage>

/** Counts stop at 10,000: `atLeast` true then. */
export const count = z.object({ value: z.number().int(), atLeast: z.boolean() })
export const caseCounts = z.object({
  todo: count,
  triage: count,
  waiting: count,
  'due-soon': count,
  overdue: count,
  coordinating: count,
  done: count,
  all: count,
})
export type CaseCounts = z.infer<typeof caseCounts>

export const attachmentView = z.object({
  id: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'file', 'sticker']),
  /** pending: being fetched. failed: see `failure`. */
  state: z.enum(['pending', 'stored', 'failed']),
  /** Of this session's person, for 5 minutes. */
  url: z.string().nullable(),
  /** A small picture; null: not a picture. As short-lived as `url`. */
  thumbnailUrl: z.string().nullable(),
  name: z.string().nullable(),
  /** As its bytes are. */
  contentType: z.string().nullable(),
  /** Bytes. */
  size: z.number().int().nullable(),
  /** Why there will be no file. unreachable: the platform did not give it, many times. */
  failure: z
    .enum(['expired', 'deleted', 'too-large', 'type-refused', 'unreadable', 'host-refused', 'unreachable'])
    .nullable(),
  /** Where the photo says it was taken. */
  place: z.object({ lat: z.number(), lon: z.number() }).nullable(),
})
export type AttachmentView = z.infer<typeof attachmentView>

export const conversationItem = z.object({
  id: z.string(),
  from: z.enum(['resident', 'bot', 'staff', 'platform-staff']),
  at: instant,
  text: z.string(),
  choices: z.array(z.string()),
  attachments: z.array(attachmentView),
  location: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  author: z.string().nullable(),
  /** Of what we sent. uncertain: may have gone out, not repeated by itself. */
  delivery: z.enum(['pending', 'sent', 'delivered', 'seen', 'window-closed', 'rejected', 'uncertain']).nullable(),
  deliveryReason: z.string().nullable(),
})
export type ConversationItem = z.infer<typeof conversationItem>

export const historyItem = z.object({
  id: z.string(),
  at: instant,
  type: eventType,
  actor: z.string(),
  /** A Vietnamese sentence. */
  text: z.string(),
  workingMinutes: z.number().int().nullable(),
})
export type HistoryItem = z.infer<typeof historyItem>

export const caseAction = z.enum([
  'accept',
  'reply',
  'ask',
  'return',
  'transfer',
  'resolve',
  'route',
  'set-topic',
  'set-place',
  'note',
  'close',
])
export type CaseAction = z.infer<typeof caseAction>

export const caseDetail = caseRow.extend({
  /** Sent back with every action; another value means that somebody changed the case meanwhile (409). */
  version: z.number().int(),
  description: z.string(),
  location: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  /** What the resident sent. */
  attachments: z.array(attachmentView),
  /** What I uploaded to go with my next message to the resident; kept for a day. */
  unsentFiles: z.array(attachmentView),
  reporter: z.object({ masked: z.string(), anonymous: z.boolean(), hasContact: z.boolean() }),
  routing: z.object({ why: z.array(z.string()), coordinating: z.array(named), returns: z.number().int() }),
  topicGuesses: z.array(z.object({ id: z.string(), name: z.string(), score: z.number() })),
  clock: z.object({
    startedAt: instant,
    dueAt: instant.nullable(),
    firstResponseAt: instant.nullable(),
    firstResponseDueAt: instant.nullable(),
    answeredAt: instant.nullable(),
    workingMinutesTotal: z.number().int().nullable(),
    workingMinutesUsed: z.number().int().nullable(),
    rule: z.string().nullable(),
  }),
  resultText: z.string().nullable(),
  rating: z.object({ stars: z.number().int(), comment: z.string().nullable() }).nullable(),
  /** Oldest first, at most the last 200. */
  conversation: z.array(conversationItem),
  history: z.array(historyItem),
  /** What this person may do now. */
  actions: z.array(caseAction),
  /** Until when a reply can be delivered on the channel; null: no limit; past: closed. */
  replyWindow: z.object({ closesAt: instant.nullable(), open: z.boolean(), label: z.string() }),
})
export type CaseDetail = z.infer<typeof caseDetail>

/** What the machine sees in the resident's words. */
export const caseUnderstanding = z.object({
  /** Whole Vietnamese lines: what was seen, and which words or rules decided. */
  why: z.array(z.string()),
  /** The places that a name in them may stand for; empty: not several. */
  places: z.array(named),
})
export type CaseUnderstanding = z.infer<typeof caseUnderstanding>

const words = z.string().trim().min(1).max(4000)
/** Ids of uploaded files, sent behind the words in this order. */
const files = z.array(z.uuid()).max(5).optional()
const reason = z.string().trim().min(3).max(1000)
const base = z.object({ version: z.number().int() })

export const actionBody = z.discriminatedUnion('action', [
  base.extend({ action: z.literal('accept') }),
  base.extend({ action: z.literal('reply'), text: words, files }),
  base.extend({ action: z.literal('ask'), text: words, files }),
  base.extend({ action: z.literal('return'), reason }),
  base.extend({ action: z.literal('transfer'), unitId: z.string().max(80), reason }),
  base.extend({ action: z.literal('resolve'), text: words, files }),
  base.extend({
    action: z.literal('route'),
    unitId: z.string().max(80),
    reason: z.string().trim().max(1000).optional(),
  }),
  /** Null takes a topic or place back: not known. */
  base.extend({ action: z.literal('set-topic'), topicId: z.string().max(80).nullable() }),
  base.extend({ action: z.literal('set-place'), localityId: z.string().max(80).nullable() }),
  base.extend({ action: z.literal('note'), text: words }),
  base.extend({ action: z.literal('close'), reason }),
])
/** Clients add `idempotencyKey` so that a repeated click or a lost answer never says a thing twice. */
export const caseActionRequest = z.object({ idempotencyKey: z.uuid(), body: actionBody })
export type ActionBody = z.infer<typeof actionBody>
export type CaseActionRequest = z.infer<typeof caseActionRequest>

/**
 * Files for a reply: `POST /api/v1/cases/:code/files?clientId=<uuid>` with the bytes as body (application/octet-stream,
 * at most 5 MB: JPEG, PNG, WebP, GIF, HEIC, PDF, DOC, DOCX, told by the bytes) and the name, percent-encoded, in the
 * header `x-file-name`: an address is written to logs.
 */
export const STAFF_FILE = { most: 5, maxBytes: 5 * 1024 * 1024 } as const

/** Null: the case has left what this person may see (returned, transferred). */
export const actionResult = z.object({ case: caseDetail.nullable() })
export type ActionResult = z.infer<typeof actionResult>

export const revealed = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  channelName: z.string().nullable(),
})
export type Revealed = z.infer<typeof revealed>

export const reference = z.object({
  pack: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), demo: z.boolean() }),
  /** Units that exist on the pack's day. */
  units: z.array(named.extend({ kind: z.string(), localityId: z.string().nullable() })),
  topics: z.array(named.extend({ papiItem: z.string().nullable() })),
  localities: z.array(named.extend({ level: z.enum(['district', 'commune']), parentId: z.string().nullable() })),
})
export type Reference = z.infer<typeof reference>

/** Server-sent events on `/api/v1/events`: ids only, the client asks again. */
export const liveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('case'), code: z.string() }),
  /** The stream was interrupted: fetch everything that is shown again. */
  z.object({ kind: z.literal('resync') }),
])
export type LiveEvent = z.infer<typeof liveEvent>
