import type { AnswerModel } from './answer-model.ts'

/** Written by `npm run nlu -- fit-answers` from 326 questions of data/nlu/train-answers.jsonl. */
export const ANSWER_MODEL: AnswerModel = {
  weights: {
    covered: -1.1,
    matched: 3.4,
    name: 1.9,
    nameInOwnWords: 1.5,
    question: -0.9,
    pairs: 1.8,
    accents: -1,
    intent: 0.3,
    topic: 2.4,
    lead: 1.7,
    named: 0.1,
    unexplained: -1.6,
    strangest: -1.2,
    length: 0.9,
    bias: -3.2,
  },
  possible: 0.49,
  certain: 0.64,
}
