import type { AddressPart, Entity, Span } from '../core/understanding.ts'
import { readAddressModel, type TaggedPart, tagAddress } from './address-tagger.ts'
import { ADDRESS_WEIGHTS } from './address-weights.ts'
import { classesOf, ROAD_STATES } from './address-words.ts'
import { hasPhrase } from './phrases.ts'
import type { Token } from './tokens.ts'

const MODEL = readAddressModel(ADDRESS_WEIGHTS)
/** Parts further apart than this many tokens speak of two places. */
const GAP = 8
const PARTS_MOST = 6

/**
 * Where exactly, so that somebody finds it: house, alley, road, quarter and what stands near, as the resident wrote
 * them; the commune is the place's. `value` is all of it in one line. Null: none.
 * @param taken what is something else already: names, phone numbers
 */
export function findAddress(text: string, tokens: readonly Token[], taken: readonly Span[] = []): Entity | null {
  const classes = classesOf(tokens)
  const free = (p: TaggedPart): boolean =>
    tokens.slice(p.from, p.to).every((t) => taken.every((s) => t.end <= s.start || t.start >= s.end))
  const tagged = joined(tokens, tagAddress(MODEL, tokens))
    .map((part) => trimmed(tokens, classes, part))
    .filter((part) => tells(tokens, classes, part) && free(part) && !isPaper(tokens, part))
  const parts = together(tagged)
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return null
  const startOf = (p: TaggedPart): number => tokens[p.from]?.start ?? 0
  const endOf = (p: TaggedPart): number => tokens[p.to - 1]?.end ?? 0
  const slice = (p: TaggedPart): string => text.slice(startOf(p), endOf(p)).replace(/\s+/g, ' ')
  const span = { start: startOf(first), end: endOf(last) }
  const value = parts
    .map((p, i) => {
      const before = parts[i - 1]
      const link = before === undefined ? '' : /^\s+$/.test(text.slice(endOf(before), startOf(p))) ? ' ' : ', '
      return link + slice(p)
    })
    .join('')
  return {
    kind: 'address',
    text: text.slice(span.start, span.end),
    value,
    span,
    parts: parts.map((p): AddressPart => ({ kind: p.kind, text: slice(p) })),
  }
}

/** Without marks around it, the type word of the commune that follows ("P."), and a number that counts days. */
function trimmed(tokens: readonly Token[], classes: readonly string[], { kind, from, to }: TaggedPart): TaggedPart {
  let [a, b] = [from, to]
  while (a < b && tokens[a]?.kind === 'mark') a++
  while (b > a && isLoose(tokens[b - 1], classes[b])) b--
  return { kind, from: a, to: b }
}

const COMMUNE_WORDS: ReadonlySet<string> = new Set(['p', 'f', 'phuong', 'xa', 'x', 'tt'])

/** Words that lead on, not in. */
const LEADS: ReadonlySet<string> = new Set(
  'tới|từ|đến|bị|có|là|mà|thì|cứ|nên|và|với|đang|đã|chưa|không|bi|co|la|thi|toi|tu|den|va|dang|chua|khong'.split('|'),
)

function isLoose(token: Token | undefined, next: string | undefined): boolean {
  if (token?.kind === 'number') return next?.includes('T') === true
  return token?.kind === 'mark' || COMMUNE_WORDS.has(token?.bare ?? '') || LEADS.has(token?.text ?? '')
}

/** "trước số" and "12/4" are one part: a house. */
function joined(tokens: readonly Token[], parts: readonly TaggedPart[]): TaggedPart[] {
  const out: TaggedPart[] = []
  for (const part of parts) {
    const last = out.at(-1)
    const numbered = tokens[part.from]?.kind === 'number'
    if (last !== undefined && last.to === part.from && numbered && tokens[last.to - 1]?.bare === 'so') {
      out[out.length - 1] = { kind: 'house', from: last.from, to: part.to }
    } else out.push(part)
  }
  return out.map((p) => {
    const open = tokens[p.to - 1]?.bare === 'so' && tokens[p.to]?.kind === 'number'
    const whole = open ? { ...p, to: p.to + 1 } : p
    return isHouse(tokens, whole) ? { ...whole, kind: 'house' } : whole
  })
}

/** A landmark that ends in a number of a house: "trước căn nhà 68/7". */
function isHouse(tokens: readonly Token[], { kind, from, to }: TaggedPart): boolean {
  const before = tokens[to - 2]?.bare
  return (
    kind === 'landmark' && to - from <= 4 && tokens[to - 1]?.kind === 'number' && (before === 'so' || before === 'nha')
  )
}

/** "hồ sơ số 12", "quyết định số 12": the number of a paper. */
function isPaper(tokens: readonly Token[], { from }: TaggedPart): boolean {
  const numberWord = tokens[from]?.bare === 'so'
  const before = `${tokens[from - 2]?.bare ?? ''} ${tokens[from - 1]?.bare ?? ''}`
  return (
    numberWord &&
    /(?:ho so|quyet dinh|van ban|cong van|tai khoan|giay|bien|don|phieu|dien thoai|mang|khoan)$/.test(before)
  )
}

/** There is something in it that can be found: a number, a name, or a thing that stands in a place. */
function tells(tokens: readonly Token[], classes: readonly string[], { kind, from, to }: TaggedPart): boolean {
  const inside = tokens.slice(from, to)
  const numbered = inside.some((t) => t.kind === 'number')
  if (kind === 'house') return numbered
  const named = new Set(inside.map((t) => t.start)).size >= 2
  const known = classes.slice(from, to).some((c) => /[NRL]/.test(c))
  if (kind === 'landmark') return named && known
  // "đường đất đỏ lầy lội" tells how the road is.
  if (kind === 'road' && !inside.some((t) => t.capital) && hasPhrase(inside.slice(1, 2), ROAD_STATES)) return false
  return numbered || (named && (known || inside.every((t) => t.capital)))
}

/** The parts of one place: the longest run without a wide gap. */
function together(parts: readonly TaggedPart[]): TaggedPart[] {
  const runs: TaggedPart[][] = []
  for (const part of parts) {
    const run = runs.at(-1)
    const end = run?.at(-1)?.to
    if (run === undefined || end === undefined || part.from - end > GAP) runs.push([part])
    else run.push(part)
  }
  const longest = runs.reduce<TaggedPart[]>((best, run) => (run.length > best.length ? run : best), [])
  return longest.slice(0, PARTS_MOST)
}
