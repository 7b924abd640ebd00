import { dayInZone } from '../core/pack.ts'
import { dueAt, pickRule } from '../tickets/clock/deadline.ts'
import { addWorkingMinutes } from '../tickets/clock/working-time.ts'
import { type CaseRows, type DeadlineRow, type DemoWorld, demoId } from './rows.ts'

/** As tickets/promises: half a working day. */
const REMIND_BEFORE = 225

export interface Alarm {
  type: 'reminded' | 'overdue'
  moment: Date
  deadline: DeadlineRow
}

export interface DemoPromises {
  make(steps: readonly DeadlineRow['step'][], at: Date): void
  settle(o: { how: 'met' | 'ended'; steps: readonly DeadlineRow['step'][]; at: Date }): void
  /** Reminders and misses up to then, in order; each once. */
  dueBy(at: Date): Alarm[]
}

/** The promises of one case, with what the deadline watch would have recorded of them. */
export function createPromises({ world, rows }: { world: DemoWorld; rows: CaseRows }): DemoPromises {
  return {
    make: (steps, at) => {
      for (const step of steps) makeOne({ world, rows, step, at })
    },
    settle: ({ how, steps, at }) => {
      for (const d of rows.deadlines) {
        if (d.endedAt !== null || !steps.includes(d.step)) continue
        d.endedAt = at
        if (how === 'ended') continue
        d.metAt = d.dueAt >= at ? at : null
        d.missedAt = d.dueAt < at ? (d.missedAt ?? d.dueAt) : null
      }
    },
    dueBy: (at) =>
      rows.deadlines.flatMap((d) => alarmsOf(d, at)).sort((a, b) => a.moment.getTime() - b.moment.getTime()),
  }
}

function makeOne({
  world,
  rows,
  step,
  at,
}: {
  world: DemoWorld
  rows: CaseRows
  step: DeadlineRow['step']
  at: Date
}): void {
  const { pack } = world
  const { ticket } = rows
  const rule = pickRule({ pack, kind: ticket.kind, step, urgency: ticket.urgency, day: dayInZone(at, pack.timeZone) })
  if (rule === null) return
  const due = dueAt(at, rule, pack.calendar)
  const remindAt = addWorkingMinutes(due, -REMIND_BEFORE, pack.calendar)
  if (step === 'resolve') ticket.dueAt = due
  rows.deadlines.push({
    id: demoId(world.random, at),
    ticketId: ticket.id,
    step,
    startedAt: at,
    dueAt: due,
    remindAt: remindAt > at ? remindAt : null,
    ruleId: rule.id,
    inputs: { rule, calendarId: pack.calendar.id, packId: pack.id, packVersion: pack.version },
    remindedAt: null,
    metAt: null,
    missedAt: null,
    endedAt: null,
  })
}

function alarmsOf(deadline: DeadlineRow, at: Date): Alarm[] {
  if (deadline.endedAt !== null) return []
  const alarms: Alarm[] = []
  const remindAt = deadline.remindAt ?? null
  if (deadline.remindedAt === null && deadline.missedAt === null && remindAt !== null && remindAt <= at) {
    deadline.remindedAt = remindAt
    alarms.push({ type: 'reminded', moment: remindAt, deadline })
  }
  if (deadline.missedAt === null && deadline.dueAt < at) {
    deadline.missedAt = deadline.dueAt
    alarms.push({ type: 'overdue', moment: deadline.dueAt, deadline })
  }
  return alarms
}
