import { bare } from '../core/text.ts'
import type { Lexicon } from '../core/understanding.ts'
import type { PhraseIndex } from './phrases.ts'
import { indexOutside } from './place-outside.ts'
import { cleanWord } from './spelling.ts'
import { isBareSyllable } from './syllables.ts'
import type { Token } from './tokens.ts'

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
/** How a type word runs into the name: "phuongphucuong", "tpdian". Bare. */
const JOINED_TYPES: Readonly<Record<string, readonly string[]>> = {
  phường: ['phuong', 'p', 'f'],
  xã: ['xa'],
  'thị trấn': ['thitran', 'tt'],
  'thành phố': ['thanhpho', 'tp'],
  'thị xã': ['thixa', 'tx'],
  huyện: ['huyen'],
}

/** What a word without spaces stands for. */
interface Joined {
  name: string
  /** The type that runs into it. */
  type: string | null
  /** It could be one syllable too ("phuan"): believed only where a place is expected. */
  doubtful: boolean
}

export interface PlaceIndex {
  localities: readonly Locality[]
  byId: ReadonlyMap<string, Locality>
  /** Bare name -> localities that bear it. */
  names: ReadonlyMap<string, readonly Locality[]>
  /** Bare name -> its accented syllables, to refuse other accents. */
  accented: ReadonlyMap<string, readonly (readonly string[])[]>
  joined: ReadonlyMap<string, Joined>
  /** What is left of a joined name with one letter taken out, and its sound -> names: for misspelt ones. */
  near: ReadonlyMap<string, readonly string[]>
  longest: number
  /** Names beyond the province. */
  outside: PhraseIndex<string>
}

/** A name in the text, not yet one place. Token positions, end exclusive, without the type word. */
export interface Mention {
  /** Bare; several when a misspelt word is as near to one as to the other. */
  names: readonly string[]
  from: number
  to: number
  rule: string
  /** The type written before it ("phường"), if any. */
  type: string | null
}

/** Builds the index of names; type words in a name ("Phường Phú Cường") are set aside. */
export function indexPlaces(localities: readonly Locality[], outside: readonly string[] = []): PlaceIndex {
  const names = new Map<string, Locality[]>()
  const accented = new Map<string, string[][]>()
  const joined = new Map<string, Joined>()
  const near = new Map<string, string[]>()
  for (const locality of localities) {
    for (const written of [locality.name, ...locality.aliases]) {
      const syllables = nameSyllables(written)
      const name = syllables.map(bare).join(' ')
      if (name === '') continue
      const owners = names.get(name) ?? []
      if (!owners.includes(locality)) owners.push(locality)
      names.set(name, owners)
      // An alias without accents ("thu dau mot") says nothing about them.
      const says = written === locality.name || syllables.some((s) => s !== bare(s))
      accented.set(name, [...(accented.get(name) ?? []), ...(says ? [syllables] : [])])
      if (syllables.length < 2) continue
      addJoined(joined, name, locality.type)
      for (const key of nearKeys(name)) if (!near.get(key)?.includes(name)) push(near, key, name)
    }
  }
  const longest = Math.max(1, ...[...names.keys()].map((n) => n.split(' ').length))
  const byId = new Map(localities.map((l) => [l.id, l]))
  return { localities, byId, names, accented, joined, near, longest, outside: indexOutside(outside) }
}

function addJoined(joined: Map<string, Joined>, name: string, type: string): void {
  const whole = name.replaceAll(' ', '')
  if (whole.length >= 4) joined.set(whole, { name, type: null, doubtful: isBareSyllable(whole) })
  for (const head of JOINED_TYPES[type.toLowerCase()] ?? []) {
    joined.set(head + whole, { name, type: type.toLowerCase(), doubtful: false })
  }
}

function push(into: Map<string, string[]>, key: string, name: string): void {
  into.set(key, [...(into.get(key) ?? []), name])
}

/**
 * Keys under which a misspelt name meets the right one: the letters without spaces, the same with one letter taken
 * out, and the sound. Two words share one when they are about one letter apart.
 */
export function nearKeys(name: string): string[] {
  const whole = name.replaceAll(' ', '')
  const shorter = Array.from({ length: whole.length }, (_, i) => whole.slice(0, i) + whole.slice(i + 1))
  return [...new Set([whole, `~${soundOf(name)}`, ...shorter])]
}

/** Letters that southern speech and hurried thumbs do not keep apart. Bare. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/y/g, 'i'],
  [/^(?:d|gi)/, 'd'],
  [/^(?:ch|tr)/, 'ch'],
  [/^(?:s|x)/, 's'],
  [/^ngh/, 'ng'],
  [/^gh/, 'g'],
  [/^(?:k|c|q)/, 'c'],
  [/(?:ng|nh|n)$/, 'n'],
  [/(?:ch|c|t)$/, 't'],
]

/** A bare name as it sounds: "my phuot" and "mi phuoc" are one. */
export function soundOf(name: string): string {
  return name
    .split(' ')
    .map((s) => SOUNDS.reduce((out, [from, to]) => out.replace(from, to), s))
    .join(' ')
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

export function levelOf(type: string): Locality['level'] {
  return ['phường', 'xã', 'thị trấn'].includes(type) ? 'commune' : 'district'
}

/** Localities that a mention may mean by its name alone. */
export function bearers(index: PlaceIndex, mention: Pick<Mention, 'names'>): Locality[] {
  return [...new Set(mention.names.flatMap((name) => index.names.get(name) ?? []))]
}
