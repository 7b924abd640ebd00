import type { Head } from '../head.ts'
import type { Weights } from './linear.ts'

/**
 * Weights as whole numbers of -127 .. 127, a scale for each label; what rounds to 0 is left out. Features are numbered
 * as the columns of the matrix that the weights were learned from. Throws for more than 256 labels.
 */
export function quantised(labels: readonly string[], weights: Weights): Omit<Head, 'sharpness' | 'sureAt'> {
  if (labels.length > 256) throw new Error(`at most 256 labels, not ${labels.length}`)
  const width = (weights[0]?.length ?? 1) - 1
  const scales = Float32Array.from(weights, (w) => largest(w, width) / 127 || 1)
  const starts = new Uint32Array(width + 1)
  const columns: number[] = []
  const values: number[] = []
  for (let f = 0; f < width; f++) {
    for (let k = 0; k < weights.length; k++) {
      const value = Math.round((weights[k]?.[f] as number) / (scales[k] as number))
      if (value === 0) continue
      columns.push(k)
      values.push(value)
    }
    starts[f + 1] = columns.length
  }
  const bias = Float32Array.from(weights, (w) => w[width] as number)
  return { labels, starts, columns: Uint8Array.from(columns), weights: Int8Array.from(values), scales, bias }
}

function largest(w: Float32Array, width: number): number {
  let most = 0
  for (let f = 0; f < width; f++) most = Math.max(most, Math.abs(w[f] as number))
  return most
}
