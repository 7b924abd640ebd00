import { bare } from '../core/text.ts'
import { ABBREVIATIONS } from './abbreviations.ts'
import { placeTone, telexLeftover } from './syllables.ts'

export type TokenKind = 'word' | 'number' | 'link' | 'emoji' | 'mark'

/** One syllable or sign. Offsets point into the text as the resident wrote it. */
export interface Token {
  kind: TokenKind
  /** As written. */
  raw: string
  /** Lower case, NFC, one tone placement, abbreviations written out. */
  text: string
  /** `text` without accents. */
  bare: string
  start: number
  end: number
  /** Written with a capital first letter. */
  capital: boolean
}

const INVISIBLE = /\uFE0F|[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g
const PIECES =
  /(?<link>(?:https?:\/\/|www\.)\S+|[a-z0-9][a-z0-9.-]*\.(?:vn|com|net|org|ly|me)(?:\/\S*)?(?![\p{L}\p{N}]))|(?<number>\d+(?:[./,:-]\d+)*(?:[a-z](?![\p{L}\p{M}\d]))?)|(?<word>[đdĐD]\/c(?![\p{L}\p{M}])|[kK]0(?!\d)|[\p{L}\p{M}\u00AD\u200B-\u200F\u2060\uFEFF]+)|(?<emoji>\p{Extended_Pictographic})|(?<mark>[^\s])/giu

/** The syllables of a message, at most the first 4000 characters, abbreviations written out. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (const m of text.slice(0, 4000).matchAll(PIECES)) {
    const raw = m[0]
    const start = m.index
    const at = { raw, start, end: start + raw.length, capital: isCapital(raw) }
    if (m.groups?.word !== undefined) {
      for (const word of words(raw)) tokens.push({ kind: 'word', text: word, bare: bare(word), ...at })
    } else {
      const kind = kindOf(m.groups)
      const clean = raw.replace(INVISIBLE, '')
      if (clean !== '') tokens.push({ kind, text: clean.toLowerCase(), bare: bare(clean), ...at })
    }
  }
  return tokens
}

/** Words and numbers only. */
export function wordsOf(tokens: readonly Token[]): Token[] {
  return tokens.filter((t) => t.kind === 'word' || t.kind === 'number')
}

function kindOf(groups: Record<string, string> | undefined): TokenKind {
  if (groups?.link !== undefined) return 'link'
  if (groups?.number !== undefined) return 'number'
  return groups?.emoji !== undefined ? 'emoji' : 'mark'
}

function isCapital(raw: string): boolean {
  const first = raw.charAt(0)
  return first !== first.toLowerCase()
}

function words(raw: string): string[] {
  const word = cleanWord(raw)
  if (word === '') return []
  const long = ABBREVIATIONS.get(word)
  if (long !== undefined) return long.split(' ')
  return [respell(word)]
}

/** Lower case, NFC, one tone placement, without letters held down ("quáaaa"). */
export function cleanWord(raw: string): string {
  const lower = raw.replace(INVISIBLE, '').normalize('NFC').toLowerCase().replaceAll('ð', 'đ')
  const short = lower.replace(/(\p{L})\1{2,}/gu, '$1')
  return placeTone(trimTail(short))
}

/** "quáa" -> "quá": a plain vowel repeated after its accented self ("cứu" has two different ones). */
function trimTail(word: string): string {
  let out = word
  while (out.length > 2) {
    const last = out.charAt(out.length - 1)
    const before = out.charAt(out.length - 2)
    if (!/[aeiouy]/.test(last) || bare(before) !== last || before === last || /[ưứừửữự]/.test(before)) break
    out = out.slice(0, -1)
  }
  return out
}

function respell(word: string): string {
  const telex = telexLeftover(word)
  if (telex !== null) return telex
  if (/^f[^\W\d_]/u.test(word) || /^f\p{L}/u.test(word)) return `ph${word.slice(1)}`
  if (/^d?z\p{L}/u.test(word)) return word.replace(/^d?z/, 'v')
  if (/^w\p{L}/u.test(word)) return `qu${word.slice(1)}`
  return word
}
