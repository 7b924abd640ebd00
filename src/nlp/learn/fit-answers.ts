import { type Candidate, FEATURES } from '../answer-features.ts'
import { type AnswerModel, softShares } from '../answer-model.ts'

/** A question with the cards that may answer it. */
export interface AskedRow {
  /** Who wrote it: rows of one voice are never on both sides of a calibration. */
  source: string
  candidates: readonly Candidate[]
  /** By candidate: it rightly answers. */
  right: readonly boolean[]
  /** Some card answers, among the candidates or not. */
  answerable: boolean
}

/** Share of first cards from `certain` on that must be right. */
const PRECISION = 0.965
/** Share of menus just above `possible` that must hold a right card. */
const OFFER = 0.5
const PENALTY = 0.5
const ROUNDS = 1500

/**
 * Learns the weights from all rows, and the two thresholds from rows of each voice as judged by weights of the others.
 * Deterministic. Takes some seconds for 330 rows.
 */
export function fitAnswers(rows: readonly AskedRow[]): AnswerModel {
  const voices = [...new Set(rows.map((r) => r.source))]
  const judged = voices.flatMap((voice) => {
    const weights = weightsOf(rows.filter((r) => r.source !== voice))
    return rows.filter((r) => r.source === voice).map((row) => judge(row, weights))
  })
  const weights = weightsOf(rows)
  const named = Object.fromEntries(FEATURES.map((name, k) => [name, Math.round((weights[k] ?? 0) * 10) / 10]))
  const certain = certainFrom(judged)
  return {
    weights: named as AnswerModel['weights'],
    certain,
    possible: Math.min(possibleFrom(judged, certain), certain),
  }
}

interface Judged {
  share: number
  first: boolean
  /** A right card among the first three. */
  offered: boolean
}

function judge(row: AskedRow, weights: readonly number[]): Judged {
  const shares = softShares(weights, row.candidates)
  const order = shares.map((share, i) => ({ share, right: row.right[i] === true })).sort((a, b) => b.share - a.share)
  return {
    share: order[0]?.share ?? 0,
    first: order[0]?.right === true,
    offered: order.slice(0, 3).some((o) => o.right),
  }
}

/** The least share from which on the first cards are right in `PRECISION` of all cases. */
function certainFrom(judged: readonly Judged[]): number {
  const sorted = [...judged].sort((a, b) => b.share - a.share)
  let right = 0
  let least = 1
  sorted.forEach((j, i) => {
    if (j.first) right++
    if (right / (i + 1) >= PRECISION) least = j.share
  })
  return rounded(Math.min(0.99, least))
}

/** The least share from which on, up to `certain`, menus hold a right card in `OFFER` of all cases, tenth by tenth. */
function possibleFrom(judged: readonly Judged[], certain: number): number {
  let least = certain
  for (let from = certain; from > 0.05; from -= 0.05) {
    const band = judged.filter((j) => j.share >= from - 0.1 && j.share < from)
    if (band.length > 0 && band.filter((j) => j.offered).length / band.length < OFFER) break
    least = from - 0.05
  }
  return rounded(least)
}

/** Conditional logit (one of the cards, or none) with L2, by Adam over all rows at once. */
function weightsOf(rows: readonly AskedRow[]): number[] {
  const useful = rows.filter((r) => !r.answerable || r.right.some((y) => y))
  const weights = FEATURES.map(() => 0)
  const mean = FEATURES.map(() => 0)
  const square = FEATURES.map(() => 0)
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = slopeOf(useful, weights)
    const step = round <= ROUNDS * 0.7 ? 0.05 : 0.01
    slope.forEach((g, k) => {
      mean[k] = 0.9 * (mean[k] ?? 0) + 0.1 * g
      square[k] = 0.99 * (square[k] ?? 0) + 0.01 * g * g
      const size = Math.sqrt((square[k] ?? 0) / (1 - 0.99 ** round)) + 1e-8
      weights[k] = (weights[k] ?? 0) - (step * ((mean[k] ?? 0) / (1 - 0.9 ** round))) / size
    })
  }
  return weights
}

function slopeOf(rows: readonly AskedRow[], weights: readonly number[]): number[] {
  const slope = weights.map((w) => PENALTY * w)
  for (const row of rows) {
    const shares = softShares(weights, row.candidates)
    const rightly = shares.reduce((s, share, i) => s + (row.right[i] === true ? share : 0), 0)
    row.candidates.forEach((candidate, i) => {
      const wanted = row.right[i] === true ? (shares[i] ?? 0) / Math.max(1e-12, rightly) : 0
      const off = (shares[i] ?? 0) - wanted
      candidate.features.forEach((f, k) => {
        slope[k] = (slope[k] ?? 0) + off * f
      })
    })
  }
  return slope
}

/** To the hundredth above: a threshold is not lowered by rounding. */
function rounded(n: number): number {
  return Math.ceil(n * 100) / 100
}
