import { bare } from '../core/text.ts'
import type { Lexicon, PlaceMatch } from '../core/understanding.ts'
import { acceptMention } from './place-evidence.ts'
import { fuzzyMentions } from './place-fuzzy.ts'
import { isBareSyllable } from './syllables.ts'
import { cleanWord, type Token, wordsOf } from './tokens.ts'

export type Locality = Lexicon['localities'][number]

/** Type words as they are written, with the types they stand for. Bare. */
const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['phuong', 'phường'],
  ['p', 'phường'],
  ['f', 'phường'],
  ['xa', 'xã'],
  ['x', 'xã'],
  ['thi tran', 'thị trấn'],
  ['tt', 'thị trấn'],
  ['thanh pho', 'thành phố'],
  ['thi xa', 'thị xã'],
  ['huyen', 'huyện'],
  ['h', 'huyện'],
  ['quan', 'quận'],
])

export interface PlaceIndex {
  localities: readonly Locality[]
  byId: ReadonlyMap<string, Locality>
  /** Bare name -> localities that bear it. */
  names: ReadonlyMap<string, readonly Locality[]>
  /** Bare name -> its accented syllables, to refuse other accents. */
  accented: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Bare name without spaces -> bare name. */
  joined: ReadonlyMap<string, string>
  longest: number
}

/** A name in the text, not yet one place. Token positions, end exclusive, without the type word. */
export interface Mention {
  name: string
  from: number
  to: number
  rule: string
  /** The type written before it ("phường"), if any. */
  type: string | null
}

/** Builds the index of names; type words in a name ("Phường Phú Cường") are set aside. */
export function indexPlaces(localities: readonly Locality[]): PlaceIndex {
  const names = new Map<string, Locality[]>()
  const accented = new Map<string, string[][]>()
  const joined = new Map<string, string>()
  for (const locality of localities) {
    for (const written of [locality.name, ...locality.aliases]) {
      const syllables = nameSyllables(written)
      const name = syllables.map(bare).join(' ')
      if (name === '') continue
      const owners = names.get(name) ?? []
      if (!owners.includes(locality)) owners.push(locality)
      names.set(name, owners)
      accented.set(name, [...(accented.get(name) ?? []), syllables])
      const whole = name.replaceAll(' ', '')
      if (syllables.length > 1 && whole.length >= 4 && !isBareSyllable(whole)) joined.set(whole, name)
    }
  }
  const longest = Math.max(1, ...[...names.keys()].map((n) => n.split(' ').length))
  return { localities, byId: new Map(localities.map((l) => [l.id, l])), names, accented, joined, longest }
}

export interface PlaceFinding {
  /** The place the message speaks of, or the places it may mean: the most exact of several. Undefined: none. */
  match: PlaceMatch | undefined
  /** The tokens of every place named, with their type words: not part of what the message is about. */
  covered: ReadonlySet<Token>
}

/** Names are found exactly first; one wrong letter is forgiven only where nothing exact was found. */
export function findPlace(index: PlaceIndex, tokens: readonly Token[]): PlaceFinding {
  const exact = exactMentions(index, tokens)
  const mentions = exact.length > 0 ? exact : fuzzyMentions(index, tokens, typeBefore)
  return { match: resolve(index, tokens, mentions), covered: new Set(mentions.flatMap((m) => coveredBy(tokens, m))) }
}

function coveredBy(tokens: readonly Token[], mention: Mention): Token[] {
  const words = mention.type === null ? 0 : mention.type.split(' ').length
  const head = tokens.slice(0, mention.from).filter((t) => t.kind === 'word')
  return [...tokens.slice(mention.from, mention.to), ...head.slice(head.length - Math.min(words, head.length))]
}

function nameSyllables(written: string): string[] {
  const words = written.trim().split(/\s+/).map(cleanWord)
  for (const type of TYPE_WORDS.keys()) {
    const length = type.split(' ').length
    if (words.length > length && type.length > 2 && words.slice(0, length).map(bare).join(' ') === type) {
      return words.slice(length)
    }
  }
  return words
}

function exactMentions(index: PlaceIndex, tokens: readonly Token[]): Mention[] {
  const found: Mention[] = []
  for (let i = 0; i < tokens.length; i++) {
    const mention = longestAt(index, tokens, i)
    if (mention === null) continue
    const evidence = acceptMention(tokens, mention, { districtNamed: districtNamed(index, tokens, mention) })
    if (evidence === null) continue
    found.push({ ...mention, rule: evidence })
    i = mention.to - 1
  }
  return found
}

function longestAt(index: PlaceIndex, tokens: readonly Token[], at: number): Mention | null {
  for (let n = Math.min(index.longest, tokens.length - at); n >= 1; n--) {
    const window = tokens.slice(at, at + n)
    if (window.some((t) => t.kind !== 'word' && t.kind !== 'number')) continue
    const name = nameOf(index, window)
    if (name !== null) return { name, from: at, to: at + n, rule: '', type: typeBefore(tokens, at) }
  }
  return null
}

/** The indexed name that a window of tokens spells, written apart or together. */
function nameOf(index: PlaceIndex, window: readonly Token[]): string | null {
  const whole = window.map((t) => t.bare).join('')
  const together = index.joined.get(whole)
  const apart = window.map((t) => t.bare).join(' ')
  if (index.names.has(apart) && sameAccents(index.accented.get(apart) ?? [], window)) return apart
  return together !== undefined && together.split(' ').length > window.length ? together : null
}

/** All accents right or none typed: "hoa phú" in "vinh hoa phú quý" is not Hòa Phú. */
function sameAccents(spellings: readonly (readonly string[])[], window: readonly Token[]): boolean {
  if (window.every((t) => t.text === t.bare)) return true
  return spellings.some((s) => window.every((t, i) => t.text === s[i] || isBareSpelling(s)))
}

/** An alias given without accents matches any. */
function isBareSpelling(syllables: readonly string[]): boolean {
  return syllables.every((s) => s === bare(s))
}

/** The type word just before a position, also abbreviated ("p.", "P"). */
export function typeBefore(tokens: readonly Token[], at: number): string | null {
  let i = at - 1
  if (tokens[i]?.text === '.' || tokens[i]?.text === ':') i--
  const one = tokens[i]
  if (one === undefined || one.kind !== 'word') return null
  const two = `${tokens[i - 1]?.bare ?? ''} ${one.bare}`
  const type = TYPE_WORDS.get(two) ?? (isTypeSyllable(one) ? TYPE_WORDS.get(one.bare) : undefined)
  return type ?? null
}

/** "phuong" could be "phương", "xa" far away: with other accents it is no type word. */
function isTypeSyllable(token: Token): boolean {
  const type = TYPE_WORDS.get(token.bare)
  return type !== undefined && (token.text === token.bare || token.text === type)
}

/** A district above one of the candidates is named elsewhere in the message. */
function districtNamed(index: PlaceIndex, tokens: readonly Token[], mention: Mention): boolean {
  const parents = new Set((index.names.get(mention.name) ?? []).map((l) => l.parentId))
  for (let i = 0; i < tokens.length; i++) {
    if (i >= mention.from && i < mention.to) continue
    const other = longestAt(index, tokens, i)
    if (other === null || other.to > mention.from === i < mention.from) continue
    if ((index.names.get(other.name) ?? []).some((l) => parents.has(l.id))) return true
  }
  return false
}

function resolve(index: PlaceIndex, tokens: readonly Token[], mentions: readonly Mention[]): PlaceMatch | undefined {
  const owners = mentions.map((m) => candidates(index, m))
  const options = mentions.map((mention, i) => {
    const all = owners[i] ?? []
    const above = districtsBeside(owners, i)
    const inDistrict = all.filter((l) => l.level === 'commune' && l.parentId !== null && above.has(l.parentId))
    return { mention, list: narrow(inDistrict.length > 0 ? inDistrict : all, mention) }
  })
  const communes = options.filter((o) => o.list.some((l) => l.level === 'commune'))
  const best = (communes.length > 0 ? communes : options)[0]
  if (best === undefined) return undefined
  const span = spanOf(tokens, best.mention)
  const [only, second] = best.list
  if (only !== undefined && second === undefined) {
    return { kind: 'locality', localityId: only.id, span, rule: best.mention.rule }
  }
  return { kind: 'ambiguous', localityIds: best.list.slice(0, 5).map((l) => l.id), span, rule: best.mention.rule }
}

/** Districts that the other mentions may name. */
function districtsBeside(owners: readonly (readonly Locality[])[], self: number): Set<string> {
  return new Set(
    owners.flatMap((list, i) => (i === self ? [] : list.filter((l) => l.level === 'district').map((l) => l.id))),
  )
}

function candidates(index: PlaceIndex, mention: Mention): readonly Locality[] {
  return index.names.get(mention.name) ?? []
}

/**
 * Type word, then what exists today, then, for a bare name that a district and a commune share, the district:
 * asking for the commune comes next anyway, and guessing it could be wrong.
 */
function narrow(list: readonly Locality[], mention: Mention): readonly Locality[] {
  const typed = list.filter((l) => mention.type !== null && l.type.toLowerCase() === mention.type)
  const ofLevel = mention.type === null ? [] : list.filter((l) => l.level === levelOf(mention.type ?? ''))
  const byType = typed.length > 0 ? typed : ofLevel.length > 0 ? ofLevel : list
  const current = byType.filter((l) => l.current)
  const alive = current.length > 0 ? current : byType
  const districts = alive.filter((l) => l.level === 'district')
  return mention.type === null && districts.length > 0 && districts.length < alive.length ? districts : alive
}

function levelOf(type: string): Locality['level'] {
  return ['phường', 'xã', 'thị trấn'].includes(type) ? 'commune' : 'district'
}

function spanOf(tokens: readonly Token[], mention: Mention): { start: number; end: number } {
  return { start: tokens[mention.from]?.start ?? 0, end: tokens[mention.to - 1]?.end ?? 0 }
}

/** How many words a message has beside the name, for answers like "phú cường". */
export function wordsBeside(tokens: readonly Token[], mention: Pick<Mention, 'from' | 'to'>): number {
  return wordsOf(tokens).length - (mention.to - mention.from)
}
