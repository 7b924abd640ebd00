import type { Matrix } from './matrix.ts'
import { shuffled } from './random.ts'

/** What the rows of a matrix are to be told apart by. */
export interface Task {
  labels: readonly string[]
  /** Numbers of the labels of each row. Empty: the row is none of them. */
  targets: readonly (readonly number[])[]
  /** Rows to learn from. */
  rows: Int32Array
}

export interface TrainOptions {
  /** Cost of an error; larger follows the data more closely. */
  cost: number
  epochs: number
}

/** By label: one weight per column of the matrix, and the weight of the constant after them. */
export type Weights = readonly Float32Array[]

/**
 * One-vs-rest linear support vector machines, squared hinge, by dual coordinate descent
 * (Hsieh et al. 2008). Deterministic: the order of rows is shuffled with a fixed seed.
 * Positive rows weigh more, since a label has few rows against many. Every label starts at "no" (offset -1),
 * so that the many rows of other labels need no step of their own unless they are mistaken for it.
 */
export function trainLinear(matrix: Matrix, task: Task, options: TrainOptions): Weights {
  const order = shuffled(task.rows.length).map((i) => task.rows[i] as number)
  return task.labels.map((_, k) => {
    const signs = Int8Array.from(task.targets, (labels) => (labels.includes(k) ? 1 : -1))
    return trainOne(matrix, { signs, order, ...options })
  })
}

const OFFSET = -1
/** A row that is this little on the wrong side is left alone: half the time for the same answers. */
const RESTS = -0.1

function trainOne(matrix: Matrix, o: TrainOptions & { signs: Int8Array; order: Int32Array }): Float32Array {
  const { columns, starts } = matrix
  const width = matrix.features.length
  const w = new Float32Array(width + 1)
  const alpha = new Float64Array(o.signs.length)
  const positives = o.order.reduce((n, i) => n + ((o.signs[i] as number) > 0 ? 1 : 0), 0)
  const boost = Math.min(4, Math.sqrt((o.order.length - positives) / Math.max(1, positives)))
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
      for (let j = from; j < to; j++) margin += w[columns[j] as number] as number
      margin = margin * scale + (w[width] as number) + OFFSET
      const diagonal = 0.5 / (o.cost * (y > 0 ? boost : 1))
      const a = alpha[i] as number
      const gradient = y * margin - 1 + diagonal * a
      if (a === 0 && gradient >= RESTS) continue
      next[kept++] = i
      const better = Math.max(0, a - gradient / (2 + diagonal))
      if (better === a) continue
      alpha[i] = better
      const step = (better - a) * y
      for (let j = from; j < to; j++) {
        const f = columns[j] as number
        w[f] = (w[f] as number) + step * scale
      }
      w[width] = (w[width] as number) + step
    }
    // Rows far on the right side rest.
    active = next.subarray(0, kept)
  }
  w[width] = (w[width] as number) + OFFSET
  return w
}

/** Margins of rows by label, about -1 .. 1 for rows like those trained on. Label by label: its weights stay at hand. */
export function marginsOf(matrix: Matrix, weights: Weights, rows: Int32Array): Float64Array[] {
  const { columns, starts } = matrix
  const out = Array.from(rows, () => new Float64Array(weights.length))
  weights.forEach((w, k) => {
    const constant = w[matrix.features.length] as number
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number
      const from = starts[row] as number
      const to = starts[row + 1] as number
      let sum = 0
      for (let j = from; j < to; j++) sum += w[columns[j] as number] as number
      const margins = out[i] as Float64Array
      margins[k] = sum / Math.sqrt(Math.max(1, to - from)) + constant
    }
  })
  return out
}
