import { type Figures, kindOf } from './figures.ts'

/** Figures of an earlier run, as stored in `data/nlu/baseline.json`. */
export interface Baseline {
  /** SHA-256 over the gold files that it was measured on. */
  gold: string
  figures: Figures
}

export interface Drop {
  key: string
  was: number
  is: number
}

/**
 * What is worse than before, by more than noise allows. The bench is deterministic, so no change is chance; noise here
 * means that a new model gets some messages right and others wrong: half a standard error and at least three messages
 * are let pass. Emergencies are held exactly; speed and memory are never held, they are the machine's.
 * A figure that is gone counts as a drop to 0.
 */
export function dropsFrom(baseline: Figures, now: Figures): Drop[] {
  return Object.entries(baseline).flatMap(([key, was]) => {
    const kind = kindOf(key)
    if (kind.held === 'not') return []
    const is = now[key]
    if (is === undefined) return [{ key, was: was.value, is: Number.NaN }]
    const scale = kind.unit === 'per 100' ? 100 : 1
    const worse = (kind.better === 'more' ? was.value - is.value : is.value - was.value) / scale
    const allowed = kind.held === 'exactly' ? 0 : noise(was.value / scale, Math.min(was.of, is.of))
    return worse > allowed + ROUNDING ? [{ key, was: was.value, is: is.value }] : []
  })
}

/** The stored figures have five places. */
const ROUNDING = 1e-5

/** Of a share measured on `of` messages. */
function noise(value: number, of: number): number {
  const p = Math.min(1, Math.max(0, value))
  return Math.max(3 / Math.max(1, of), 0.5 * Math.sqrt((p * (1 - p)) / Math.max(1, of)))
}
