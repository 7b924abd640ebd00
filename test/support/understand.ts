import { fileURLToPath } from 'node:url'
import type { ProvincePack, Understand } from '../../src/core/index.ts'
import { loadExamples } from '../../src/nlp/load-examples.ts'
import { trainModel } from '../../src/nlp/model.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { lexiconOf } from '../../src/packs/lexicon.ts'

const EXAMPLES = fileURLToPath(new URL('../../data/nlu/train', import.meta.url))

/** The real understander for a pack, trained from the project's examples. Takes a second or two: make it once a file. */
export function realUnderstand(pack: ProvincePack): Understand {
  return createUnderstand(lexiconOf(pack), trainModel(loadExamples(EXAMPLES)))
}
