import type { Scored } from '../core/understanding.ts'
import { candidatesOf, type Prior } from './answer-features.ts'
import { type CardIndex, indexCards } from './answer-index.ts'
import { type AnswerModel, sharesOfModel } from './answer-model.ts'
import { ANSWER_MODEL } from './answer-weights.ts'
import type { Token } from './tokens.ts'

export { type CardIndex, indexCards }

/**
 * Under this score the caller should say that it does not know. The scale is calibrated on data/nlu/train-answers:
 * from here a card is worth offering, from `ANSWER_CERTAIN` 95 of 100 first cards are the right one.
 */
export const ANSWER_THRESHOLD = 0.5

/** From this score a card is told at once; under it, it is offered among others. */
export const ANSWER_CERTAIN = 0.75

/** Less than this says nothing of the card. */
const FLOOR = 0.01

/** The three cards that answer best. */
export function searchCards(index: CardIndex, tokens: readonly Token[], prior: Prior): Scored<string>[] {
  const candidates = candidatesOf(index, tokens, prior)
  const shares = sharesOfModel(ANSWER_MODEL, candidates)
  return candidates
    .flatMap((c, i) => {
      const card = index.cards[c.card]
      return card === undefined ? [] : [{ id: card.id, score: scaled(ANSWER_MODEL, shares[i] ?? 0) }]
    })
    .filter((s) => s.score >= FLOOR)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
}

/** The model's share of belief on the scale that flows know: `possible` at 0.5, `certain` at 0.75. */
function scaled({ possible, certain }: AnswerModel, share: number): number {
  const on = (from: number, to: number, low: number, high: number): number =>
    low + ((share - from) / (to - from)) * (high - low)
  const score =
    share < possible
      ? on(0, possible, 0, 0.5)
      : share < certain
        ? on(possible, certain, 0.5, 0.75)
        : on(certain, 1, 0.75, 1)
  return Math.round(score * 1000) / 1000
}
