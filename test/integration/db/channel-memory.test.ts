import { afterAll, beforeAll, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import { MINUTE, SECOND } from '../../../src/core/durations.ts'
import { keptChannelMemory, keptRateBudget } from '../../../src/db/queries/channel-memory.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let test: TestDatabase
const clock = settableClock(new Date('2026-11-23T02:00:00Z'))
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('remembers per account until it expires', async () => {
  const one = keptChannelMemory({ db: test.db, account: 'zalo/1', now: clock.now })
  const other = keptChannelMemory({ db: test.db, account: 'zalo/2', now: clock.now })
  await one.set('send-api', 'v2')
  await one.set('upload/a', { token: 't' }, { expiresAt: new Date(clock.now().getTime() + MINUTE) })
  expect(await one.get('send-api')).toBe('v2')
  expect(await other.get('send-api')).toBeNull()
  expect(await one.get('upload/a')).toEqual({ token: 't' })
  clock.advance(MINUTE)
  expect(await one.get('upload/a')).toBeNull()
  await one.forget('send-api')
  expect(await one.get('send-api')).toBeNull()
})

it('lets exactly the budget through, whoever asks, and fills again with time', async () => {
  const budget = keptRateBudget({ db: test.db, now: clock.now })
  const limit = { perMinute: 60, burst: 10 }
  const first = await Promise.all(Array.from({ length: 25 }, () => budget.take('zalo/1', limit)))
  expect(first.filter((wait) => wait === 0)).toHaveLength(10)
  expect(first.filter((wait) => wait === SECOND)).toHaveLength(15)
  clock.advance(3 * SECOND)
  const second = await Promise.all(Array.from({ length: 10 }, () => budget.take('zalo/1', limit)))
  expect(second.filter((wait) => wait === 0)).toHaveLength(3)
})
