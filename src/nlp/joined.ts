import { bare } from '../core/text.ts'
import { isSyllable } from './syllables.ts'
import { accentedCount, bareCount, chance, isForeign, pairCount } from './vocabulary.ts'

/** A syllable has at most seven letters; longer words than this are taken as they stand. */
const LONGEST = 40
const SYLLABLE = 7
/** Short forms that are often glued to the next word, with the syllable whose chances they share. */
const GLUED: ReadonlyMap<string, string> = new Map([
  ['ko', 'khong'],
  ['hok', 'khong'],
  ['dc', 'duoc'],
  ['đc', 'duoc'],
])
/** Below this mean log chance the pieces are an accident ("complain" is not "com plain"). */
const LEAST = -8

/**
 * Where a word without spaces falls apart into syllables: "khongbiet" -> ["khong", "biet"]. Null: it is one syllable,
 * a foreign word, or nothing that our text would make likely. Expects a clean word.
 */
export function splitJoined(word: string): string[] | null {
  if (word.length < 5 || word.length > LONGEST || !/^[\p{L}]+$/u.test(word)) return null
  if (isSyllable(word) || isForeign(word)) return null
  const pieces = likeliestPieces(word)
  if (pieces === null || pieces.length < 2) return null
  return vouched(pieces) ? pieces : null
}

interface Path {
  score: number
  piece: string
  before: Path | null
}

/** The likeliest way through the word; the work is its length times 49. */
function likeliestPieces(word: string): string[] | null {
  const ends: Path[][] = Array.from({ length: word.length + 1 }, () => [])
  for (let at = 0; at < word.length; at++) {
    const paths = ends[at] ?? []
    if (at > 0 && paths.length === 0) continue
    for (let n = 1; n <= Math.min(SYLLABLE, word.length - at); n++) {
      const piece = word.slice(at, at + n)
      const known = knownAs(piece)
      if (known === null) continue
      ends[at + n]?.push(best(paths, piece, known))
    }
  }
  const last = ends[word.length]?.reduce<Path | null>((a, b) => (a === null || b.score > a.score ? b : a), null) ?? null
  const pieces: string[] = []
  for (let p: Path | null = last; p !== null; p = p.before) pieces.unshift(p.piece)
  return last === null || last.score / pieces.length < LEAST ? null : pieces
}

function best(paths: readonly Path[], piece: string, known: string): Path {
  let found: Path = { score: paths.length === 0 ? Math.log(chance(null, known)) : -Infinity, piece, before: null }
  for (const path of paths) {
    const score = path.score + Math.log(chance(knownAs(path.piece), known))
    if (score > found.score) found = { score, piece, before: path }
  }
  return found
}

/** The bare syllable that a piece is; null: none of ours. */
function knownAs(piece: string): string | null {
  const glued = GLUED.get(piece)
  if (glued !== undefined) return glued
  const plain = bare(piece)
  if (piece.length === 1) return plain === 'o' || plain === 'y' || piece === 'à' ? plain : null
  const seen = piece === plain ? bareCount(plain) : accentedCount(piece)
  return seen >= 2 ? plain : null
}

/** Two neighbours that stand side by side in our text too; long words may do without one. */
function vouched(pieces: readonly string[]): boolean {
  const plain = pieces.map((p) => knownAs(p) ?? p)
  const pairs = plain.slice(1).filter((p, i) => pairCount(plain[i] ?? '', p) > 0).length
  const common = plain.every((p) => p.length >= 3 && bareCount(p) >= 8)
  if (pairs === 0) return common && pieces.length <= 3
  return pairs * 2 >= pieces.length - 1
}
