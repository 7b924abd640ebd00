import { DateTime } from 'luxon'
import { Refusal } from '../core/errors.ts'
import type { DayString } from '../core/pack.ts'

export interface ReportPeriod {
  /** Both days belong to the period. */
  fromDay: DayString
  toDay: DayString
  /** Midnight that begins `fromDay`. */
  from: Date
  /** Midnight that ends `toDay`; may lie in the future. */
  to: Date
}

export interface MonthOfPeriod {
  /** `YYYY-MM` */
  key: string
  /** First instant after the month, or after the period. */
  to: Date
}

const DEFAULT_MONTHS = 3
const MOST_YEARS = 5
/** No case is older; and PostgreSQL does not know the year 0, which the first day of the year 1 is in UTC. */
const FIRST_YEAR = 2000

/**
 * The days asked for as instants in the pack's time zone. Without them: the three months up to today. The list behind a
 * figure must use the same, or it would show other cases than were counted.
 * @throws Refusal `report.period` when it is upside down or longer than five years
 */
export function reportPeriod(
  asked: { from?: DayString | undefined; to?: DayString | undefined },
  { timeZone, now }: { timeZone: string; now: Date },
): ReportPeriod {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  const last = asked.to === undefined ? today : dayOf(asked.to, timeZone)
  const first =
    asked.from === undefined ? last.minus({ months: DEFAULT_MONTHS }).plus({ days: 1 }) : dayOf(asked.from, timeZone)
  if (first > last) throw new Refusal('invalid', 'report.period', 'Ngày bắt đầu phải trước ngày kết thúc.')
  if (first < last.minus({ years: MOST_YEARS })) {
    throw new Refusal('invalid', 'report.period', 'Mỗi lần xem được nhiều nhất 5 năm.')
  }
  return {
    fromDay: first.toFormat('yyyy-MM-dd'),
    toDay: last.toFormat('yyyy-MM-dd'),
    from: first.toJSDate(),
    to: last.plus({ days: 1 }).startOf('day').toJSDate(),
  }
}

/** The months that the period touches, oldest first; the last one ends with the period. */
export function monthsOf(period: ReportPeriod, timeZone: string): MonthOfPeriod[] {
  const months: MonthOfPeriod[] = []
  let month = DateTime.fromJSDate(period.from, { zone: timeZone }).startOf('month')
  while (month.toJSDate() < period.to) {
    const next = month.plus({ months: 1 })
    months.push({ key: month.toFormat('yyyy-MM'), to: new Date(Math.min(next.toMillis(), period.to.getTime())) })
    month = next
  }
  return months
}

function dayOf(day: DayString, timeZone: string): DateTime {
  const at = DateTime.fromISO(day, { zone: timeZone }).startOf('day')
  if (!at.isValid || at.year < FIRST_YEAR) throw new Refusal('invalid', 'report.period', `Ngày không hợp lệ: ${day}`)
  return at
}
