import { type DayString, dayInZone, MINUTE, type WorkingCalendar } from '../../core/index.ts'
import { endOfDay, roughYear, type Timetable, timetableOf } from './timetable.ts'

/**
 * Working time between two instants, in minutes; fractions are kept, so that parts add up exactly.
 * Negative when `to` lies before `from`: for any three instants, ab + bc = ac.
 * @throws RangeError for an invalid date
 */
export function workingMinutesBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  const a = roughYear(from)
  const b = roughYear(to)
  const table = timetableOf(calendar, Math.min(a, b) - 1, Math.max(a, b) + 1)
  return (workedUntil(table, to.getTime()) - workedUntil(table, from.getTime())) / MINUTE
}

/**
 * The instant at which this much working time has passed since `from`. Forward it is the earliest such instant
 * (a full day's work from the morning ends at 17:00, not at 7:30 next day); with negative minutes the latest one
 * before `from`. Zero gives `from` itself, working or not.
 * @param minutes rounded to the millisecond
 * @throws RangeError for an invalid date or when the answer lies outside the years 1900..2300
 */
export function addWorkingMinutes(from: Date, minutes: number, calendar: WorkingCalendar): Date {
  const ms = Math.round(minutes * MINUTE)
  if (!(Math.abs(minutes) < MOST_MINUTES)) throw new RangeError(`not a span of office work: ${minutes} minutes`)
  if (ms === 0) return new Date(from)
  for (let reach = 1; ; reach *= 2) {
    const year = roughYear(from)
    const table = timetableOf(calendar, year - (ms < 0 ? reach : 1), year + (ms > 0 ? reach : 1))
    const target = workedUntil(table, from.getTime()) + ms
    const found = ms > 0 ? earliestAt(table, target) : latestAt(table, target)
    if (found !== null) return new Date(found)
  }
}

/** Four centuries. */
const MOST_MINUTES = 400 * 366 * 24 * 60

/** True inside a working interval; its end is outside. */
export function isWorkingInstant(at: Date, calendar: WorkingCalendar): boolean {
  const year = roughYear(at)
  const table = timetableOf(calendar, year - 1, year + 1)
  const i = lastStartUpTo(table, at.getTime())
  return i >= 0 && at.getTime() < value(table.ends, i)
}

/** When work ends on this day of the calendar's time zone; null: nobody works on it. */
export function endOfWorkingDay(day: DayString, calendar: WorkingCalendar): Date | null {
  const end = endOfDay(calendar, day)
  return end === null ? null : new Date(end)
}

/** True for days whose holidays nobody has checked yet: a promise there may move. */
export function isProvisional(at: Date, calendar: WorkingCalendar): boolean {
  const day = dayInZone(at, calendar.timeZone)
  return day < calendar.coversFrom || day > calendar.coversTo
}

/** Working ms from the beginning of the table. */
function workedUntil(table: Timetable, at: number): number {
  const i = lastStartUpTo(table, at)
  if (i < 0) return 0
  return value(table.before, i) + Math.min(at, value(table.ends, i)) - value(table.starts, i)
}

/** The index of the last interval that begins at or before `at`; -1: none. */
function lastStartUpTo(table: Timetable, at: number): number {
  let low = 0
  let high = table.starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value(table.starts, middle) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The earliest instant with `target` ms worked before it; null: the table ends too soon. */
function earliestAt(table: Timetable, target: number): number | null {
  const i = lastBelow(table.before, target)
  if (i < 0) return null
  const at = value(table.starts, i) + target - value(table.before, i)
  return at <= value(table.ends, i) ? at : null
}

/** The latest instant with `target` ms worked before it; null: the table begins too late. */
function latestAt(table: Timetable, target: number): number | null {
  if (target < 0) return null
  const next = lastBelow(table.before, target) + 1
  if (next < table.before.length && value(table.before, next) === target) return value(table.starts, next)
  return earliestAt(table, target)
}

/** The index of the last entry strictly below `limit`; -1: none. */
function lastBelow(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value(sorted, middle) < limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

function value(of: Float64Array, index: number): number {
  const v = of[index]
  if (v === undefined) throw new RangeError(`outside the timetable: ${index}`)
  return v
}
