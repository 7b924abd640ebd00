import natural from 'natural/lib/natural/distance/index.js'
import type { Mention, PlaceIndex } from './places.ts'
import type { Token } from './tokens.ts'

/** Ordinary pairs one letter away from a name. Bare. */
const NOT_NAMES = new Set(
  'hoi nghi|thai hoi|an ninh|an toan|an uong|binh thuong|thanh pho|thanh toan|dinh ky|hoa don|minh hoang|phu nu|long duong|phuong an|xa hoi|xa xoi|phuong tien|huyen thoai|tan cong|phu huynh'.split(
    '|',
  ),
)
/** After these a place is expected, so one wrong letter is forgiven. Bare, with the accents that do not count. */
const WEAK = new Set(['ở', 'tại', 'o', 'tai'])

/**
 * Names with one letter wrong, missing or too many, only after a type word ("phường Phú Cuờg") or "ở", "tại".
 * Without the trigger 17 of 100 messages would name a place by accident, with it one in 400.
 */
export function fuzzyMentions(
  index: PlaceIndex,
  tokens: readonly Token[],
  typeBefore: (tokens: readonly Token[], at: number) => string | null,
): Mention[] {
  for (let i = 1; i < tokens.length; i++) {
    const type = typeBefore(tokens, i)
    const weak = WEAK.has(tokens[i - 1]?.text ?? '')
    if (type === null && !weak) continue
    for (const n of [4, 3, 2, 1]) {
      const window = tokens.slice(i, i + n)
      if (window.length < n || window.some((t) => t.kind !== 'word')) continue
      if (n === 1 && type === null) continue
      const name = nearest(index, window)
      if (name !== null) return [{ name, from: i, to: i + n, rule: 'gần đúng (sai một chữ)', type }]
    }
  }
  return []
}

function nearest(index: PlaceIndex, window: readonly Token[]): string | null {
  const typed = window.map((t) => t.bare).join(' ')
  if (typed.replaceAll(' ', '').length < 7 || NOT_NAMES.has(typed)) return null
  const joined = typed.replaceAll(' ', '')
  const near = [...index.names.keys()].filter((name) => {
    const whole = name.replaceAll(' ', '')
    return Math.abs(whole.length - joined.length) <= 1 && whole[0] === joined[0] && distance(joined, whole) <= 1
  })
  return near.length === 1 ? (near[0] ?? null) : null
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
