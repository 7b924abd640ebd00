import { z } from 'zod'

export const TICKET_STATUSES = [
  'received',
  'triaged',
  'dispatched',
  'accepted',
  'waiting-citizen',
  'returned',
  'answered',
  'reopened',
  'closed',
] as const
/**
 * received: filed, not yet routed. triaged: in the dispatchers' queue. dispatched: at a unit, not yet taken.
 * accepted: the unit works on it. waiting-citizen: a question is with the resident. returned: the unit says it is
 * not theirs (the next routing follows at once). answered: written result sent. reopened: the resident was not
 * satisfied. closed: nothing more is awaited.
 */
export type TicketStatus = (typeof TICKET_STATUSES)[number]
export const OPEN_STATUSES: readonly TicketStatus[] = [
  'received',
  'triaged',
  'dispatched',
  'accepted',
  'waiting-citizen',
  'returned',
  'reopened',
]

export const EVENT_TYPES = [
  'filed',
  'routed',
  'triaged',
  'accepted',
  'replied',
  'asked',
  'citizen-wrote',
  'returned',
  'transferred',
  'resolved',
  'rated',
  'reopened',
  'closed',
  'reminded',
  'overdue',
  'note',
  'topic-changed',
  'place-changed',
  'taken-over',
] as const
export type TicketEventType = (typeof EVENT_TYPES)[number]

export const ROLES = ['officer', 'dispatcher', 'manager', 'admin'] as const
/**
 * officer: the cases of one unit. dispatcher: all cases (sealed ones only with the `sealed` right), routes them.
 * manager: reads all but sealed cases, changes nothing. admin: staff accounts, nothing of the cases' content.
 */
export type Role = (typeof ROLES)[number]

/** Who asks. Every use case takes one; scope is applied below HTTP. */
export interface Actor {
  userId: string
  name: string
  role: Role
  /** Null for roles that belong to no unit. */
  unitId: string | null
  /** May open sealed (tố cáo) cases; every look is logged. */
  sealed: boolean
}

export const ticketDraft = z.object({
  kind: z.enum(['PA', 'KN', 'TC', 'YC']),
  topicId: z.string().nullable(),
  localityId: z.string().nullable(),
  /** Where exactly, in the resident's words. */
  placeText: z.string().max(500),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** The complaint in the resident's own words, parts joined by line breaks. */
  description: z.string().min(1).max(8000),
  /** What the case is titled by, after a correction; absent: by the first line of the description. */
  headline: z.string().min(1).max(200).optional(),
  urgency: z.enum(['low', 'normal', 'high', 'emergency']),
  anonymous: z.boolean(),
  contactName: z.string().max(200).nullable(),
  contactPhone: z.string().max(30).nullable(),
  /** Inbound message ids whose photos belong to the case. */
  mediaRefs: z.array(z.string()).max(20),
  /** Topic guesses at filing, for the dispatcher. */
  topicGuesses: z.array(z.object({ id: z.string(), score: z.number() })).max(3),
})
export type TicketDraft = z.infer<typeof ticketDraft>

/** What a resident may see of a case of theirs, and a flow of a case it talks about. */
export interface TicketView {
  id: string
  code: string
  status: TicketStatus
  topicId: string | null
  localityId: string | null
  unitId: string | null
  /** Short, without personal data. */
  title: string
  filedAt: Date
  dueAt: Date | null
  answeredAt: Date | null
  resultText: string | null
  /** 1..5, null: not rated. */
  rating: number | null
}
