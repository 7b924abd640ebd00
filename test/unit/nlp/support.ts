import { fileURLToPath } from 'node:url'
import type { Understand } from '../../../src/core/understanding.ts'
import type { Example } from '../../../src/nlp/learn/example.ts'
import { loadExamples } from '../../../src/nlp/load-examples.ts'
import { modelOf } from '../../../src/nlp/model-file.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { fixtureLexicon } from '../../fixtures/nlu-lexicon.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export function shippedExamples(): Example[] {
  return loadExamples(fileURLToPath(new URL('../../../data/nlu/train', import.meta.url)))
}

/** With the model that the run's setup has built, and the small lexicon of the tests. */
export function trainedUnderstand(): Understand {
  return createUnderstand(fixtureLexicon(), modelOf(ROOT))
}
