import {
  type CaseKind,
  type DayString,
  type DeadlineRule,
  dayInZone,
  HOUR,
  isValidOn,
  MINUTE,
  type ProvincePack,
  type Urgency,
  type WorkingCalendar,
} from '../../core/index.ts'
import { dayNumber, dayString, endOfDay } from './timetable.ts'

/**
 * When a term ends.
 * - Working days and calendar days: the day of receipt is not counted (Civil Code 2015, art. 147); the term ends
 *   with the office hours of its last day, and if nobody works on that day, of the next working day (art. 148).
 * - Minutes and hours run from the very instant, day and night (art. 147, paragraph 1): the rules that use them
 *   (hotlines, data breaches) are written for bodies that are always on duty.
 * - Zero days: the same day if work still goes on, else the next working day.
 * @throws RangeError for an invalid date, or a calendar on which nobody ever works
 */
export function dueAt(receivedAt: Date, rule: Pick<DeadlineRule, 'amount' | 'unit'>, calendar: WorkingCalendar): Date {
  switch (rule.unit) {
    case 'minute':
      return new Date(receivedAt.getTime() + rule.amount * MINUTE)
    case 'hour':
      return new Date(receivedAt.getTime() + rule.amount * HOUR)
    case 'workingDay':
      return afterWorkingDays(receivedAt, rule.amount, calendar)
    case 'calendarDay':
      return firstEndFrom(dayNumber(dayInZone(receivedAt, calendar.timeZone)) + rule.amount, receivedAt, calendar)
  }
}

/**
 * The rule for a kind of case on a day: one for this very urgency before the common one.
 * Null: the pack has none (the loader refuses gaps in the common rules).
 * @param o.day the real day of receipt, not the pack's effective day: the law of that day counts
 */
export function pickRule(o: {
  pack: Pick<ProvincePack, 'deadlineRules'>
  kind: CaseKind
  step: DeadlineRule['step']
  urgency: Urgency
  day: DayString
}): DeadlineRule | null {
  const rules = o.pack.deadlineRules.filter((r) => r.caseKind === o.kind && r.step === o.step && isValidOn(r, o.day))
  return rules.find((r) => r.urgency === o.urgency) ?? rules.find((r) => r.urgency === null) ?? null
}

function afterWorkingDays(receivedAt: Date, amount: number, calendar: WorkingCalendar): Date {
  let day = dayNumber(dayInZone(receivedAt, calendar.timeZone))
  if (amount === 0) return firstEndFrom(day, receivedAt, calendar)
  let end = receivedAt
  for (let counted = 0; counted < amount; counted++) {
    end = firstEndFrom(day + 1, receivedAt, calendar)
    day = dayNumber(dayInZone(end, calendar.timeZone))
  }
  return end
}

/** The end of work on this day or the first working day after it, later than `after`. */
function firstEndFrom(day: number, after: Date, calendar: WorkingCalendar): Date {
  for (let n = day; n < day + MOST_DAYS_OFF; n++) {
    const end = endOfDay(calendar, dayString(n))
    if (end !== null && end > after.getTime()) return new Date(end)
  }
  throw new RangeError(`calendar ${calendar.id} has no working day in ${MOST_DAYS_OFF} days from ${dayString(day)}`)
}

/** More days off in a row than any calendar has. */
const MOST_DAYS_OFF = 60
