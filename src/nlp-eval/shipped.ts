import { join } from 'node:path'
import type { Lexicon, Understand } from '../core/understanding.ts'
import { modelOf } from '../nlp/model-file.ts'
import { createUnderstand } from '../nlp/understand.ts'
import { lexiconOf } from '../packs/lexicon.ts'
import { loadPack } from '../packs/load.ts'

export interface Ready {
  understand: Understand
  lexicon: Lexicon
  /** Milliseconds to have the model at hand and the indexes built. */
  loadMs: number
}

/** The understander as the program has it. @param root the project's folder @param pack a folder's name in `data` */
export function loadShipped(root: string, pack: string): Ready {
  return readyToUnderstand(root, lexiconOf(loadPack(join(root, 'data', pack))))
}

/** As `loadShipped`, for a pack that is read already. */
export function readyToUnderstand(root: string, lexicon: Lexicon): Ready {
  const start = process.hrtime.bigint()
  const understand = createUnderstand(lexicon, modelOf(root))
  return { understand, lexicon, loadMs: Number(process.hrtime.bigint() - start) / 1e6 }
}
