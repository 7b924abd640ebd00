import i18next, { type TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import { clockWords, exactTime, percent, workingTime } from '../../../web/console/lib/time.ts'
import { desk } from '../../../web/shared/i18n/vi.ts'

const i18n = i18next.createInstance()
void i18n.init({ lng: 'vi', ns: ['desk'], defaultNS: 'desk', resources: { vi: { desk } }, initAsync: false })
const t = i18n.t as TFunction<'desk'>

describe('working time is told the way people ask', () => {
  it.each([
    [0, '0 phút'],
    [59.4, '59 phút'],
    [60, '1 giờ'],
    [130, '2 giờ 10 phút'],
    [449, '7 giờ 29 phút'],
    [450, '1 ngày làm việc'],
    [675, '1,5 ngày làm việc'],
  ])('%d minutes: %s', (minutes, words) => {
    expect(workingTime(t, minutes, 'vi')).toBe(words)
  })

  it.each([
    [200, 'còn 3 giờ làm việc'],
    [899, 'còn 1 ngày làm việc'],
    [5, 'còn 5 phút làm việc'],
    [0, 'còn 1 phút làm việc'],
    [-900, 'trễ 2 ngày làm việc'],
    [-59, 'trễ 59 phút làm việc'],
  ])('the clock at %d minutes: %s', (minutes, words) => {
    expect(clockWords(t, minutes)).toBe(words)
  })
})

it('an exact instant is told in the zone of the province, whatever the browser', () => {
  expect(exactTime('2026-11-22T18:05:00Z', 'Asia/Ho_Chi_Minh', 'vi')).toBe('T2, 23/11/2026 01:05')
})

it('a share has at most one decimal, with a comma', () => {
  expect(percent(0.8749, 'vi')).toBe('87,5%')
  expect(percent(1, 'vi')).toBe('100%')
})
