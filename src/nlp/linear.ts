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
 * Positive rows weigh more, since a label has few rows against many.
 */
export function trainLinear(rows: readonly LabelledRow[], options: TrainOptions): LinearModel {
  const labels = [...new Set(rows.map((r) => r.label))].sort()
  const size = 1 << options.bits
  const weights = new Float32Array(size * labels.length)
  const bias = new Float32Array(labels.length)
  const order = shuffled(rows.length)
  labels.forEach((label, k) => {
    const w = trainOne(rows, { label, order, ...options })
    for (let f = 0; f < size; f++) weights[f * labels.length + k] = w[f] ?? 0
    bias[k] = w[size] ?? 0
  })
  return { labels, bits: options.bits, weights, bias }
}

function trainOne(rows: readonly LabelledRow[], o: TrainOptions & { label: string; order: Int32Array }): Float64Array {
  const size = 1 << o.bits
  const w = new Float64Array(size + 1)
  const alpha = new Float64Array(rows.length)
  const positives = rows.reduce((n, r) => n + (r.label === o.label ? 1 : 0), 0)
  const boost = Math.min(4, Math.sqrt((rows.length - positives) / Math.max(1, positives)))
  let active = o.order
  for (let epoch = 0; epoch < o.epochs; epoch++) {
    const kept: number[] = []
    for (const i of active) {
      const row = rows[i]
      if (row === undefined) continue
      const y = row.label === o.label ? 1 : -1
      const diagonal = 0.5 / (o.cost * (y > 0 ? boost : 1))
      const scale = 1 / Math.sqrt(row.features.length)
      const a = alpha[i] ?? 0
      const gradient = y * marginOf(w, row.features, scale) - 1 + diagonal * a
      if (a === 0 && gradient > 0.3) continue
      kept.push(i)
      if (a === 0 && gradient >= 0) continue
      const next = Math.max(0, a - gradient / (2 + diagonal))
      const step = (next - a) * y
      if (step === 0) continue
      alpha[i] = next
      for (const f of row.features) w[f] = (w[f] ?? 0) + step * scale
      w[size] = (w[size] ?? 0) + step
    }
    // Rows far on the right side rest; every third epoch all are looked at again.
    active = epoch % 3 === 2 ? o.order : Int32Array.from(kept)
  }
  return w
}

function marginOf(w: Float64Array, features: Features, scale: number): number {
  let sum = 0
  for (const f of features) sum += w[f] ?? 0
  return sum * scale + (w[w.length - 1] ?? 0)
}

/** Margins by label, in the order of `model.labels`. About -1 .. 1 for rows like those trained on. */
export function margins(model: LinearModel, features: Features): Float64Array {
  const n = model.labels.length
  const out = new Float64Array(n)
  const scale = 1 / Math.sqrt(Math.max(1, features.length))
  for (const f of features) {
    const base = f * n
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
