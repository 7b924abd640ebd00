import { fileURLToPath } from 'node:url'
import type { ProvincePack, Understand } from '../../src/core/index.ts'
import { modelOf } from '../../src/nlp/model-file.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { lexiconOf } from '../../src/packs/lexicon.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The real understander for a pack, with the model that the run's setup has built. */
export function realUnderstand(pack: ProvincePack): Understand {
  return createUnderstand(lexiconOf(pack), modelOf(ROOT))
}
