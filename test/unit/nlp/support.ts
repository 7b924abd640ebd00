import { fileURLToPath } from 'node:url'
import type { Understand } from '../../../src/core/understanding.ts'
import type { Example } from '../../../src/nlp/learn/example.ts'
import { loadExamples } from '../../../src/nlp/load-examples.ts'
import { trainModel } from '../../../src/nlp/model.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { fixtureLexicon } from '../../fixtures/nlu-lexicon.ts'

export function shippedExamples(): Example[] {
  return loadExamples(fileURLToPath(new URL('../../../data/nlu/train', import.meta.url)))
}

/** Trained on the shipped data, with the small lexicon of the tests. About a second and a half: once per file. */
export function trainedUnderstand(): Understand {
  return createUnderstand(fixtureLexicon(), trainModel(shippedExamples()))
}
