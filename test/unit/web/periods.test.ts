import { describe, expect, it } from 'vitest'
import { monthWithin, periodOf, presetOf } from '../../../web/console/features/dashboard/periods.ts'

describe('periods of the dashboard', () => {
  it('three months are what the server takes when no period is asked for', () => {
    expect(periodOf('quarter', '2026-11-23')).toEqual({ from: '2026-08-24', to: '2026-11-23' })
  })

  it('months back from the end of a long month do not run over', () => {
    expect(periodOf('quarter', '2026-05-31').from).toBe('2026-03-01')
  })

  it('last month in January is December of the year before', () => {
    expect(periodOf('lastMonth', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  })

  it('a preset is recognised from its days', () => {
    expect(presetOf(periodOf('year', '2026-11-23'), '2026-11-23')).toBe('year')
    expect(presetOf({ from: '2026-02-03', to: '2026-02-04' }, '2026-11-23')).toBeNull()
  })

  it('the list behind a month stays within the period', () => {
    const period = { from: '2026-02-10', to: '2026-04-05' }
    expect(monthWithin('2026-02', period)).toEqual({ from: '2026-02-10', to: '2026-02-28' })
    expect(monthWithin('2026-03', period)).toEqual({ from: '2026-03-01', to: '2026-03-31' })
    expect(monthWithin('2026-04', period)).toEqual({ from: '2026-04-01', to: '2026-04-05' })
  })
})
