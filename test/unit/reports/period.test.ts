import { describe, expect, it } from 'vitest'
import { monthsOf, reportPeriod } from '../../../src/reports/period.ts'

const zone = { timeZone: 'Asia/Ho_Chi_Minh', now: new Date('2026-11-23T01:00:00+07:00') }

describe('a report period', () => {
  it('is the three months up to today of the province, when Greenwich still has yesterday', () => {
    expect(reportPeriod({}, zone)).toEqual({
      fromDay: '2026-08-24',
      toDay: '2026-11-23',
      from: new Date('2026-08-24T00:00:00+07:00'),
      to: new Date('2026-11-24T00:00:00+07:00'),
    })
  })

  it('holds both its days', () => {
    const { from, to } = reportPeriod({ from: '2026-02-28', to: '2026-02-28' }, zone)
    expect(to.getTime() - from.getTime()).toBe(24 * 3_600_000)
  })

  it('counts three months back from the last day given, and up to today from the first', () => {
    expect(reportPeriod({ to: '2026-05-31' }, zone).fromDay).toBe('2026-03-01')
    expect(reportPeriod({ from: '2026-11-01' }, zone).toDay).toBe('2026-11-23')
  })

  it.each([
    [{ from: '2026-03-02', to: '2026-03-01' }, /trước/],
    [{ from: '2020-01-01', to: '2026-01-01' }, /5 năm/],
    [{ from: '2026-02-30' }, /không hợp lệ/],
  ])('refuses %o', (asked, why) => {
    expect(() => reportPeriod(asked, zone)).toThrow(why)
  })

  it('is cut into months that end with it', () => {
    const months = monthsOf(reportPeriod({ from: '2025-12-30', to: '2026-02-10' }, zone), zone.timeZone)
    expect(months).toEqual([
      { key: '2025-12', to: new Date('2026-01-01T00:00:00+07:00') },
      { key: '2026-01', to: new Date('2026-02-01T00:00:00+07:00') },
      { key: '2026-02', to: new Date('2026-02-11T00:00:00+07:00') },
    ])
  })
})
