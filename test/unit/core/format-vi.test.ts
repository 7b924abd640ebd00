import { expect, it } from 'vitest'
import { dateVi, dayVi, momentVi, officeHoursVi } from '../../../src/core/index.ts'
import { smallPack } from '../../support/small-pack.ts'

const ZONE = 'Asia/Ho_Chi_Minh'

it('tells a moment as people say it, in the pack’s time zone', () => {
  expect(momentVi(new Date('2026-12-01T10:00:00Z'), ZONE)).toBe('17:00 thứ Ba 01/12')
  expect(momentVi(new Date('2026-11-28T17:05:00Z'), ZONE)).toBe('00:05 chủ Nhật 29/11')
  expect(dateVi(new Date('2026-12-31T17:00:00Z'), ZONE)).toBe('01/01/2027')
})

it('turns a day around and leaves what is no day', () => {
  expect(dayVi('2026-07-30')).toBe('30/07/2026')
  expect(dayVi('2026')).toBe('2026')
})

it('tells the hours of an ordinary Monday', () => {
  expect(officeHoursVi(smallPack().calendar)).toBe('07:30–11:30, 13:30–17:00')
  expect(officeHoursVi({ ...smallPack().calendar, week: {} })).toBe('')
})
