/** An answer with the confidence (0..1) it was given with. */
export interface Answer {
  confidence: number
  right: boolean
}

/** Mean over the labels that occur of the F1 of each: rare labels count as much as frequent ones. 0..1; no pairs: 0. */
export function macroF1(pairs: readonly { is: string; said: string }[]): number {
  const labels = [...new Set(pairs.map((p) => p.is))]
  const sum = labels.reduce((total, label) => {
    const hit = pairs.filter((p) => p.is === label && p.said === label).length
    const missed = pairs.filter((p) => p.is === label && p.said !== label).length
    const wrong = pairs.filter((p) => p.is !== label && p.said === label).length
    return total + f1({ hit, missed, wrong })
  }, 0)
  return labels.length === 0 ? 0 : sum / labels.length
}

/** Harmonic mean of precision and recall. Nothing to find and nothing found: 1. */
export function f1({ hit, missed, wrong }: { hit: number; missed: number; wrong: number }): number {
  return hit + missed + wrong === 0 ? 1 : (2 * hit) / (2 * hit + missed + wrong)
}

/**
 * The largest share of messages that can be answered, the surest first, so that `precision` of the answers are right.
 * Answers of equal confidence come together or not at all. A lucky stretch of under 20 answers does not count.
 */
export function coverageAt(answers: readonly Answer[], precision: number): number {
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence)
  let right = 0
  let covered = 0
  sorted.forEach((answer, i) => {
    if (answer.right) right++
    const tied = sorted[i + 1]?.confidence === answer.confidence
    if (!tied && i + 1 >= Math.min(20, sorted.length) && right / (i + 1) >= precision) covered = i + 1
  })
  return sorted.length === 0 ? 0 : covered / sorted.length
}

/** Expected calibration error over ten equal stretches of confidence: 0 is a confidence that keeps its word. */
export function calibrationError(answers: readonly Answer[]): number {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }))
  for (const answer of answers) {
    const bin = bins[Math.min(9, Math.floor(answer.confidence * 10))]
    if (bin === undefined) continue
    bin.confidence += answer.confidence
    if (answer.right) bin.right++
  }
  return bins.reduce((sum, b) => sum + Math.abs(b.confidence - b.right), 0) / Math.max(1, answers.length)
}

/** The value below which this share (0..1) of the values lies; of no values: 0. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
