import type { TFunction } from 'i18next'

/** Minutes of one working day (7.5 hours), for telling a long working time in days. */
export const WORKING_DAY = 450

type T = TFunction<'desk'>

/** A length of working time: "45 phút", "2 giờ 10 phút", "1,5 ngày làm việc". @param minutes working minutes, 0 or more */
export function workingTime(t: T, minutes: number, language: string): string {
  const whole = Math.round(minutes)
  if (whole < 60) return t('time.minutes', { n: whole })
  if (whole < WORKING_DAY) {
    const [h, m] = [Math.floor(whole / 60), whole % 60]
    return m === 0 ? t('time.hours', { n: h }) : t('time.hoursMinutes', { h, m })
  }
  return t('time.workingDays', { n: decimal(whole / WORKING_DAY, language) })
}

/** "còn 3 giờ làm việc", "trễ 2 ngày làm việc": one unit only, never promising more than is left. @param minutes negative: past due */
export function clockWords(t: T, minutes: number): string {
  const size = Math.abs(minutes)
  return t(minutes < 0 ? 'time.late' : 'time.left', { time: oneUnit(t, size) })
}

function oneUnit(t: T, minutes: number): string {
  if (minutes < 60) return t('time.minutes', { n: Math.max(1, Math.round(minutes)) })
  if (minutes < WORKING_DAY) return t('time.hours', { n: Math.floor(minutes / 60) })
  return t('time.days', { n: Math.floor(minutes / WORKING_DAY) })
}

/** Wall time as people tell it: "15 phút", "2 giờ". @param seconds 0 or more */
export function waitWords(t: T, seconds: number): string {
  if (seconds < 90) return t('time.seconds', { n: Math.ceil(seconds) })
  return t('time.minutes', { n: Math.ceil(seconds / 60) })
}

const DAYS_VI = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'] as const
const DAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** `T2, 23/11/2026 14:05` in the given zone. */
export function exactTime(iso: string, zone: string, language: string): string {
  const p = partsOf(iso, zone)
  return `${dayName(p, language)}, ${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}`
}

/** `23/11 14:05`. */
export function shortTime(iso: string, zone: string): string {
  const p = partsOf(iso, zone)
  return `${p.day}/${p.month} ${p.hour}:${p.minute}`
}

/** `23/11/2026` of a `YYYY-MM-DD`. */
export function dayWords(day: string): string {
  const [y = '', m = '', d = ''] = day.split('-')
  return `${d}/${m}/${y}`
}

/** `YYYY-MM-DD` of an instant in the given zone. */
export function dayOf(at: Date, zone: string): string {
  const p = partsOf(at.toISOString(), zone)
  return `${p.year}-${p.month}-${p.day}`
}

/** At most one decimal, with the comma of Vietnamese. */
export function decimal(value: number, language: string): string {
  return new Intl.NumberFormat(language === 'en' ? 'en' : 'vi', { maximumFractionDigits: 1 }).format(value)
}

/** `87,5%`; a share of 0..1. */
export function percent(share: number, language: string): string {
  return `${decimal(share * 100, language)}%`
}

interface Parts {
  year: string
  month: string
  day: string
  hour: string
  minute: string
}

function partsOf(iso: string, zone: string): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const of: Record<string, string> = {}
  for (const part of format.formatToParts(new Date(iso))) of[part.type] = part.value
  const { year = '', month = '', day = '', hour = '', minute = '' } = of
  return { year, month, day, hour, minute }
}

function dayName(p: Parts, language: string): string {
  const index = new Date(`${p.year}-${p.month}-${p.day}T00:00:00Z`).getUTCDay()
  return (language === 'en' ? DAYS_EN : DAYS_VI)[index] ?? ''
}
