import type { AnswerModel } from './answer-model.ts'

/** Written by `npm run nlu -- fit-answers` from 326 questions of data/nlu/train-answers.jsonl. */
export const ANSWER_MODEL: AnswerModel = {
  weights: {
    covered: -0.8,
    matched: 3.5,
    name: 1.8,
    nameInOwnWords: 1.4,
    question: -0.5,
    pairs: 1.4,
    accents: -0.9,
    intent: 0.4,
    topic: 1.9,
    lead: 1.9,
    named: 0.3,
    unexplained: -1.7,
    strangest: -1.1,
    length: 0.9,
    bias: -3.2,
  },
  possible: 0.45,
  certain: 0.7,
}
