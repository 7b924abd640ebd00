import { best } from '../head.ts'

/** An answer of cross-validation: what a head trained without this voice said, and what is right. */
export interface Judged {
  margins: Float64Array
  /** Number of the right label. */
  right: number
}

/**
 * The factor that makes shares honest: the one under which the right labels are likeliest (Guo et al. 2017, as the
 * inverse of the temperature). 1 .. 30.
 */
export function sharpnessOf(judged: readonly Judged[]): number {
  let low = 1
  let high = 30
  let a = high - (high - low) * GOLDEN
  let b = low + (high - low) * GOLDEN
  let [atA, atB] = [loss(judged, a), loss(judged, b)]
  while (high - low > 0.02) {
    if (atA <= atB) {
      high = b
      b = a
      atB = atA
      a = high - (high - low) * GOLDEN
      atA = loss(judged, a)
    } else {
      low = a
      a = b
      atA = atB
      b = low + (high - low) * GOLDEN
      atB = loss(judged, b)
    }
  }
  return (low + high) / 2
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Negative log of the likelihood of the right labels. */
function loss(judged: readonly Judged[], sharpness: number): number {
  let sum = 0
  for (const { margins, right } of judged) {
    const own = margins[right] as number
    let all = 0
    for (let k = 0; k < margins.length; k++) {
      const behind = ((margins[k] as number) - own) * sharpness
      if (behind > -18) all += Math.exp(behind)
    }
    sum += Math.log(all)
  }
  return sum
}

/**
 * What to add to each margin so that rare labels get their due: the mean of the F1 of all labels is raised, one label
 * at a time, until nothing is gained. At most half a margin each way.
 */
export function biasesOf(judged: readonly Judged[], labels: number): Float64Array {
  const bias = new Float64Array(labels)
  let reached = macroF1(judged, bias)
  for (let round = 0; round < 4; round++) {
    const before = reached
    for (let k = 0; k < labels; k++) {
      for (const step of STEPS) {
        const old = bias[k] as number
        bias[k] = step
        const now = macroF1(judged, bias)
        if (now > reached + 1e-6) reached = now
        else bias[k] = old
      }
    }
    if (reached - before < 1e-4) break
  }
  return bias
}

const STEPS = Array.from({ length: 21 }, (_, i) => (i - 10) / 20)

/** Mean F1 over the labels that occur. */
export function macroF1(judged: readonly Judged[], bias: Float64Array): number {
  const right = new Float64Array(bias.length)
  const said = new Float64Array(bias.length)
  const is = new Float64Array(bias.length)
  for (const j of judged) {
    const answer = best(j.margins.map((m, k) => m + (bias[k] as number)))
    said[answer] = (said[answer] as number) + 1
    is[j.right] = (is[j.right] as number) + 1
    if (answer === j.right) right[answer] = (right[answer] as number) + 1
  }
  const seen = [...is.keys()].filter((k) => (is[k] as number) > 0)
  const f1 = (k: number): number => (2 * (right[k] as number)) / ((said[k] as number) + (is[k] as number))
  return seen.reduce((sum, k) => sum + f1(k), 0) / Math.max(1, seen.length)
}

/** One decision with its score: was a yes right? */
export interface Scored {
  score: number
  right: boolean
}

/**
 * The least score from which on at least `precision` of the answers are right. 1.01 when there is none.
 * The curve is read from the top; a lucky stretch of under 20 answers does not count.
 */
export function thresholdFor(scored: readonly Scored[], precision: number): number {
  const sorted = [...scored].sort((a, b) => b.score - a.score)
  let right = 0
  let threshold = 1.01
  sorted.forEach((s, i) => {
    if (s.right) right++
    const ties = sorted[i + 1]?.score === s.score
    if (!ties && i >= 19 && right / (i + 1) >= precision) threshold = s.score
  })
  return threshold
}

/** The score from which on saying yes has the best F1 against all that are right. */
export function bestF1Threshold(scored: readonly Scored[]): number {
  const all = scored.filter((s) => s.right).length
  const sorted = [...scored].sort((a, b) => b.score - a.score)
  let right = 0
  let most = 0
  let threshold = Number.MAX_VALUE
  sorted.forEach((s, i) => {
    if (s.right) right++
    const f1 = (2 * right) / (i + 1 + all)
    if (f1 <= most || sorted[i + 1]?.score === s.score) return
    most = f1
    threshold = s.score
  })
  return threshold
}

/** Expected calibration error over ten equal stretches of confidence: 0 is honest. */
export function calibrationError(scored: readonly Scored[]): number {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, confidence: 0, right: 0 }))
  for (const s of scored) {
    const bin = bins[Math.min(9, Math.floor(s.score * 10))]
    if (bin === undefined) continue
    bin.n++
    bin.confidence += s.score
    if (s.right) bin.right++
  }
  return bins.reduce((sum, b) => sum + Math.abs(b.confidence - b.right), 0) / Math.max(1, scored.length)
}

/** Chance that a yes is right, from a margin: `1 / (1 + exp(-(slope * margin + offset)))`. */
export interface Logistic {
  slope: number
  offset: number
}

/** Platt scaling by Newton's method; 0 and 1 are pulled in a little so that it always ends. */
export function logisticOf(scored: readonly Scored[]): Logistic {
  let slope = 1
  let offset = 0
  for (let step = 0; step < 25; step++) {
    let [ga, gb, aa, ab, bb] = [1e-3 * slope, 0, 1e-3, 0, 1e-6]
    for (const { score: x, right } of scored) {
      const p = 1 / (1 + Math.exp(-(slope * x + offset)))
      const miss = p - (right ? 0.999 : 0.001)
      const curve = Math.max(1e-6, p * (1 - p))
      ga += miss * x
      gb += miss
      aa += curve * x * x
      ab += curve * x
      bb += curve
    }
    const det = aa * bb - ab * ab
    slope -= clamp((bb * ga - ab * gb) / det)
    offset -= clamp((aa * gb - ab * ga) / det)
  }
  return { slope, offset }
}

function clamp(step: number): number {
  return Math.max(-2, Math.min(2, step))
}
