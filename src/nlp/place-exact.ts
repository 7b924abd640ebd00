import { acceptMention } from './place-evidence.ts'
import { bearers, type Mention, type PlaceIndex, typeBefore } from './place-index.ts'
import type { Token } from './tokens.ts'

/** Names spelled right, apart or together, where the words around them speak for a place. In order, not overlapping. */
export function exactMentions(index: PlaceIndex, tokens: readonly Token[]): Mention[] {
  const spelled = spelledNames(index, tokens)
  const found: Mention[] = []
  for (const mention of spelled) {
    // "quận Tân Bình" where no unit is a quận: a place elsewhere.
    if (mention.type === 'quận' && bearers(index, mention).every((l) => l.type !== mention.type)) continue
    const others = spelled.filter((m) => m !== mention)
    const rule = acceptMention(tokens, mention, {
      districtNamed: others.some((o) => isAbove(index, o, mention)) || others.some((o) => endsIn(index, o, mention)),
      onlyFormer: bearers(index, mention).every((l) => !l.current),
    })
    if (rule !== null) found.push({ ...mention, rule })
  }
  return found
}

/** A message that names more is no message; the time stays bounded. */
const NAMES_MOST = 40

/** Every run of tokens that spells a name, the longest first, whatever it means there. */
function spelledNames(index: PlaceIndex, tokens: readonly Token[]): Mention[] {
  const found: Mention[] = []
  for (let i = 0; i < tokens.length && found.length < NAMES_MOST; i++) {
    const mention = longestAt(index, tokens, i)
    if (mention === null) continue
    found.push(mention)
    i = mention.to - 1
  }
  return found
}

function longestAt(index: PlaceIndex, tokens: readonly Token[], at: number): Mention | null {
  // A hyphen may stand between syllables: "Phú-Cường".
  for (let n = Math.min(2 * index.longest - 1, tokens.length - at); n >= 1; n--) {
    const window = syllablesIn(tokens, at, at + n)
    if (window === null) continue
    const spelled = nameOf(index, window)
    if (spelled === null) continue
    const type = spelled.type ?? typeBefore(tokens, at)
    if (spelled.doubtful && type === null && !isAfterIn(tokens, at)) continue
    return { names: [spelled.name], from: at, to: at + n, rule: '', type }
  }
  return null
}

const HYPHENS: ReadonlySet<string> = new Set(['-', '–', '_'])

/** The syllables of a stretch; null when something else than a hyphen between two of them is in it. */
export function syllablesIn(tokens: readonly Token[], from: number, to: number): Token[] | null {
  const out: Token[] = []
  for (let i = from; i < to; i++) {
    const token = tokens[i]
    if (token === undefined) return null
    if (token.kind === 'word' || token.kind === 'number') out.push(token)
    else if (!HYPHENS.has(token.text) || i === from || i === to - 1 || !isTight(tokens, i)) return null
  }
  return out
}

function isTight(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.end === tokens[at]?.start && tokens[at]?.end === tokens[at + 1]?.start
}

function isAfterIn(tokens: readonly Token[], at: number): boolean {
  return ['ở', 'tại', 'o', 'tai'].includes(tokens[at - 1]?.text ?? '')
}

interface Spelled {
  name: string
  type: string | null
  doubtful: boolean
}

/** The indexed name that syllables spell, written apart or together. */
function nameOf(index: PlaceIndex, window: readonly Token[]): Spelled | null {
  const apart = window.map((t) => t.bare).join(' ')
  if (index.names.has(apart) && sameAccents(index.accented.get(apart) ?? [], window)) {
    return { name: apart, type: null, doubtful: false }
  }
  const together = index.joined.get(window.map((t) => t.bare).join(''))
  if (together === undefined || together.name.split(' ').length + (together.type === null ? 0 : 1) <= window.length)
    return null
  return together
}

/** All accents right or none typed: "hoa phú" in "vinh hoa phú quý" is not Hòa Phú. */
function sameAccents(spellings: readonly (readonly string[])[], window: readonly Token[]): boolean {
  if (window.every((t) => t.text === t.bare)) return true
  return spellings.some((s) => window.every((t, i) => t.text === s[i]))
}

/** The first may be the district above the second. */
export function isAbove(index: PlaceIndex, district: Mention, mention: Mention): boolean {
  const parents = new Set(bearers(index, mention).map((l) => l.parentId))
  return bearers(index, district).some((l) => parents.has(l.id))
}

/** A district just after its commune: "an binh, di an". */
function endsIn(index: PlaceIndex, commune: Mention, district: Mention): boolean {
  const gap = district.from - commune.to
  return gap >= 0 && gap <= 1 && isAbove(index, district, commune)
}
