import { describe, expect, it } from 'vitest'
import { dropsFrom } from '../../../src/nlp-eval/baseline.ts'
import type { Figures } from '../../../src/nlp-eval/figures.ts'
import { calibrationError, coverageAt, f1, macroF1, percentile } from '../../../src/nlp-eval/metrics.ts'

const answers = (...list: [confidence: number, right: boolean][]) =>
  list.map(([confidence, right]) => ({ confidence, right }))

describe('metrics', () => {
  it('F1 is the harmonic mean, and 1 where there is nothing to find and nothing found', () => {
    expect(f1({ hit: 3, missed: 1, wrong: 2 })).toBeCloseTo(6 / 9)
    expect(f1({ hit: 0, missed: 0, wrong: 0 })).toBe(1)
    expect(f1({ hit: 0, missed: 2, wrong: 0 })).toBe(0)
  })

  it('macro-F1 counts a rare label as much as a frequent one', () => {
    const frequent = Array.from({ length: 98 }, () => ({ is: 'a', said: 'a' }))
    const pairs = [...frequent, { is: 'b', said: 'a' }, { is: 'b', said: 'b' }]
    expect(macroF1(pairs)).toBeCloseTo((196 / 197 + 2 / 3) / 2)
    expect(macroF1([])).toBe(0)
  })

  it('coverage takes the surest answers while enough of them are right, equal ones together', () => {
    const sure = answers(...Array.from({ length: 20 }, (): [number, boolean] => [0.9, true]))
    expect(coverageAt([...sure, ...answers([0.5, true], [0.5, false], [0.4, false])], 0.95)).toBeCloseTo(22 / 23)
    expect(coverageAt([...sure, ...answers([0.5, false], [0.5, false])], 0.95)).toBeCloseTo(20 / 22)
    expect(coverageAt(answers([0.9, false], [0.8, false]), 0.95)).toBe(0)
  })

  it('calibration error is how far confidence is from the share that is right', () => {
    expect(calibrationError(answers([0.75, true], [0.75, true], [0.75, true], [0.75, false]))).toBeCloseTo(0)
    expect(calibrationError(answers([1, false], [1, true]))).toBeCloseTo(0.5)
  })

  it('a percentile of few values is one of them', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99), percentile([], 0.5)]).toEqual([2, 3, 0])
  })
})

describe('the baseline', () => {
  const at = (key: string, value: number, of = 1000): Figures => ({ [key]: { value, of } })

  it('lets pass what half a standard error or three messages explain, and what is better', () => {
    expect(dropsFrom(at('all.intent', 0.95), at('all.intent', 0.9475))).toEqual([])
    expect(dropsFrom(at('all.intent', 0.95), at('all.intent', 0.99))).toEqual([])
    expect(dropsFrom(at('all.ece', 0.03), at('all.ece', 0.01))).toEqual([])
  })

  it('finds a drop, and a rise of what should be small', () => {
    expect(dropsFrom(at('all.intent', 0.95), at('all.intent', 0.94))).toEqual([
      { key: 'all.intent', was: 0.95, is: 0.94 },
    ])
    expect(dropsFrom(at('places none.placeFalse', 0.2), at('places none.placeFalse', 0.9))).toHaveLength(1)
  })

  it('forgives no emergency that was seen before', () => {
    expect(dropsFrom(at('all.emergencyRecall', 1, 300), at('all.emergencyRecall', 299 / 300, 300))).toHaveLength(1)
  })

  it('never judges speed and memory, and misses a figure that is gone', () => {
    expect(dropsFrom(at('machine.p99', 1), at('machine.p99', 9))).toEqual([])
    expect(dropsFrom(at('all.intent', 0.95), {})).toEqual([{ key: 'all.intent', was: 0.95, is: Number.NaN }])
  })
})
