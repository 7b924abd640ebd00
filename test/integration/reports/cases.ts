import { newId } from '../../../src/core/ids.ts'
import type { TicketEventType, TicketStatus } from '../../../src/core/ticket.ts'
import type { Db } from '../../../src/db/client.ts'
import { ticketEvents, tickets } from '../../../src/db/schema/tickets.ts'

export interface Happening {
  type: TicketEventType
  at: string | Date
  /** Working minutes. */
  minutes?: number
  firstResponse?: true
}

export interface HandMadeCase {
  code: string
  happened: readonly Happening[]
  due?: string | Date | null
  unit?: string | null
  topic?: string | null
  channel?: 'zalo' | 'messenger' | 'web'
  district?: string | null
  locality?: string | null
  sealed?: true
  demo?: true
}

const STATUS: Partial<Record<TicketEventType, TicketStatus>> = {
  filed: 'received',
  routed: 'dispatched',
  accepted: 'accepted',
  resolved: 'answered',
  reopened: 'reopened',
  closed: 'closed',
}

/** Writes a case with exactly these events; the copies on the case say what the events say. */
export async function writeCase(db: Db, made: HandMadeCase): Promise<void> {
  const id = newId()
  const filedAt = instantOf(made.happened[0])
  const passed: TicketStatus[] = ['received']
  const events = made.happened.map((h) => {
    const before = passed.at(-1) ?? 'received'
    const after = STATUS[h.type] ?? before
    passed.push(after)
    const common = { id: newId(), ticketId: id, type: h.type, at: instantOf(h), actorKind: 'staff' as const, data: {} }
    return {
      ...common,
      fromStatus: h.type === 'filed' ? null : before,
      toStatus: after,
      unitId: made.unit ?? null,
      workingMinutes: h.minutes ?? null,
      firstResponse: h.firstResponse ?? false,
    }
  })
  const status = passed.at(-1) ?? 'received'
  const last = (type: TicketEventType): Date | null => {
    const found = made.happened.filter((h) => h.type === type).at(-1)
    return found === undefined ? null : instantOf(found)
  }
  await db.orm.insert(tickets).values({
    id,
    code: made.code,
    kind: made.sealed ? 'TC' : 'PA',
    status,
    residentId: 'r',
    conversationId: 'c',
    causeKey: made.code,
    channel: made.channel ?? 'zalo',
    topicId: made.topic === undefined ? 'rac' : made.topic,
    localityId: made.locality ?? null,
    districtId: made.district ?? null,
    placeText: '',
    title: made.code,
    searchText: '',
    descriptionSealed: '',
    urgency: 'normal',
    anonymous: true,
    sealed: made.sealed ?? false,
    topicGuesses: [],
    unitId: made.unit === undefined ? 'u1' : made.unit,
    coordinating: [],
    routingWhy: [],
    filedAt,
    dueAt: made.due === undefined || made.due === null ? null : new Date(made.due),
    answeredAt: standingAnswer(made.happened),
    closedAt: status === 'closed' ? last('closed') : null,
    packId: 'test',
    demo: made.demo ?? false,
    updatedAt: filedAt,
  })
  await db.orm.insert(ticketEvents).values(events)
}

/** As the use cases keep it: reopening takes it away. */
function standingAnswer(happened: readonly Happening[]): Date | null {
  const turns = happened.filter((h) => h.type === 'resolved' || h.type === 'reopened')
  const last = turns.at(-1)
  return last?.type === 'resolved' ? instantOf(last) : null
}

function instantOf(happening: Happening | undefined): Date {
  if (happening === undefined) throw new Error('a case begins with an event')
  return new Date(happening.at)
}
