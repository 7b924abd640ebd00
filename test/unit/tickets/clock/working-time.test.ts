import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkingCalendar } from '../../../../src/core/index.ts'
import {
  addWorkingMinutes,
  endOfWorkingDay,
  isProvisional,
  isWorkingInstant,
  workingMinutesBetween,
} from '../../../../src/tickets/clock/working-time.ts'
import { planPack } from '../../../support/pack.ts'

const calendar = planPack().calendar
const at = (text: string) => new Date(`${text}+07:00`)
const between = (a: string, b: string) => workingMinutesBetween(at(a), at(b), calendar)

/** Whole minutes within a few years: sums of them are exact. */
const instant = fc.integer({ min: 0, max: 4 * 366 * 24 * 60 }).map((m) => new Date(Date.UTC(2023, 6, 1) + m * 60_000))

describe('working time between two instants', () => {
  it('counts morning and afternoon, not lunch', () => {
    expect(between('2026-11-23T07:30', '2026-11-23T17:00')).toBe(450)
    expect(between('2026-11-23T11:00', '2026-11-23T14:00')).toBe(60)
    expect(between('2026-11-23T11:30', '2026-11-23T13:30')).toBe(0)
  })

  it('skips the night, the weekend and the holiday of 24 November', () => {
    expect(between('2026-11-20T16:00', '2026-11-23T08:30')).toBe(120)
    expect(between('2026-11-23T17:00', '2026-11-25T07:30')).toBe(0)
    expect(between('2026-11-23T16:59', '2026-11-25T07:31')).toBe(2)
  })

  it('works the swapped Saturday with the hours of a Friday', () => {
    expect(between('2026-01-10T00:00', '2026-01-11T00:00')).toBe(450)
    expect(between('2026-01-17T00:00', '2026-01-18T00:00')).toBe(0)
  })

  it('is negative backwards', () => {
    expect(between('2026-11-23T17:00', '2026-11-23T16:00')).toBe(-60)
  })

  it('keeps seconds', () => {
    expect(between('2026-11-23T08:00:00', '2026-11-23T08:00:30')).toBe(0.5)
  })

  it('grows beyond the checked years, which are provisional', () => {
    expect(between('2031-03-03T00:00', '2031-03-04T00:00')).toBe(450)
    expect(between('2015-03-02T00:00', '2015-03-03T00:00')).toBe(450)
    expect(isProvisional(at('2027-01-01T00:00'), calendar)).toBe(true)
    expect(isProvisional(at('2026-12-31T23:59'), calendar)).toBe(false)
  })

  it('refuses an invalid date and a year that cannot be meant', () => {
    expect(() => workingMinutesBetween(new Date(Number.NaN), at('2026-01-01T00:00'), calendar)).toThrow(RangeError)
    expect(() => workingMinutesBetween(new Date(-9e14), at('2026-01-01T00:00'), calendar)).toThrow(RangeError)
  })

  it('adds up over any middle', () => {
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        const whole = workingMinutesBetween(a, c, calendar)
        expect(workingMinutesBetween(a, b, calendar) + workingMinutesBetween(b, c, calendar)).toBe(whole)
      }),
    )
  })

  it('never grows faster than real time, and never shrinks', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 100_000 }), (a, minutes) => {
        const worked = workingMinutesBetween(a, new Date(a.getTime() + minutes * 60_000), calendar)
        expect(worked).toBeGreaterThanOrEqual(0)
        expect(worked).toBeLessThanOrEqual(minutes)
      }),
    )
  })

  it('equals a plain walk over the minutes', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 6 * 24 * 60 }), (a, minutes) => {
        let walked = 0
        for (let m = 0; m < minutes; m++) {
          if (isWorkingInstant(new Date(a.getTime() + m * 60_000), calendar)) walked++
        }
        expect(workingMinutesBetween(a, new Date(a.getTime() + minutes * 60_000), calendar)).toBe(walked)
      }),
      { numRuns: 30 },
    )
  })
})

describe('adding working time', () => {
  it('ends with the office hours, and begins with the next ones', () => {
    expect(addWorkingMinutes(at('2026-11-23T07:30'), 450, calendar)).toEqual(at('2026-11-23T17:00'))
    expect(addWorkingMinutes(at('2026-11-23T07:30'), 451, calendar)).toEqual(at('2026-11-25T07:31'))
    expect(addWorkingMinutes(at('2026-11-21T10:00'), 60, calendar)).toEqual(at('2026-11-23T08:30'))
  })

  it('goes backwards for reminders', () => {
    expect(addWorkingMinutes(at('2026-11-25T08:00'), -60, calendar)).toEqual(at('2026-11-23T16:30'))
    expect(addWorkingMinutes(at('2026-11-23T17:00'), -210, calendar)).toEqual(at('2026-11-23T13:30'))
  })

  it('leaves an instant alone when nothing is added', () => {
    expect(addWorkingMinutes(at('2026-11-22T10:00'), 0, calendar)).toEqual(at('2026-11-22T10:00'))
  })

  it('is the inverse of measuring', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -300_000, max: 300_000 }), (a, minutes) => {
        expect(workingMinutesBetween(a, addWorkingMinutes(a, minutes, calendar), calendar)).toBe(minutes)
      }),
    )
  })

  it('keeps the order of instants', () => {
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: 1, max: 50_000 }), (a, b, minutes) => {
        const [first, second] = a <= b ? [a, b] : [b, a]
        const one = addWorkingMinutes(first, minutes, calendar).getTime()
        expect(one).toBeLessThanOrEqual(addWorkingMinutes(second, minutes, calendar).getTime())
      }),
    )
  })

  it('refuses what would end after the year 2300', () => {
    expect(() => addWorkingMinutes(at('2026-11-23T08:00'), 1e9, calendar)).toThrow(RangeError)
  })
})

describe('a working instant', () => {
  it('has the start of an interval and not its end', () => {
    expect(isWorkingInstant(at('2026-11-23T07:30'), calendar)).toBe(true)
    expect(isWorkingInstant(at('2026-11-23T11:30'), calendar)).toBe(false)
    expect(isWorkingInstant(at('2026-11-24T09:00'), calendar)).toBe(false)
  })

  it('ends its day at the last interval', () => {
    expect(endOfWorkingDay('2026-11-23', calendar)).toEqual(at('2026-11-23T17:00'))
    expect(endOfWorkingDay('2026-11-24', calendar)).toBeNull()
    expect(endOfWorkingDay('2026-01-10', calendar)).toEqual(at('2026-01-10T17:00'))
  })
})

describe('a zone whose clocks change', () => {
  const berlin: WorkingCalendar = {
    ...calendar,
    id: 'berlin',
    timeZone: 'Europe/Berlin',
    week: { 7: [{ from: 0, to: 6 * 60 }], 1: [{ from: 8 * 60, to: 16 * 60 }] },
    daysOff: {},
    workedWeekends: [],
  }

  it('loses an hour on the last Sunday of March and gains one in October', () => {
    const day = (d: string) => workingMinutesBetween(new Date(`${d}T00:00Z`), new Date(`${d}T20:00Z`), berlin)
    expect(workingMinutesBetween(new Date('2026-03-28T12:00Z'), new Date('2026-03-29T20:00Z'), berlin)).toBe(300)
    expect(workingMinutesBetween(new Date('2026-10-24T12:00Z'), new Date('2026-10-25T20:00Z'), berlin)).toBe(420)
    expect(day('2026-03-30')).toBe(480)
  })

  it('keeps wall time on both sides of the change', () => {
    expect(endOfWorkingDay('2026-03-23', berlin)).toEqual(new Date('2026-03-23T15:00Z'))
    expect(endOfWorkingDay('2026-03-30', berlin)).toEqual(new Date('2026-03-30T14:00Z'))
  })
})
