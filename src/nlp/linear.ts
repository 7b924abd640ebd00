import type { Features } from './features.ts'

/** One weight row per feature: `weights[feature * labels.length + label]`. */
export interface LinearModel {
  labels: readonly string[]
  bits: number
  weights: Float32Array
  bias: Float32Array
}

export interface LabelledRow {
  features: Features
  label: string
}

export interface TrainOptions {
  bits: number
  /** Cost of an error; larger follows the data more closely. */
  cost: number
  epochs: number
}

/**
 * One-vs-rest linear support vector machines, squared hinge, by dual coordinate descent
 * (Hsieh et al. 2008). Deterministic: the order of rows is shuffled with a fixed seed.
 * Positive rows weigh more, since a label has few rows against many. Every label starts at "no" (offset -1),
 * so that the many rows of other labels need no step of their own unless they are mistaken for it.
 */
export function trainLinear(rows: readonly LabelledRow[], options: TrainOptions): LinearModel {
  const labels = [...new Set(rows.map((r) => r.label))].sort()
  const size = 1 << options.bits
  const weights = new Float32Array(size * labels.length)
  const bias = new Float32Array(labels.length)
  const packed = pack(rows)
  const order = shuffled(rows.length)
  labels.forEach((label, k) => {
    const signs = Int8Array.from(rows, (r) => (r.label === label ? 1 : -1))
    const w = trainOne(packed, { signs, order, ...options })
    for (let f = 0; f < size; f++) weights[f * labels.length + k] = w[f] ?? 0
    bias[k] = (w[size] ?? 0) + OFFSET
  })
  return { labels, bits: options.bits, weights, bias }
}

const OFFSET = -1

/** All rows in one array: row `i` is `features[starts[i] .. starts[i + 1])`. */
interface PackedRows {
  features: Int32Array
  starts: Int32Array
}

function pack(rows: readonly LabelledRow[]): PackedRows {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach((r, i) => {
    starts[i + 1] = (starts[i] ?? 0) + r.features.length
  })
  const features = new Int32Array(starts[rows.length] ?? 0)
  rows.forEach((r, i) => {
    features.set(r.features, starts[i])
  })
  return { features, starts }
}

function trainOne(
  { features, starts }: PackedRows,
  o: TrainOptions & { signs: Int8Array; order: Int32Array },
): Float64Array {
  const size = 1 << o.bits
  const w = new Float64Array(size + 1)
  const alpha = new Float64Array(o.signs.length)
  const positives = o.signs.reduce((n, y) => n + (y > 0 ? 1 : 0), 0)
  const boost = Math.min(4, Math.sqrt((o.signs.length - positives) / Math.max(1, positives)))
  let active = o.order
  for (let epoch = 0; epoch < o.epochs; epoch++) {
    let kept = 0
    const next = new Int32Array(active.length)
    for (let at = 0; at < active.length; at++) {
      const i = active[at] as number
      const y = o.signs[i] as number
      const from = starts[i] as number
      const to = starts[i + 1] as number
      const scale = 1 / Math.sqrt(to - from)
      let margin = 0
      for (let j = from; j < to; j++) margin += w[features[j] as number] as number
      margin = margin * scale + (w[size] as number) + OFFSET
      const diagonal = 0.5 / (o.cost * (y > 0 ? boost : 1))
      const a = alpha[i] as number
      const gradient = y * margin - 1 + diagonal * a
      if (a === 0 && gradient > 0.2) continue
      next[kept++] = i
      const better = Math.max(0, a - gradient / (2 + diagonal))
      if (better === a) continue
      alpha[i] = better
      const step = (better - a) * y
      for (let j = from; j < to; j++) {
        const f = features[j] as number
        w[f] = (w[f] as number) + step * scale
      }
      w[size] = (w[size] as number) + step
    }
    // Rows far on the right side rest; every fourth epoch all are looked at again.
    active = epoch % 4 === 3 ? o.order : next.subarray(0, kept)
  }
  return w
}

/** Margins by label, in the order of `model.labels`. About -1 .. 1 for rows like those trained on. */
export function margins(model: LinearModel, features: Features): Float64Array {
  const n = model.labels.length
  const out = new Float64Array(n)
  const scale = 1 / Math.sqrt(Math.max(1, features.length))
  for (let j = 0; j < features.length; j++) {
    const base = (features[j] as number) * n
    for (let k = 0; k < n; k++) out[k] = (out[k] ?? 0) + (model.weights[base + k] ?? 0)
  }
  for (let k = 0; k < n; k++) out[k] = (out[k] ?? 0) * scale + (model.bias[k] ?? 0)
  return out
}

/** Shares that sum to 1; a larger `sharpness` trusts the best more. */
export function softmax(values: Float64Array, sharpness: number): Float64Array {
  const top = values.reduce((m, v) => Math.max(m, v), Number.NEGATIVE_INFINITY)
  const out = values.map((v) => Math.exp((v - top) * sharpness))
  const sum = out.reduce((s, v) => s + v, 0)
  return out.map((v) => v / sum)
}

/** Fisher-Yates with a fixed linear congruential generator. */
function shuffled(n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  let state = 20221022
  for (let i = n - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = state % (i + 1)
    const swap = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = swap
  }
  return order
}
