import { bare } from '../core/text.ts'
import { splitJoined } from './joined.ts'
import { COUNTED, fromVni, isInnerVni } from './keystrokes.ts'
import { plainLetters, type Readable } from './letters.ts'
import { commonWords } from './regions.ts'
import { type Surroundings, writtenOut } from './short-forms.ts'
import { cleanWord, respell } from './spelling.ts'
import { isSyllable } from './syllables.ts'
import { accentedCount, bareCount } from './vocabulary.ts'

export type TokenKind = 'word' | 'number' | 'link' | 'emoji' | 'mark'

/** One syllable or sign. Offsets point into the text as the resident wrote it. */
export interface Token {
  kind: TokenKind
  /** As written: the text from `start` to `end`. The words of one short form share theirs. */
  raw: string
  /** Lower case, NFC, one tone placement; keyboard left-overs, chat spelling and short forms written out. */
  text: string
  /** `text` without accents. */
  bare: string
  start: number
  end: number
  /** Written with a capital first letter. */
  capital: boolean
}

/** More of a message is not read. */
export const MAX_READ = 4000

const PIECES =
  /(?<link>(?:https?:\/\/|www\.)\S+|[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}|[a-z0-9][a-z0-9.-]{0,60}\.(?:vn|com|net|org|ly|me)(?:\/\S*)?(?![\p{L}\p{N}]))|(?<number>\d+(?:[./,:-]\d+)*(?:[a-z](?![\p{L}\p{M}\d]))?)|(?<word>[đdĐD]\/c(?![\p{L}\p{M}])|[kK]0(?!\d)|[\p{L}\p{M}]+(?:(?<vni>\d)[\p{L}\d]*)?)|(?<emoji>\p{Extended_Pictographic})|(?<mark>[^\s])/giu

/** A piece of the plain text, before words are written out. */
interface Piece {
  kind: TokenKind
  text: string
  from: number
  to: number
  /** The keys of a VNI keyboard gave this. */
  typed?: string
}

/** The syllables of a message, at most its first 4000 characters. Never throws; time grows with the length. */
export function tokenise(text: string): Token[] {
  const plain = plainLetters(text.slice(0, MAX_READ))
  const pieces = mendBroken(piecesOf(plain.text), plain.text)
  const tokens = pieces.flatMap((piece, i) => tokensOf(piece, { pieces, i, plain, text }))
  return inCommonWords(tokens)
}

/** A phrase of ours in the spelling that `tokenise` gives it: "BHYT" written out, "quán bar" taken for telex. */
export function asRead(phrase: string): string {
  return tokenise(phrase)
    .map((t) => t.text)
    .join(' ')
}

/** Words and numbers only. */
export function wordsOf(tokens: readonly Token[]): Token[] {
  return tokens.filter((t) => t.kind === 'word' || t.kind === 'number')
}

function piecesOf(text: string): Piece[] {
  const matches = [...text.matchAll(PIECES)]
  const typed = matches.map((m) => (m.groups?.vni === undefined ? null : fromVni(cleanWord(m[0]))))
  // One word alone may be a number behind a word; a keyboard leaves traces everywhere.
  const vni = matches.filter((m, i) => typed[i] !== null && isVni(m[0])).length > 1
  return matches.flatMap((m, i) => {
    const at = { text: m[0], from: m.index, to: m.index + m[0].length }
    const word = typed[i] ?? null
    if (m.groups?.vni === undefined) return [{ kind: kindOf(m.groups), ...at }]
    if (word !== null && (vni || isVni(m[0]))) return [{ kind: 'word' as const, ...at, typed: word }]
    return apart(m[0], m.index)
  })
}

function isVni(raw: string): boolean {
  const word = raw.toLowerCase()
  return isInnerVni(word) || !COUNTED.has(word.replace(/\d+$/, ''))
}

/** "QL13" -> "QL", "13". */
function apart(raw: string, start: number): Piece[] {
  return [...raw.matchAll(/\d+(?:[a-z](?![\p{L}\d]))?|[\p{L}\p{M}]+/giu)].map((m) => {
    const from = start + m.index
    return {
      kind: /^\d/.test(m[0]) ? ('number' as const) : ('word' as const),
      text: m[0],
      from,
      to: from + m[0].length,
    }
  })
}

function kindOf(groups: Record<string, string> | undefined): TokenKind {
  if (groups?.link !== undefined) return 'link'
  if (groups?.number !== undefined) return 'number'
  if (groups?.word !== undefined) return 'word'
  return groups?.emoji !== undefined ? 'emoji' : 'mark'
}

/** "n ước", "đư ờng" -> one piece: neither half is a word, the whole is. */
function mendBroken(pieces: readonly Piece[], text: string): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const before = out.at(-1)
    if (before !== undefined && isBroken(before, piece)) {
      const whole = { kind: 'word' as const, from: before.from, to: piece.to }
      out[out.length - 1] = { ...whole, text: text.slice(before.from, before.to) + text.slice(piece.from, piece.to) }
    } else out.push(piece)
  }
  return out
}

function isBroken(a: Piece, b: Piece): boolean {
  if (a.kind !== 'word' || b.kind !== 'word' || b.from !== a.to + 1 || a.text.length + b.text.length > 7) return false
  const [first, second] = [cleanWord(a.text), cleanWord(b.text)]
  const whole = cleanWord(a.text + b.text)
  if (whole === bare(whole) || accentedCount(whole) < 2) return false
  if (accentedCount(second) === 0 && !isShort(second)) return accentedCount(first) === 0 || bare(second) !== second
  return accentedCount(first) === 0 && !isShort(first)
}

function isShort(word: string): boolean {
  return word.length > 0 && writtenOut(word, () => NOWHERE) !== undefined
}

const NOWHERE: Surroundings = { raw: '', before: '', after: '', capitalAfter: false, near: '' }

interface Place {
  pieces: readonly Piece[]
  i: number
  plain: Readable
  text: string
}

function tokensOf(piece: Piece, place: Place): Token[] {
  const make = (text: string, from: number, to: number): Token => {
    const start = place.plain.startOf(from)
    const end = place.plain.endOf(to)
    const written = place.plain.text.charAt(from)
    const raw = place.text.slice(start, end)
    return { kind: piece.kind, raw, text, bare: bare(text), start, end, capital: written !== written.toLowerCase() }
  }
  if (piece.kind !== 'word') return [make(piece.text.toLowerCase(), piece.from, piece.to)]
  if (piece.typed !== undefined) return [make(piece.typed, piece.from, piece.to)]
  const word = cleanWord(piece.text)
  if (word === '') return []
  const long = writtenOut(word, () => surroundings(place))
  if (long !== undefined) return long.split(' ').map((w) => make(w, piece.from, piece.to))
  const parts = word.length === piece.text.length ? (humps(piece.text) ?? splitJoined(word)) : null
  if (parts !== null) {
    let from = piece.from
    return parts.flatMap((part) => {
      const start = from
      from += part.length
      const words = writtenOut(part, () => NOWHERE)?.split(' ') ?? [part]
      return words.map((w) => make(w, start, from))
    })
  }
  return [make(respell(word), piece.from, piece.to)]
}

/** "ThuDauMot" -> thu, dau, mot. Null: no capitals inside, or not all of it syllables. */
function humps(written: string): string[] | null {
  if (!/\p{Ll}\p{Lu}/u.test(written) || written.length > 40) return null
  const parts = written.split(/(?<=\p{Ll})(?=\p{Lu})/u).map(cleanWord)
  const whole = parts.join('').length === written.length
  return whole && parts.every((p) => p.length > 1 && isSyllable(p) && bareCount(bare(p)) > 0) ? parts : null
}

function surroundings({ pieces, i }: Place): Surroundings {
  const side = (from: number, to: number): string =>
    pieces
      .slice(Math.max(0, from), to)
      .filter((p) => p.kind !== 'emoji')
      .map((p) => (p.kind === 'word' ? bare(cleanWord(p.text)) : p.text))
      .join(' ')
  const next = pieces[i + 1]
  const first = next?.kind === 'word' ? next.text.charAt(0) : ''
  return {
    raw: pieces[i]?.text ?? '',
    before: side(i - 2, i),
    after: side(i + 1, i + 4),
    capitalAfter: first !== first.toLowerCase(),
    near: `${side(i - 4, i)} ${side(i + 1, i + 5)}`,
  }
}

function inCommonWords(tokens: Token[]): Token[] {
  const words = commonWords(tokens.map((t) => (t.kind === 'word' ? t.text : '')))
  return tokens.map((t, i) => {
    const word = words[i] ?? ''
    return t.kind !== 'word' || word === t.text ? t : { ...t, text: word, bare: bare(word) }
  })
}
