import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CASE_KINDS, dayInZone, URGENCIES } from '../../../../src/core/index.ts'
import { dueAt, pickRule } from '../../../../src/tickets/clock/deadline.ts'
import { isWorkingInstant } from '../../../../src/tickets/clock/working-time.ts'
import { planPack } from '../../../support/pack.ts'

interface Vector {
  received: string
  amount: number
  unit: 'workingDay' | 'calendarDay'
  due: string
}
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/deadline-vectors.json', import.meta.url), 'utf8'),
)
const pack = planPack()
const calendar = pack.calendar
const at = (text: string) => new Date(`${text}+07:00`)

describe('the end of a term', () => {
  it.each(vectors)('received $received, $amount $unit: due $due at 17:00', ({ received, amount, unit, due }) => {
    for (const hour of ['00:00', '09:15', '23:59']) {
      expect(dueAt(at(`${received}T${hour}`), { amount, unit }, calendar)).toEqual(at(`${due}T17:00`))
    }
  })

  it('reads every vector of the fact sheet', () => {
    expect(vectors).toHaveLength(18)
  })

  it('runs minutes and hours day and night', () => {
    expect(dueAt(at('2026-11-21T22:00'), { amount: 5, unit: 'minute' }, calendar)).toEqual(at('2026-11-21T22:05'))
    expect(dueAt(at('2026-11-23T10:00'), { amount: 72, unit: 'hour' }, calendar)).toEqual(at('2026-11-26T10:00'))
  })

  it('gives zero days the rest of the day, or the next working day after hours', () => {
    const zero = { amount: 0, unit: 'workingDay' } as const
    expect(dueAt(at('2026-11-23T10:00'), zero, calendar)).toEqual(at('2026-11-23T17:00'))
    expect(dueAt(at('2026-11-23T17:00'), zero, calendar)).toEqual(at('2026-11-25T17:00'))
  })

  it('always falls later than receipt, just where work ends, and never earlier for a longer term', () => {
    const unit = fc.constantFrom('workingDay' as const, 'calendarDay' as const)
    const received = fc.date({ min: at('2022-01-01T00:00'), max: at('2026-06-01T00:00'), noInvalidDate: true })
    fc.assert(
      fc.property(received, fc.integer({ min: 0, max: 60 }), unit, (from, amount, u) => {
        const due = dueAt(from, { amount, unit: u }, calendar)
        expect(due.getTime()).toBeGreaterThan(from.getTime())
        expect(isWorkingInstant(new Date(due.getTime() - 1), calendar)).toBe(true)
        expect(isWorkingInstant(due, calendar)).toBe(false)
        expect(dueAt(from, { amount: amount + 1, unit: u }, calendar).getTime()).toBeGreaterThanOrEqual(due.getTime())
      }),
    )
  })

  it('refuses a calendar on which nobody works', () => {
    const idle = { ...calendar, week: {}, workedWeekends: [] }
    expect(() => dueAt(at('2026-11-23T10:00'), { amount: 1, unit: 'workingDay' }, idle)).toThrow(RangeError)
  })
})

describe('the rule for a case', () => {
  const pick = (kind: 'PA' | 'TC' | 'YC', urgency: 'normal' | 'high', day = '2026-11-23') =>
    pickRule({ pack, kind, step: 'resolve', urgency, day })

  it('prefers the one for its urgency', () => {
    expect(pick('PA', 'high')?.amount).toBe(3)
    expect(pick('PA', 'normal')?.amount).toBe(5)
  })

  it('follows the law of the day', () => {
    expect(pick('YC', 'normal', '2025-12-31')?.id).toBe('yc-resolve-2022')
    expect(pick('YC', 'normal', '2026-01-01')?.legalBasisVi).toContain('356/2025')
  })

  it('says that the term of a tố cáo runs from its acceptance', () => {
    expect(pick('TC', 'normal')).toMatchObject({ amount: 30, unit: 'calendarDay', startsFrom: 'accepted' })
  })

  it('exists for every kind, step and urgency on every day', () => {
    for (const kind of CASE_KINDS) {
      for (const step of ['first-response', 'resolve'] as const) {
        for (const urgency of URGENCIES) {
          for (const day of ['1999-01-01', '2022-10-01', '2026-11-23', '2040-01-01']) {
            expect(pickRule({ pack, kind, step, urgency, day }), `${kind} ${step} ${urgency} ${day}`).not.toBeNull()
          }
        }
      }
    }
  })

  it('is null where the pack says nothing', () => {
    const empty = { deadlineRules: [] }
    expect(pickRule({ pack: empty, kind: 'PA', step: 'resolve', urgency: 'low', day: '2026-01-01' })).toBeNull()
  })

  it('promises 17:00 on Tuesday 01/12 for a report of Monday 23/11/2026', () => {
    const received = at('2026-11-23T14:05')
    const day = dayInZone(received, pack.timeZone)
    const rule = pickRule({ pack, kind: 'PA', step: 'resolve', urgency: 'normal', day })
    expect(rule && dueAt(received, rule, calendar)).toEqual(at('2026-12-01T17:00'))
  })
})
