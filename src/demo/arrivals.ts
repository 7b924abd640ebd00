import { DAY, HOUR, MINUTE } from '../core/durations.ts'
import type { DayString } from '../core/pack.ts'
import { dayInZone } from '../core/pack.ts'
import type { Random } from './random.ts'

export interface ArrivalsInput {
  cases: number
  from: Date
  to: Date
  timeZone: string
  random: Random
}

/** Relative to an ordinary month: the rains bring complaints, Tết brings quiet. */
const MONTHS = [0.9, 0.65, 0.95, 1, 1, 1.2, 1.3, 1.35, 1.35, 1.3, 1, 0.95]
/** Sunday first. */
const WEEKDAYS = [0.7, 1.15, 1.1, 1.05, 1, 1.05, 0.85]
/** By hour: people write at lunch and after work. */
const HOURS = [2, 1, 0.5, 0.5, 1, 2, 4, 7, 8, 8, 7, 8, 8, 6, 6, 6, 7, 8, 9, 11, 11, 9, 6, 4]

/** When cases are filed, in order. Exactly `cases` of them. One day is held in memory at a time. */
export function* arrivals(input: ArrivalsInput): Generator<Date> {
  const { from, to, cases, random, timeZone } = input
  const days = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / DAY))
  const weights = Array.from({ length: days }, (_, i) => {
    const day = dayInZone(new Date(from.getTime() + i * DAY), timeZone)
    const whole = Math.min(1, (to.getTime() - from.getTime() - i * DAY) / DAY)
    return dayWeight(day) * whole * (1 + 0.5 * (i / days)) * random.skewed(1, 0.15)
  })
  const total = weights.reduce((sum, w) => sum + w, 0)
  let passed = 0
  let sent = 0
  for (const [i, weight] of weights.entries()) {
    passed += weight
    const upTo = i === days - 1 ? cases : Math.round((cases * passed) / total)
    const start = from.getTime() + i * DAY
    const length = Math.min(DAY, to.getTime() - start)
    yield* momentsOf({ start, length, count: upTo - sent, random })
    sent = upTo
  }
}

function momentsOf(o: { start: number; length: number; count: number; random: Random }): Date[] {
  const hours = HOURS.map((_, hour) => hour).filter((hour) => hour * HOUR < o.length)
  const weights = hours.map((hour) => HOURS[hour] ?? 1)
  const moments = Array.from({ length: o.count }, () => {
    const at = o.random.weighted(hours, weights) * HOUR + o.random.next() * 60 * MINUTE
    return new Date(Math.floor(o.start + Math.min(at, o.length - 1)))
  })
  return moments.sort((a, b) => a.getTime() - b.getTime())
}

function dayWeight(day: DayString): number {
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? 1
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 1
  return month * weekday
}
