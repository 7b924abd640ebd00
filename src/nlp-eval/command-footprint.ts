import { join } from 'node:path'
import { lexiconOf } from '../packs/lexicon.ts'
import { loadPack } from '../packs/load.ts'
import { type Command, readOptions } from './command.ts'
import { named } from './figures.ts'
import { readyToUnderstand } from './shipped.ts'

/** What understanding costs a process that has its pack already: time to be ready, and resident memory after use. */
export const footprintCommand: Command = {
  usage: 'footprint [--pack <name>]',
  run(args, { root, pack, print }) {
    const options = readOptions(args, { pack: { type: 'string', default: pack } })
    const lexicon = lexiconOf(loadPack(join(root, 'data', options.pack)))
    const before = settledMemory()
    const { understand, loadMs } = readyToUnderstand(root, lexicon)
    // Messages to have all of it in use: the examples of the pack's own cards.
    for (const card of lexicon.cards) for (const question of card.questions) understand(question)
    const memory = (settledMemory() - before) / 2 ** 20
    print(JSON.stringify(named('machine', { loadMs: { value: loadMs, of: 1 }, memory: { value: memory, of: 1 } })))
    return 0
  },
}

/** Resident bytes, garbage collected first if Node was started with --expose-gc. */
function settledMemory(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss
}
