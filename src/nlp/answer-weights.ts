import type { AnswerModel } from './answer-model.ts'

/** Written by `npm run nlu -- fit-answers` from 326 questions of data/nlu/train-answers.jsonl. */
export const ANSWER_MODEL: AnswerModel = {
  weights: {
    covered: -0.9,
    matched: 2.7,
    name: 1.7,
    nameInOwnWords: 0.9,
    question: -1.1,
    pairs: 1.5,
    accents: -0.5,
    intent: 0.2,
    topic: 3.2,
    lead: 2.4,
    named: 0.3,
    unexplained: -1.3,
    strangest: -1.6,
    length: 0.8,
    bias: -3.2,
  },
  possible: 0.52,
  certain: 0.72,
}
