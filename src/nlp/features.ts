import { type Token, wordsOf } from './tokens.ts'

/** Sparse binary vector of unit length: sorted distinct feature numbers, all with value `1 / sqrt(n)`. */
export type Features = Int32Array

/** log2 of the number of features. */
export const FEATURE_BITS = 20
const MASK = (1 << FEATURE_BITS) - 1

/** Bare syllables that the training data use; by hash, so that a model carries them in little space. */
export type Vocabulary = ReadonlySet<number>

/**
 * Hashed syllables and pairs of neighbours, bare and accented; triples added nothing (cross-validated). The bare ones carry messages typed without accents,
 * the accented ones tell apart what only accents tell apart. Numbers count as `0`, links as `URL`. A syllable that
 * nobody knows is mostly a slip of the thumb: it is looked at by its letters.
 */
export function featuresOf(tokens: readonly Token[], vocabulary: Vocabulary): Features {
  const syllables = wordsOf(tokens)
  const bares = ['^', ...syllables.map((t) => (t.kind === 'number' ? '0' : t.bare)), '$']
  const texts = ['^', ...syllables.map((t) => (t.kind === 'number' ? '0' : t.text)), '$']
  const seen = new Set<number>()
  for (let i = 0; i < bares.length; i++) {
    addGrams(seen, bares, { at: i, seed: 17 })
    addGrams(seen, texts, { at: i, seed: 91 })
  }
  for (const t of syllables) if (t.kind === 'word' && !vocabulary.has(syllableHash(t.bare))) addLetters(seen, t.bare)
  if (tokens.some((t) => t.text === '?')) seen.add(hash('?', 5) & MASK)
  if (tokens.some((t) => t.kind === 'link')) seen.add(hash('URL', 5) & MASK)
  seen.add(hash(`len${Math.min(4, Math.floor(Math.log2(syllables.length + 1)))}`, 5) & MASK)
  return Int32Array.from(seen).sort()
}

/** The number by which a vocabulary knows a bare syllable. */
export function syllableHash(bareSyllable: string): number {
  return hash(bareSyllable, 3)
}

function addGrams(into: Set<number>, words: readonly string[], { at, seed }: { at: number; seed: number }): void {
  let h = seed
  for (let n = 0; n < 2; n++) {
    const word = words[at + n]
    if (word === undefined) return
    h = hash(word, h)
    into.add(h & MASK)
  }
}

/** Pairs of letters that follow each other or stand around a third: most survive one slip. */
function addLetters(into: Set<number>, syllable: string): void {
  const letters = `^${syllable.slice(0, 12)}$`
  for (let i = 0; i + 1 < letters.length; i++) {
    into.add(hash(letters.slice(i, i + 3), 29) & MASK)
    into.add(hash(letters.slice(i, i + 2), 31) & MASK)
  }
}

/** FNV-1a with a final mix; the same on every machine. */
function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  h ^= h >>> 12
  return h >>> 0
}
