import { fileURLToPath } from 'node:url'
import { modelOf } from '../src/nlp/model-file.ts'
import { createUnderstand } from '../src/nlp/understand.ts'
import { HELD_OUT } from '../test/fixtures/nlu-heldout.ts'
import { fixtureLexicon } from '../test/fixtures/nlu-lexicon.ts'

/** Time and memory of understanding: `npx tsx bench/nlu.ts`. Run by hand; nothing is asserted. */
const before = process.memoryUsage().rss
const loadStart = process.hrtime.bigint()
const model = modelOf(fileURLToPath(new URL('..', import.meta.url)))
const loaded = msSince(loadStart)
const indexStart = process.hrtime.bigint()
const understand = createUnderstand(fixtureLexicon(), model)
const indexed = msSince(indexStart)
const texts = HELD_OUT.trim()
  .split('\n')
  .map((l) => l.split('|')[4] ?? '')
const times: number[] = []
for (let round = 0; round < 20; round++) {
  for (const text of texts) {
    const start = process.hrtime.bigint()
    understand(text)
    if (round > 0) times.push(msSince(start))
  }
}
times.sort((a, b) => a - b)
console.log(`model loaded in ${loaded.toFixed(0)} ms, indexes in ${indexed.toFixed(1)} ms`)
console.log(`understand: P50 ${at(0.5)} ms, P99 ${at(0.99)} ms, worst ${at(1)} ms over ${times.length} calls`)
console.log(`resident memory added: ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB`)

function msSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6
}

function at(share: number): string {
  return (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2)
}
