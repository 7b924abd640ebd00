import { MINUTE } from '../core/durations.ts'
import { newId } from '../core/ids.ts'
import { type DeadlineRule, dayInZone } from '../core/pack.ts'
import {
  type DeadlineRow,
  insertDeadline,
  insertEvent,
  lockDeadline,
  lockTicket,
  type TicketRow,
  ticketOfDeadline,
  updateDeadline,
} from '../db/queries/tickets.ts'
import { announceCase, type TicketDeps } from './change.ts'
import { dueAt, pickRule } from './clock/deadline.ts'
import { addWorkingMinutes, workingMinutesBetween } from './clock/working-time.ts'
import type { Work } from './work.ts'

/** Working minutes before the due time at which the unit is reminded: half a working day. */
const REMIND_BEFORE = 225

/**
 * Makes the promises of a case from `startedAt` (filing or reopening) and queues their nudges.
 * @returns when it must be answered; null where the pack has no rule
 */
export async function makePromises(
  deps: TicketDeps,
  work: Work,
  ticket: Pick<TicketRow, 'id' | 'kind' | 'urgency'>,
  steps: readonly DeadlineRow['step'][],
  /** What happens now: rules that start from another moment wait for it. */
  from: NonNullable<DeadlineRule['startsFrom']> = 'received',
): Promise<Date | null> {
  let resolveDue: Date | null = null
  for (const step of steps) {
    const day = dayInZone(work.now, deps.pack.timeZone)
    const rule = pickRule({ pack: deps.pack, kind: ticket.kind, step, urgency: ticket.urgency, day })
    if (rule === null || (rule.startsFrom ?? 'received') !== from) continue
    const due = dueAt(work.now, rule, deps.pack.calendar)
    if (step === 'resolve') resolveDue = due
    const id = newId()
    const remindAt = addWorkingMinutes(due, -REMIND_BEFORE, deps.pack.calendar)
    const remind = remindAt > work.now ? remindAt : null
    await insertDeadline(work.tx, {
      id,
      ticketId: ticket.id,
      step,
      startedAt: work.now,
      dueAt: due,
      remindAt: remind,
      ruleId: rule.id,
      inputs: { rule, calendarId: deps.pack.calendar.id, packId: deps.pack.id, packVersion: deps.pack.version },
    })
    if (remind !== null) nudgeAt(work, id, 'remind', remind)
    nudgeAt(work, id, 'due', new Date(due.getTime() + 1))
  }
  return resolveDue
}

/**
 * The `ticket.deadline` job: reminds before, marks at the deadline. Looks at the row and the clock, so running it
 * early, late or twice is harmless.
 */
export async function watchDeadline(deps: TicketDeps, work: Work, deadlineId: string): Promise<void> {
  // Lock order: case, then deadline, as whoever answers the case takes them.
  const ticketId = await ticketOfDeadline(work.tx, deadlineId)
  const ticket = ticketId === null ? null : await lockTicket(work.tx, ticketId)
  const deadline = await lockDeadline(work.tx, deadlineId)
  if (ticket === null || deadline === null) return
  if (deadline.metAt !== null || deadline.missedAt !== null || deadline.endedAt !== null) return
  if (work.now > deadline.dueAt) {
    await updateDeadline(work.tx, deadline.id, { missedAt: deadline.dueAt })
    await recordClock(deps, work, { ticket, deadline }, 'overdue')
    deps.events.deadlineMissed(deadline.step)
  } else if (deadline.remindAt !== null && work.now >= deadline.remindAt && deadline.remindedAt === null) {
    await updateDeadline(work.tx, deadline.id, { remindedAt: work.now })
    await recordClock(deps, work, { ticket, deadline }, 'reminded')
  }
}

async function recordClock(
  deps: TicketDeps,
  work: Work,
  { ticket, deadline }: { ticket: TicketRow; deadline: DeadlineRow },
  type: 'reminded' | 'overdue',
): Promise<void> {
  await insertEvent(work.tx, {
    ticketId: ticket.id,
    idempotencyKey: `${type}/${deadline.id}`,
    type,
    at: type === 'overdue' ? deadline.dueAt : work.now,
    actorKind: 'system',
    fromStatus: ticket.status,
    toStatus: ticket.status,
    unitId: ticket.unitId,
    workingMinutes: Math.floor(workingMinutesBetween(ticket.filedAt, work.now, deps.pack.calendar)),
    data: { step: deadline.step, dueAt: deadline.dueAt.toISOString() },
    demo: ticket.demo,
  })
  announceCase(work, ticket)
}

function nudgeAt(work: Work, deadlineId: string, what: 'remind' | 'due', at: Date): void {
  const delayMs = Math.max(0, at.getTime() - work.now.getTime())
  // Beyond three weeks the sweep is enough: a queue is no calendar.
  if (delayMs > 21 * 24 * 60 * MINUTE) return
  work.nudge('ticket.deadline', { deadlineId }, { key: `dl-${deadlineId}-${what}`, delayMs })
}
