/** Writers of instants in the pack's time zone. */

/** `23/11/2026 14:05`. */
export function instantIn(timeZone: string): (at: Date | string) => string {
  const day = dayIn(timeZone)
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (at) => `${day(at)} ${time.format(new Date(at))}`
}

/** `23/11/2026`. */
export function dayIn(timeZone: string): (at: Date | string) => string {
  const format = new Intl.DateTimeFormat('vi-VN', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' })
  return (at) => format.format(new Date(at))
}

const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'T2',
  Tue: 'T3',
  Wed: 'T4',
  Thu: 'T5',
  Fri: 'T6',
  Sat: 'T7',
  Sun: 'CN',
}

/** `T2, 23/11/2026 14:05`. */
export function weekdayInstantIn(timeZone: string): (at: Date) => string {
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' })
  const instant = instantIn(timeZone)
  return (at) => `${WEEKDAYS[weekday.format(at)] ?? ''}, ${instant(at)}`
}
