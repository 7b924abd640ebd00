import type { PlaceMatch } from '../core/understanding.ts'
import { exactMentions } from './place-exact.ts'
import { fuzzyMentions } from './place-fuzzy.ts'
import { bearers, type Locality, levelOf, type Mention, type PlaceIndex } from './place-index.ts'
import { findOutside } from './place-outside.ts'
import { weightOf } from './place-roles.ts'
import type { Token } from './tokens.ts'

export { indexPlaces, type PlaceIndex } from './place-index.ts'

export interface PlaceFinding {
  /** Where the matter is, or the places that may be meant: the most exact of several. Undefined: none. */
  match: PlaceMatch | undefined
  /** The tokens of every place named, with their type words: not part of what the message is about. */
  covered: ReadonlySet<Token>
}

/** A mention with the localities that it may mean where it stands. */
interface Read {
  mention: Mention
  list: readonly Locality[]
  weight: number
}

/**
 * The place of a message. Names are found exactly first; one wrong letter is forgiven only where a place is expected.
 * Of several the one where the matter is: not where the writer lives, or what it is near to. Two that count the same
 * are a question.
 */
export function findPlace(index: PlaceIndex, tokens: readonly Token[]): PlaceFinding {
  const exact = exactMentions(index, tokens)
  const fuzzy = fuzzyMentions(index, tokens, exact)
  const whole = exact.filter((m) => !fuzzy.some((f) => f.from < m.to && m.from < f.to))
  const mentions = [...whole, ...fuzzy].sort((a, b) => a.from - b.from)
  const covered = new Set(mentions.flatMap((m) => coveredBy(tokens, m)))
  const match = choose(tokens, withoutContext(readMentions(index, tokens, mentions)))
  return { match: match ?? findOutside(index.outside, tokens), covered }
}

function coveredBy(tokens: readonly Token[], mention: Mention): Token[] {
  const words = mention.type === null ? 0 : mention.type.split(' ').length
  const head = tokens.slice(0, mention.from).filter((t) => t.kind === 'word')
  return [...tokens.slice(mention.from, mention.to), ...head.slice(head.length - Math.min(words, head.length))]
}

function readMentions(index: PlaceIndex, tokens: readonly Token[], mentions: readonly Mention[]): Read[] {
  const owners = mentions.map((m) => bearers(index, m))
  return mentions.map((mention, i) => {
    const all = owners[i] ?? []
    const above = districtsBeside(owners, i)
    const inDistrict = all.filter((l) => l.level === 'commune' && l.parentId !== null && above.has(l.parentId))
    const list = narrow(inDistrict.length > 0 ? inDistrict : all, mention)
    return { mention, list, weight: weightOf(tokens, mention) }
  })
}

/** A district with a commune of it in the same message only says which one is meant. */
function withoutContext(reads: readonly Read[]): Read[] {
  const communes = reads.filter((r) => r.weight >= 1 && r.list.every((l) => l.level === 'commune'))
  const above = new Set(communes.flatMap((r) => r.list.map((l) => l.parentId)))
  return reads.filter((r) => !r.list.every((l) => l.level === 'district' && above.has(l.id)))
}

/** Districts that the other mentions may name. */
function districtsBeside(owners: readonly (readonly Locality[])[], self: number): Set<string> {
  return new Set(
    owners.flatMap((list, i) => (i === self ? [] : list.filter((l) => l.level === 'district').map((l) => l.id))),
  )
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

function choose(tokens: readonly Token[], reads: readonly Read[]): PlaceMatch | undefined {
  const most = Math.max(...reads.map((r) => r.weight))
  const meant = reads.filter((r) => r.weight === most)
  const communes = meant.filter((r) => r.list.some((l) => l.level === 'commune'))
  const finest = communes.length > 0 ? communes : meant
  const [first] = finest
  if (first === undefined) return undefined
  const together = reads.filter((r) => r === first || (r.weight >= 3 && isListedWith(tokens, first, r)))
  const ids = [...new Set(together.flatMap((r) => r.list.map((l) => l.id)))]
  const [only, second] = ids
  const at = { span: spanOf(tokens, first.mention), rule: first.mention.rule }
  if (only !== undefined && second === undefined) return { kind: 'locality', localityId: only, ...at }
  return { kind: 'ambiguous', localityIds: ids.slice(0, 5), ...at }
}

/** "Phú Cường và Phú Thọ", "từ Phú Cường đến Phú Thọ": neither is meant more than the other. */
function isListedWith(tokens: readonly Token[], first: Read, other: Read): boolean {
  const between = tokens.slice(first.mention.to, other.mention.from)
  if (between.length === 0 || between.length > 4) return false
  return between.some((t) => LISTS.has(t.text))
}

const LISTS: ReadonlySet<string> = new Set(['và', 'va', 'với', 'hoặc', 'đến', 'den', 'tới', 'toi'])

function spanOf(tokens: readonly Token[], mention: Mention): { start: number; end: number } {
  return { start: tokens[mention.from]?.start ?? 0, end: tokens[mention.to - 1]?.end ?? 0 }
}
