/** Shares from fewer cases are shown greyed, last, and not ranked. */
export const SMALL_SAMPLE = 10

/**
 * 95% interval of a share (Wilson score): honest for small n and near 0 or 1.
 * @param hits 0..n
 * @param n at least 1
 * @returns low and high, 0..1
 */
export function wilson(hits: number, n: number): { low: number; high: number } {
  const z = 1.96
  const p = hits / n
  const middle = p + (z * z) / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) }
}
