import type { DayString, WorkingCalendar } from './pack.ts'

/** `17:00 thứ Ba 01/12`: the way a promised moment is told in a message. */
export function momentVi(at: Date, timeZone: string): string {
  const part = parts(at, timeZone)
  return `${part('hour')}:${part('minute')} ${weekdayVi(at, timeZone)} ${part('day')}/${part('month')}`
}

/** `01/12/2026`. */
export function dateVi(at: Date, timeZone: string): string {
  const part = parts(at, timeZone)
  return `${part('day')}/${part('month')}/${part('year')}`
}

/** `2026-07-30` -> `30/07/2026`. What is not such a day comes back as it is. */
export function dayVi(day: DayString): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  return found === null ? day : `${found[3]}/${found[2]}/${found[1]}`
}

/** The hours of an ordinary Monday: `07:30–11:30, 13:30–17:00`. Empty when Mondays are not worked. */
export function officeHoursVi(calendar: WorkingCalendar): string {
  return (calendar.week[1] ?? []).map((i) => `${clockTime(i.from)}–${clockTime(i.to)}`).join(', ')
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function weekdayVi(at: Date, timeZone: string): string {
  const name = formatsOf(timeZone).weekday.format(at)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function parts(at: Date, timeZone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const found = formatsOf(timeZone).parts.formatToParts(at)
  return (type) => found.find((p) => p.type === type)?.value ?? ''
}

interface Formats {
  weekday: Intl.DateTimeFormat
  parts: Intl.DateTimeFormat
}

/** Making a formatter costs a hundred times its use. */
const formats = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const kept = formats.get(timeZone)
  if (kept !== undefined) return kept
  const made = {
    weekday: new Intl.DateTimeFormat('vi-VN', { timeZone, weekday: 'long' }),
    parts: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }),
  }
  formats.set(timeZone, made)
  return made
}
