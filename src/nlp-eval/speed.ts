import type { Understand } from '../core/understanding.ts'
import type { Figure } from './figures.ts'
import { percentile } from './metrics.ts'

const READINGS = 5

/**
 * Milliseconds that a message takes, once warm. The time of a message is the median of five readings, since other
 * programs on the machine interrupt single ones; P50 and P99 are over the messages.
 */
export function speedOf(understand: Understand, texts: readonly string[]): { p50: Figure; p99: Figure } {
  for (const text of texts) understand(text)
  const times = texts.map((text) =>
    percentile(
      Array.from({ length: READINGS }, () => timeOf(() => understand(text))),
      0.5,
    ),
  )
  const of = times.length
  return { p50: { value: percentile(times, 0.5), of }, p99: { value: percentile(times, 0.99), of } }
}

/** Milliseconds of one call. */
function timeOf(call: () => unknown): number {
  const start = process.hrtime.bigint()
  call()
  return Number(process.hrtime.bigint() - start) / 1e6
}
