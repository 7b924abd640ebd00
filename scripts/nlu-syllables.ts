import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bare } from '../src/core/text.ts'
import { loadExamples } from '../src/nlp/load-examples.ts'
import { cleanWord } from '../src/nlp/spelling.ts'
import { isSyllable } from '../src/nlp/syllables.ts'

/** Counts the syllables of `data/nlu/train` into src/nlp/vocabulary-table.ts: `npm run nlu:syllables`. */
const root = new URL('..', import.meta.url)
const rows = loadExamples(fileURLToPath(new URL('data/nlu/train', root))).filter((e) => e.form === 'clean')

const syllables = new Map<string, number>()
const pairs = new Map<string, number>()
const foreign = new Map<string, number>()
for (const { text } of rows) {
  let before = ''
  for (const raw of text.split(/[^\p{L}\p{M}]+/u)) {
    const word = cleanWord(raw)
    const known = word.length > 1 && isSyllable(word)
    if (known) add(syllables, word)
    else if (/^[a-z]{3,}$/.test(word)) add(foreign, word)
    if (known && before !== '') add(pairs, `${before} ${bare(word)}`)
    before = known ? bare(word) : ''
  }
}

function add(to: Map<string, number>, key: string): void {
  to.set(key, (to.get(key) ?? 0) + 1)
}

function often(from: ReadonlyMap<string, number>, least: number): [string, number][] {
  return [...from].filter(([, n]) => n >= least).sort(([a], [b]) => (a < b ? -1 : 1))
}

const table = (entries: [string, number][]): string => entries.map(([word, n]) => `${word}:${n}`).join('|')
const lines = [
  '// Written by `npm run nlu:syllables` from data/nlu/train: do not edit by hand.',
  `export const SYLLABLES = '${table(often(syllables, 2))}'`,
  `export const PAIRS = '${table(often(pairs, 2))}'`,
  `export const FOREIGN = '${often(foreign, 2)
    .map(([word]) => word)
    .join(' ')}'`,
]
const out = lines.map((line) => line.replace(' = ', line.startsWith('export') ? ' =\n  ' : ' = ')).join('\n')
writeFileSync(new URL('src/nlp/vocabulary-table.ts', root), `${out}\n`)
console.log(`${rows.length} messages, ${syllables.size} syllables, ${pairs.size} pairs`)
