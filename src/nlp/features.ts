import { type Token, wordsOf } from './tokens.ts'

/** Sparse binary vector of unit length: sorted distinct feature numbers, all with value `1 / sqrt(n)`. */
export type Features = Int32Array

/**
 * Hashed n-grams of one to three syllables, bare and accented. The bare ones carry messages typed without accents,
 * the accented ones tell apart what only accents tell apart. Numbers count as `0`, links as `URL`.
 * @param bits log2 of the number of buckets
 */
export function featuresOf(tokens: readonly Token[], bits: number): Features {
  const mask = (1 << bits) - 1
  const syllables = wordsOf(tokens)
  const bares = ['^', ...syllables.map((t) => (t.kind === 'number' ? '0' : t.bare)), '$']
  const texts = ['^', ...syllables.map((t) => (t.kind === 'number' ? '0' : t.text)), '$']
  const seen = new Set<number>()
  for (let i = 0; i < bares.length; i++) {
    addGrams(seen, bares, { at: i, seed: 17, upTo: 3, mask })
    addGrams(seen, texts, { at: i, seed: 91, upTo: 2, mask })
  }
  if (tokens.some((t) => t.text === '?')) seen.add(hash('?', 5) & mask)
  if (tokens.some((t) => t.kind === 'link')) seen.add(hash('URL', 5) & mask)
  seen.add(hash(`len${Math.min(4, Math.floor(Math.log2(syllables.length + 1)))}`, 5) & mask)
  return Int32Array.from(seen).sort()
}

function addGrams(
  into: Set<number>,
  words: readonly string[],
  { at, seed, upTo, mask }: { at: number; seed: number; upTo: number; mask: number },
): void {
  let h = seed
  for (let n = 0; n < upTo; n++) {
    const word = words[at + n]
    if (word === undefined) return
    h = hash(word, h)
    into.add(h & mask)
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
