/** A stream of numbers that is the same for the same seed. For demonstration data only. */
export interface Random {
  /** 0 inclusive .. 1 exclusive */
  next(): number
  /** Both ends included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  /** @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T
  /** `weights[i]` belongs to `items[i]`. */
  weighted<T>(items: readonly T[], weights: readonly number[]): T
  /** Right-skewed around `median`, as waiting times are; `spread` 0.5 is narrow, 1 wide. */
  skewed(median: number, spread: number): number
  bytes(n: number): Uint8Array
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  // mulberry32: 32 bits of state, full period, good enough to look alive.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => at(items, Math.floor(next() * items.length)),
    weighted: (items, weights) => at(items, heaviest(weights, next())),
    skewed: (median, spread) => median * Math.exp(spread * normal(next)),
    bytes: (n) => Uint8Array.from({ length: n }, () => int(0, 255)),
  }
}

function heaviest(weights: readonly number[], share: number): number {
  let left = share * weights.reduce((sum, w) => sum + w, 0)
  const found = weights.findIndex((w) => {
    left -= w
    return left < 0
  })
  return found < 0 ? weights.length - 1 : found
}

/** Standard normal, Box and Muller. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError('nothing to choose from')
  return item
}

/** 0..1, the same for the same text: a trait that stays with a unit. */
export function traitOf(text: string): number {
  let hash = 2_166_136_261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296
}
