import { type Features, syllableHash, type Vocabulary } from '../features.ts'
import { type Token, wordsOf } from '../tokens.ts'

/** Rows of features, packed: row `i` is `columns[starts[i] .. starts[i + 1])`, numbered without gaps. */
export interface Matrix {
  columns: Int32Array
  starts: Int32Array
  /** Feature of each column. */
  features: Int32Array
}

export function matrixOf(rows: readonly Features[]): Matrix {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach((r, i) => {
    starts[i + 1] = (starts[i] ?? 0) + r.length
  })
  const columns = new Int32Array(starts[rows.length] ?? 0)
  const known = new Map<number, number>()
  let at = 0
  for (const row of rows) {
    for (const feature of row) {
      let column = known.get(feature)
      if (column === undefined) {
        column = known.size
        known.set(feature, column)
      }
      columns[at++] = column
    }
  }
  return { columns, starts, features: Int32Array.from(known.keys()) }
}

/** Syllables that stand in at least two of the messages: the rest are slips and names. */
export function vocabularyOf(messages: readonly (readonly Token[])[]): Vocabulary {
  const counts = new Map<number, number>()
  for (const tokens of messages) {
    for (const syllable of new Set(wordsOf(tokens).map((t) => syllableHash(t.bare)))) {
      counts.set(syllable, (counts.get(syllable) ?? 0) + 1)
    }
  }
  return new Set([...counts].filter(([, n]) => n > 1).map(([syllable]) => syllable))
}
