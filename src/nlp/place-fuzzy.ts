import natural from 'natural/lib/natural/distance/index.js'
import { bare } from '../core/text.ts'
import {
  bearers,
  type Locality,
  levelOf,
  type Mention,
  nearKeys,
  type PlaceIndex,
  soundOf,
  typeBefore,
} from './place-index.ts'
import { isBareSyllable } from './syllables.ts'
import type { Token } from './tokens.ts'

/** Ordinary pairs about one letter away from a name. Bare. */
const NOT_NAMES = new Set(
  'hoi nghi|an ninh|an toan|an uong|binh thuong|thanh pho|thanh toan|dinh ky|hoa don|phu nu|long duong|phuong an|xa hoi|xa xoi|phuong tien|tan cong|phu huynh|an sinh|tan tinh|hoa giai|minh tam|dinh danh|an phi|tan ca|phu trach|tam ly|thanh tra|thanh lap|tan nha'.split(
    '|',
  ),
)
/** After these a place is expected, so one wrong letter is forgiven. */
const EXPECTED = new Set(['ở', 'tại', 'o', 'tai'])

/** "phương án", "xã hội" without accents: no type word at all. Bare. */
const COMPOUNDS = new Set(
  'phường an|phường tien|phường phap|phường huong|phường thuc|phường dien|phường cham|phường hoang|xã hoi|xã xoi|xã la|xã xi|xã lo|xã thai|xã rac|xã khoi|xã nuoc|huyện ao|huyện thoai|huyện bi'.split(
    '|',
  ),
)

function isCompound(window: readonly Token[], gate: Gate): boolean {
  const plain = window.every((t) => t.text === t.bare && !t.capital && isBareSyllable(t.bare))
  return gate.kind === 'type' && plain && COMPOUNDS.has(`${gate.type} ${window[0]?.bare}`)
}

/** Stretches looked at in one message; the time stays bounded. */
const TRIES_MOST = 40

interface Guess {
  names: string[]
  from: number
  to: number
  type: string | null
  cost: number
}

/**
 * Names with one letter wrong, missing or too many, or written as they sound, only where a place is expected: after a
 * type word ("phường Phú Cuờg"), "ở", "tại", beside their own district, or alone in the message. Without the gate 17
 * of 100 messages would name a place by accident. What `exact` covers is left alone.
 */
export function fuzzyMentions(index: PlaceIndex, tokens: readonly Token[], exact: readonly Mention[]): Mention[] {
  const taken = (i: number): boolean => exact.some((m) => i >= m.from && i < m.to)
  const found: Mention[] = []
  let tries = 0
  const anyDistrict = exact.some((m) => bearers(index, m).some((l) => l.level === 'district'))
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.kind !== 'word' || taken(i)) continue
    const gate = gateAt(tokens, i)
    if (gate.kind === 'district' && !anyDistrict) continue
    if (gate.kind !== 'district' && tries++ >= TRIES_MOST) break
    const guess = bestGuess(index, tokens, { at: i, gate, taken, exact })
    if (guess === null) continue
    const { names, from, to, type } = guess
    found.push({ names, from, to, type, rule: 'gần đúng (sai một chữ)' })
    i = to - 1
  }
  return found
}

type Gate = { kind: 'type'; type: string } | { kind: 'expected' | 'alone' | 'district' }

function gateAt(tokens: readonly Token[], at: number): Gate {
  const type = typeBefore(tokens, at)
  if (type !== null) return { kind: 'type', type }
  if (EXPECTED.has(tokens[at - 1]?.text ?? '')) return { kind: 'expected' }
  return at === 0 && tokens.length <= 4 ? { kind: 'alone' } : { kind: 'district' }
}

/** The window would end inside "thành phố", "thị xã". */
function beginsType(tokens: readonly Token[], to: number): boolean {
  return (
    tokens[to - 1]?.kind === 'word' &&
    typeBefore(tokens, to) === null &&
    typeBefore(tokens, to + 1)?.includes(' ') === true
  )
}

/** Districts named right before or after a stretch: "Phú Cờng, Thủ Dầu Một" and "Thủ Dầu Một, Phú Cờng". */
function districtsBeside(
  index: PlaceIndex,
  tokens: readonly Token[],
  from: number,
  to: number,
  exact: readonly Mention[],
): Set<string> {
  const touches = (a: number, b: number): boolean =>
    a <= b &&
    b - a <= 4 &&
    tokens
      .slice(a, b)
      .every(
        (t, i) =>
          t.kind === 'mark' ||
          typeBefore(tokens, a + i + 1) !== null ||
          ['thành', 'thị', 'thanh', 'thi'].includes(t.text),
      )
  const beside = exact.filter((m) => touches(to, m.from) || touches(m.to, from))
  return new Set(beside.flatMap((m) => bearers(index, m).flatMap((l) => (l.level === 'district' ? [l.id] : []))))
}

function bestGuess(
  index: PlaceIndex,
  tokens: readonly Token[],
  { at, gate, taken, exact }: { at: number; gate: Gate; taken: (i: number) => boolean; exact: readonly Mention[] },
): Guess | null {
  let best: Guess | null = null
  for (let n = 1; n <= index.longest + 1; n++) {
    const window = tokens.slice(at, at + n)
    // After a type word a longer misspelt name may hold a shorter right one: "phuong chah phu hoa".
    if (window.length < n || window.some((t, j) => t.kind !== 'word' || (gate.kind !== 'type' && taken(at + j)))) break
    if (gate.kind === 'alone' && n < tokens.length) continue
    const districts = gate.kind === 'district' ? districtsBeside(index, tokens, at, at + n, exact) : null
    if (districts?.size === 0 || beginsType(tokens, at + n)) continue
    const near = nearest(index, window, { gate, districts })
    if (near === null || (best !== null && near.cost > best.cost)) continue
    best = { ...near, from: at, to: at + n, type: gate.kind === 'type' ? gate.type : null }
  }
  return best
}

function nearest(
  index: PlaceIndex,
  window: readonly Token[],
  { gate, districts }: { gate: Gate; districts: ReadonlySet<string> | null },
): { names: string[]; cost: number } | null {
  const typed = window.map((t) => t.bare).join(' ')
  if (typed.length < 5 || NOT_NAMES.has(typed) || isCompound(window, gate)) return null
  const costs = new Map<string, number>()
  for (const key of nearKeys(typed)) {
    for (const name of index.near.get(key) ?? []) {
      if (costs.has(name) || !fits(index.names.get(name) ?? [], gate, districts)) continue
      const cost = costOf(index, name, window, typed)
      if (cost <= limitOf(gate, window, typed)) costs.set(name, cost)
    }
  }
  const least = Math.min(...costs.values())
  const names = [...costs].filter(([, cost]) => cost === least).map(([name]) => name)
  return names.length === 0 || names.length > 3 ? null : { names, cost: least }
}

function fits(named: readonly Locality[], gate: Gate, districts: ReadonlySet<string> | null): boolean {
  if (gate.kind === 'type' && gate.type === 'quận') return named.some((l) => l.type === 'quận')
  if (gate.kind === 'type') return named.some((l) => l.level === levelOf(gate.type))
  if (districts !== null) return named.some((l) => l.parentId !== null && districts.has(l.parentId))
  // A unit of another year is named with its type: "Bình Dương" alone is the province.
  return named.some((l) => l.current)
}

/**
 * A misspelling that is itself made of ordinary syllables may be ordinary words: forgiven only after a type word or
 * beside the district, and not when it is short. Cost: see `costOf`.
 */
function limitOf(gate: Gate, window: readonly Token[], typed: string): number {
  const broken = hasBroken(window)
  if (gate.kind === 'type' || gate.kind === 'district') return broken || typed.length >= 5 ? 1 : 0.5
  return broken ? 1 : typed.length >= 8 ? 0.5 : 0.25
}

/** 0.25: other accents; 0.5: the same sound; 1: one letter; more: too far. Spaces in other places cost nothing. */
function costOf(index: PlaceIndex, name: string, window: readonly Token[], typed: string): number {
  if (typed === name) return accentsFit(index, name, window) ? 0.25 : 0.75
  if (soundOf(typed) === soundOf(name)) return accentsFit(index, name, window) ? 0.5 : 1
  const letters = distance(typed.replaceAll(' ', ''), name.replaceAll(' ', ''))
  if (letters > 1) return Number.POSITIVE_INFINITY
  if (letters === 0) return 0.5
  // Whole syllables with accents of their own are other words: "tan làm" is not Tân Lập.
  if (!hasBroken(window) && window.some((t) => t.text !== t.bare) && accentsApart(index, name, window) > 1) return 2
  if (typed[0] !== name[0]) return 2
  // Two syllables wrong at once is another name, not a slip.
  return syllablesApart(name, typed) > 1 && typed.split(' ').length === name.split(' ').length ? 2 : 1
}

function hasBroken(window: readonly Token[]): boolean {
  return window.some((t) => !isBareSyllable(t.bare))
}

/** Letters apart, accents among them in the syllables that were typed with any. */
function accentsApart(index: PlaceIndex, name: string, window: readonly Token[]): number {
  const apart = (spelling: readonly string[]): number =>
    window.reduce((sum, t, i) => {
      const meant = spelling[i] ?? ''
      return sum + (t.text === t.bare ? distance(t.bare, bare(meant)) : distance(t.text, meant))
    }, 0)
  const spellings = (index.accented.get(name) ?? []).filter((s) => s.length === window.length)
  return spellings.length === 0 ? 0 : Math.min(...spellings.map(apart))
}

function syllablesApart(name: string, typed: string): number {
  const syllables = name.split(' ')
  return typed.split(' ').filter((s, i) => s !== syllables[i]).length
}

/** At most one syllable with accents that the name does not have. */
function accentsFit(index: PlaceIndex, name: string, window: readonly Token[]): boolean {
  const spellings = index.accented.get(name) ?? []
  return spellings.some((s) => window.filter((t, i) => t.text !== t.bare && t.text !== s[i]).length <= 1)
}

function distance(a: string, b: string): number {
  return natural.DamerauLevenshteinDistance(a, b, {
    insertion_cost: 1,
    deletion_cost: 1,
    substitution_cost: 1,
    transposition_cost: 1,
    restricted: true,
  })
}
