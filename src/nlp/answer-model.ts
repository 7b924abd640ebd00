import type { Candidate, FEATURES } from './answer-features.ts'

/** What weighs how much when a card is chosen, learned by `npm run nlu -- fit-answers`. */
export interface AnswerModel {
  weights: Readonly<Record<(typeof FEATURES)[number], number>>
  /** From this share of belief a card is worth offering. */
  possible: number
  /** From this share a card is the answer. */
  certain: number
}

/** How the belief is shared among the cards and "none of them" (which has the rest): a softmax with none at 0. */
export function sharesOfModel(model: Pick<AnswerModel, 'weights'>, candidates: readonly Candidate[]): number[] {
  const weights = Object.values(model.weights)
  return softShares(weights, candidates)
}

/** As `sharesOfModel`, weights in the order of `FEATURES`. */
export function softShares(weights: readonly number[], candidates: readonly Candidate[]): number[] {
  const margins = candidates.map((c) => c.features.reduce((s, f, k) => s + f * (weights[k] ?? 0), 0))
  const most = Math.max(0, ...margins)
  const grown = margins.map((m) => Math.exp(m - most))
  const all = grown.reduce((a, b) => a + b, Math.exp(-most))
  return grown.map((g) => g / all)
}
