import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBreaker } from '../../../src/channels/messenger/breaker.ts'
import { heaviestUsage } from '../../../src/channels/messenger/usage.ts'
import { memoryChannelMemory } from '../../../src/core/channel-memory.ts'
import { settableClock } from '../../../src/core/clock.ts'
import { HOUR, MINUTE } from '../../../src/core/durations.ts'

const START = new Date('2026-11-23T03:00:00Z')

function two() {
  const clock = settableClock(START)
  const memory = memoryChannelMemory(() => clock.now())
  const breaker = () => createBreaker({ memory, clock })
  return { clock, one: breaker(), other: breaker() }
}

const app = (percent: number) => ({ 'x-app-usage': JSON.stringify({ call_count: percent, total_time: 3 }) })
const business = (usage: object) => ({ 'x-business-use-case-usage': JSON.stringify({ '1': [usage] }) })

describe('usage headers', () => {
  it('are read in both shapes, the heaviest counts', () => {
    const headers = { ...app(12), ...business({ type: 'messenger', total_cputime: 81, call_count: 3 }) }
    expect(heaviestUsage(headers)).toEqual({ percent: 81, regainMs: undefined })
  })

  it('are never a reason to throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const usage = heaviestUsage({ 'x-app-usage': text, 'x-business-use-case-usage': text })
        expect(usage.percent).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 300, seed: 4 },
    )
  })
})

describe('the breaker', () => {
  it.each([
    [79, 0],
    [80, 5 * MINUTE],
    [81, 5 * MINUTE],
  ])('at %s %% pauses for %s ms', async (percent, ms) => {
    const { one, other } = two()
    expect(await one.note({ headers: app(percent) })).toBe(ms)
    expect((await other.paused())?.ms ?? 0).toBe(ms)
  })

  it('waits as long as Meta says, for every worker, and no longer', async () => {
    const { clock, one, other } = two()
    await one.note({ headers: business({ call_count: 100, estimated_time_to_regain_access: 42 }), refused: 'rate' })
    clock.advance(42 * MINUTE - 1)
    expect(await other.paused()).toEqual({ ms: 1, why: 'rate' })
    clock.advance(1)
    expect(await other.paused()).toBeNull()
  })

  it('waits twice as long after each refusal in a row, at most an hour, and begins anew after a success', async () => {
    const { clock, one } = two()
    const waits: number[] = []
    for (let n = 0; n < 9; n++) {
      const ms = await one.note({ headers: {}, refused: 'rate' })
      waits.push(ms / MINUTE)
      clock.advance(ms)
      expect(await one.paused()).toBeNull()
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
    await one.note({ headers: {} })
    expect(await one.note({ headers: {}, refused: 'rate' })).toBe(MINUTE)
  })

  it('is not shortened by an answer to a call made before it', async () => {
    const { one, other } = two()
    await one.paused()
    await other.note({ headers: {}, refused: 'held' })
    await one.note({ headers: app(10) })
    expect((await one.paused())?.ms).toBe(HOUR)
    await one.note({ headers: app(85) })
    expect((await one.paused())?.ms).toBe(HOUR)
  })
})
