import type { Features } from './features.ts'

/** One-vs-rest linear classifier with whole-number weights; only those that are not 0 are kept. */
export interface Head {
  labels: readonly string[]
  /** The weights of the feature with number `r` in the model's list are `starts[r] .. starts[r + 1]`. */
  starts: Uint32Array
  /** Label of each weight. */
  columns: Uint8Array
  weights: Int8Array
  /** By label: what one unit of weight is worth. */
  scales: Float32Array
  bias: Float32Array
  /** Factor of the margins under which the shares are honest (temperature, by cross-validation). */
  sharpness: number
  /** Of the answers with at least this share 95 in 100 are right (cross-validated); above 1: there is no such share. */
  sureAt: number
}

/** Where a feature stands in the model's list, -1 for those that no training row has. */
export type FeatureIndex = Int32Array

/** Margins by label, in the order of `head.labels`. About -1 .. 1. */
export function marginsOf(head: Head, index: FeatureIndex, features: Features): Float64Array {
  const out = new Float64Array(head.labels.length)
  for (let j = 0; j < features.length; j++) {
    const row = index[features[j] as number] as number
    if (row < 0) continue
    const to = head.starts[row + 1] as number
    for (let e = head.starts[row] as number; e < to; e++) {
      const k = head.columns[e] as number
      out[k] = (out[k] as number) + (head.weights[e] as number)
    }
  }
  const norm = 1 / Math.sqrt(Math.max(1, features.length))
  for (let k = 0; k < out.length; k++) {
    out[k] = (out[k] as number) * (head.scales[k] as number) * norm + (head.bias[k] as number)
  }
  return out
}

/** Shares that sum to 1; a larger `sharpness` trusts the best more. */
export function softmax(values: Float64Array, sharpness: number): Float64Array {
  const top = values[best(values)] ?? 0
  const out = new Float64Array(values.length)
  let sum = 0
  for (let k = 0; k < values.length; k++) {
    const share = Math.exp(((values[k] as number) - top) * sharpness)
    out[k] = share
    sum += share
  }
  for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) / sum
  return out
}

/** Number of the largest value; the first of equals. */
export function best(values: Float64Array): number {
  let at = 0
  for (let k = 1; k < values.length; k++) if ((values[k] as number) > (values[at] as number)) at = k
  return at
}
