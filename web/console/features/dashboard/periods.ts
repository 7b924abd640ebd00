/** Periods to choose from; each ends today unless it says otherwise. */
export const PRESETS = ['month', 'lastMonth', 'quarter', 'year', 'twelve'] as const
export type Preset = (typeof PRESETS)[number]

export interface Period {
  /** `YYYY-MM-DD`, both ends included. */
  from: string
  to: string
}

/** @param today `YYYY-MM-DD` in the province's time zone */
export function periodOf(preset: Preset, today: string): Period {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  switch (preset) {
    case 'month':
      return { from: firstDay(year, month), to: today }
    case 'lastMonth':
      return { from: firstDay(year, month - 1), to: dayBefore(firstDay(year, month)) }
    case 'quarter':
      return { from: monthsBack(today, 3), to: today }
    case 'year':
      return { from: firstDay(year, 1), to: today }
    case 'twelve':
      return { from: monthsBack(today, 12), to: today }
  }
}

/** Which preset a period is, null: none of them. */
export function presetOf(period: Partial<Period>, today: string): Preset | null {
  return (
    PRESETS.find((preset) => {
      const of = periodOf(preset, today)
      return of.from === period.from && of.to === period.to
    }) ?? null
  )
}

/** The days of a month, cut to the period. @param month `YYYY-MM` */
export function monthWithin(month: string, period: Period): Period {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const [first, last] = [firstDay(year, number), dayBefore(firstDay(year, number + 1))]
  return { from: byDay(first, period.from)[1], to: byDay(last, period.to)[0] }
}

/** The day after the same day of an earlier month, so that the period is that many whole months. */
function monthsBack(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  const at = Date.UTC(year, month - 1 - months, Math.min(date, lastOfMonth) + 1)
  return new Date(at).toISOString().slice(0, 10)
}

/** Two days, the earlier one first. */
function byDay(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a]
}

function firstDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
