import { bare } from '../core/text.ts'
import { FOREIGN, PAIRS, SYLLABLES } from './vocabulary-table.ts'

/*
 * How often syllables stand in our own text (`npm run nlu:syllables`): enough to tell which of two readings of a
 * damaged word was meant.
 */

const TONE = /[\u0300\u0301\u0303\u0309\u0323]/

interface Vocabulary {
  accented: ReadonlyMap<string, number>
  bare: ReadonlyMap<string, number>
  /** Bare syllable and tone -> the commonest syllable with both. */
  toned: ReadonlyMap<string, string>
  pairs: ReadonlyMap<string, number>
  foreign: ReadonlySet<string>
  total: number
}

const WORDS: Vocabulary = readTables()

function readTables(): Vocabulary {
  const accented = counts(SYLLABLES)
  const plain = new Map<string, number>()
  const toned = new Map<string, string>()
  for (const [syllable, count] of accented) {
    const without = bare(syllable)
    plain.set(without, (plain.get(without) ?? 0) + count)
    const key = without + toneOf(syllable)
    if (count > (accented.get(toned.get(key) ?? '') ?? 0)) toned.set(key, syllable)
  }
  const total = [...accented.values()].reduce((sum, n) => sum + n, 0)
  return { accented, bare: plain, toned, pairs: counts(PAIRS), foreign: new Set(FOREIGN.split(' ')), total }
}

/** "không:812|được:640" -> counts. */
function counts(table: string): Map<string, number> {
  return new Map(
    table.split('|').map((entry) => {
      const at = entry.lastIndexOf(':')
      return [entry.slice(0, at), Number(entry.slice(at + 1))]
    }),
  )
}

/** The tone mark of a syllable, as a combining character; '' for the level tone. */
export function toneOf(syllable: string): string {
  return TONE.exec(syllable.normalize('NFD'))?.[0] ?? ''
}

/** How often a syllable with just these accents was seen; 0: never. */
export function accentedCount(syllable: string): number {
  return WORDS.accented.get(syllable) ?? 0
}

/** How often a syllable was seen with any accents. */
export function bareCount(syllable: string): number {
  return WORDS.bare.get(syllable) ?? 0
}

/** How often the second bare syllable followed the first. */
export function pairCount(first: string, second: string): number {
  return WORDS.pairs.get(`${first} ${second}`) ?? 0
}

/** The commonest syllable with these bare letters and this tone mark. */
export function likeliest(bareSyllable: string, tone: string): string | null {
  return WORDS.toned.get(bareSyllable + tone) ?? null
}

/** Chance of a syllable after another, by pairs and, where these are rare, by itself. */
export function chance(before: string | null, syllable: string): number {
  const alone = bareCount(syllable) / WORDS.total
  if (before === null) return alone
  const seen = Math.max(1, bareCount(before))
  return 0.7 * (pairCount(before, syllable) / seen) + 0.3 * alone
}

/** "karaoke", "camera", "zalo": words of our text that are no Vietnamese syllables. */
export function isForeign(word: string): boolean {
  return WORDS.foreign.has(word)
}
