import { storable } from '../core/text.ts'
import { workingMinutesBetween } from '../tickets/clock/working-time.ts'
import type { TicketAction } from '../tickets/lifecycle.ts'
import { transition } from '../tickets/lifecycle.ts'
import { createPromises } from './promises.ts'
import { type CaseRows, type DemoWorld, demoId, type EventRow, type TicketRow } from './rows.ts'

export interface Happening {
  at: Date
  action: TicketAction
  actor: { kind: 'resident' | 'staff' | 'system'; id?: string; name?: string }
  set?: Omit<Partial<TicketRow>, 'status' | 'version' | 'id'>
  data?: Record<string, unknown>
  text?: string
  answersResident?: true
  idempotencyKey?: string
}

/** A case being lived through: each change writes the rows that the use cases would have written. */
export interface Ledger {
  readonly rows: CaseRows
  readonly ticket: TicketRow
  /** Of the last thing that happened. */
  at(): Date
  /** Null: it would lie after the world's now, so it has not happened. Returns the event's id. */
  apply(happening: Happening): string | null
  /** The clock runs on: reminders and missed deadlines up to `at` are recorded. */
  runClock(at: Date): void
  /** Makes a promise (at filing, at reopening) and writes its due time on the case. */
  promise(steps: readonly ('first-response' | 'resolve')[]): void
  settle(how: 'met' | 'ended', steps: readonly ('first-response' | 'resolve')[]): void
}

/** @param ticket as `newTicketRow` makes it; its 'filed' event is written here */
export function openLedger(world: DemoWorld, ticket: TicketRow): Ledger {
  const rows: CaseRows = { ticket, events: [], deadlines: [], inbound: [], outbound: [] }
  const state = { at: ticket.filedAt, first: false }
  const promises = createPromises({ world, rows })
  const write = (event: Omit<EventRow, 'id' | 'ticketId' | 'demo' | 'workingMinutes'>): string => {
    const id = demoId(world.random, event.at)
    const workingMinutes = Math.floor(workingMinutesBetween(ticket.filedAt, event.at, world.pack.calendar))
    rows.events.push({ ...COMMON, ...event, id, ticketId: ticket.id, workingMinutes })
    return id
  }
  const runClock = (at: Date): void => {
    for (const { type, moment, deadline } of promises.dueBy(at)) {
      write({
        type,
        at: moment,
        idempotencyKey: `${type}/${deadline.id}`,
        actorKind: 'system',
        fromStatus: ticket.status,
        toStatus: ticket.status,
        unitId: ticket.unitId ?? null,
        data: { step: deadline.step, dueAt: deadline.dueAt.toISOString() },
      })
    }
  }
  write({
    type: 'filed',
    at: ticket.filedAt,
    idempotencyKey: `filed/${ticket.id}`,
    actorKind: 'resident',
    fromStatus: null,
    toStatus: 'received',
    unitId: null,
    data: {},
  })
  return {
    rows,
    ticket,
    at: () => state.at,
    runClock,
    promise: (steps) => promises.make(steps, state.at),
    settle: (how, steps) => promises.settle({ how, steps, at: state.at }),
    apply: (happening) => {
      if (happening.at > world.now) return null
      const step = transition(ticket.status, happening.action)
      if (step === null) throw new Error(`${happening.action} in ${ticket.status}`)
      const at = new Date(Math.max(happening.at.getTime(), state.at.getTime()))
      runClock(at)
      state.at = at
      const first = happening.answersResident === true && !state.first
      state.first = state.first || first
      const id = write({
        ...eventOf(world, happening),
        type: step.event,
        at,
        fromStatus: ticket.status,
        toStatus: step.next,
        unitId: ticket.unitId ?? null,
        firstResponse: first,
      })
      Object.assign(ticket, happening.set ?? {}, {
        status: step.next,
        updatedAt: at,
        version: (ticket.version ?? 1) + 1,
      })
      if (first) ticket.firstResponseAt = at
      return id
    },
  }
}

/** Every row of a table is written with the same columns. */
const COMMON = {
  idempotencyKey: null,
  actorId: null,
  actorName: null,
  firstResponse: false,
  textSealed: null,
  demo: true,
}

function eventOf(world: DemoWorld, happening: Happening) {
  return {
    idempotencyKey: happening.idempotencyKey ?? null,
    actorKind: happening.actor.kind,
    actorId: happening.actor.id ?? null,
    actorName: happening.actor.name ?? null,
    data: happening.data ?? {},
    textSealed: happening.text === undefined ? null : world.cipher.seal(storable(happening.text)),
  }
}
