import { Refusal } from '../core/errors.ts'
import type { OutboundContent } from '../core/messages.ts'
import type { ProvincePack } from '../core/pack.ts'
import { storable } from '../core/text.ts'
import type { TextKey } from '../core/text-keys.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { insertOutbound } from '../db/queries/outbound.ts'
import { insertEvent, type NewTicket, type TicketRow, updateTicket } from '../db/queries/tickets.ts'
import type { BusinessEvents } from '../telemetry/events.ts'
import { workingMinutesBetween } from './clock/working-time.ts'
import { type TicketAction, transition } from './lifecycle.ts'
import type { Work } from './work.ts'

/** What every use case of a case needs. */
export interface TicketDeps {
  cipher: FieldCipher
  pack: ProvincePack
  publicUrl: string
  /** What reads residents' words in this process. */
  modelVersion: string
  /** Counters and log lines; never contents. */
  events: Pick<BusinessEvents, 'ticketFiled' | 'ticketRouted' | 'deadlineMissed'>
  /** Called in the transaction in which a written result was sent: the conversation asks for a rating. */
  afterResolved(work: Work, ticket: TicketRow): Promise<void>
}

export interface ChangeActor {
  kind: 'resident' | 'bot' | 'staff' | 'system'
  id: string | null
  name: string | null
}
export const SYSTEM: ChangeActor = { kind: 'system', id: null, name: null }
export const RESIDENT: ChangeActor = { kind: 'resident', id: null, name: null }

export interface Change {
  action: TicketAction
  actor: ChangeActor
  /** Further columns; `status` is set from the table alone. */
  set?: Omit<Partial<NewTicket>, 'status' | 'version' | 'id'>
  /** Never personal data. */
  data?: Record<string, unknown>
  /** Words of a person: sealed. */
  text?: string
  idempotencyKey?: string
  /** True for words of a person to the resident. */
  answersResident?: true
}

/**
 * The only writer of a case's status: looks the transition up, records the event, announces it.
 * @param ticket as locked in this transaction
 * @returns the case as it is now, and the event's id
 * @throws Refusal('conflict') when the table does not allow the action in this status
 */
export async function applyChange(
  deps: TicketDeps,
  work: Work,
  ticket: TicketRow,
  change: Change,
): Promise<{ ticket: TicketRow; eventId: string }> {
  const step = transition(ticket.status, change.action)
  if (step === null) throw new Refusal('conflict', 'ticket.not-now', `${change.action} in ${ticket.status}`)
  const first = change.answersResident === true && ticket.firstResponseAt === null
  const set = {
    ...change.set,
    status: step.next,
    updatedAt: work.now,
    ...(first ? { firstResponseAt: work.now } : {}),
  }
  await updateTicket(work.tx, ticket.id, set)
  const eventId = await insertEvent(work.tx, {
    ticketId: ticket.id,
    idempotencyKey: change.idempotencyKey ?? null,
    type: step.event,
    at: work.now,
    actorKind: change.actor.kind,
    actorId: change.actor.id,
    actorName: change.actor.name,
    fromStatus: ticket.status,
    toStatus: step.next,
    unitId: ticket.unitId,
    workingMinutes: Math.floor(workingMinutesBetween(ticket.filedAt, work.now, deps.pack.calendar)),
    firstResponse: first,
    data: change.data ?? {},
    textSealed: change.text === undefined ? null : deps.cipher.seal(storable(change.text)),
    demo: ticket.demo,
  })
  if (eventId === null) throw new Refusal('conflict', 'ticket.repeated')
  const next = { ...ticket, ...set, version: ticket.version + 1 } as TicketRow
  announceCase(work, next)
  if (next.unitId !== ticket.unitId && ticket.unitId !== null) announceCase(work, ticket)
  return { ticket: next, eventId }
}

/** Consoles hear of a change by the case's code; sealed cases on a topic of their own. */
export function announceCase(work: Work, ticket: TicketRow): void {
  work.announce({
    topic: ticket.sealed ? 'sealed-case' : 'case',
    id: ticket.code,
    unitId: ticket.unitId,
    along: ticket.coordinating,
  })
}

export interface Saying {
  ticket: Pick<TicketRow, 'id' | 'conversationId'>
  causeKey: string
  content: OutboundContent
  staff?: { userId: string; unitName: string }
}

/** Puts a message about a case in the outbox; said once per `causeKey`. Its id; null: it was said before. */
export async function say(deps: Pick<TicketDeps, 'cipher'>, work: Work, saying: Saying): Promise<string | null> {
  const { ticket, staff, causeKey, content } = saying
  const [id] = await insertOutbound(work.tx, {
    cipher: deps.cipher,
    now: work.now,
    messages: [
      {
        conversationId: ticket.conversationId,
        ticketId: ticket.id,
        causeKey,
        author: staff === undefined ? 'bot' : 'staff',
        ...(staff === undefined ? {} : { authorUserId: staff.userId, authorName: staff.unitName }),
        content,
      },
    ],
  })
  if (id === undefined) return null
  work.nudge('outbound.deliver', { outboundId: id }, { key: `out-${id}-0` })
  return id
}

/** Says one of the pack's texts about a case. */
export async function sayText(
  deps: Pick<TicketDeps, 'cipher' | 'pack'>,
  work: Work,
  input: Omit<Saying, 'content'> & { key: TextKey; vars: Readonly<Record<string, string>> },
): Promise<void> {
  const { key, vars, ...saying } = input
  await say(deps, work, { ...saying, content: { kind: 'text', text: deps.pack.text(key, vars) } })
}

/** The unit's name, as residents and staff read it; the dispatchers' where it has none. */
export function unitName(pack: ProvincePack, unitId: string | null, otherwise: string): string {
  return (unitId === null ? undefined : pack.units.get(unitId)?.nameVi) ?? otherwise
}
