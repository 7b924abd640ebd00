import type { Example } from './example.ts'

/**
 * Parts the examples for cross-validation: a voice is never on both sides, so that what is measured is not the memory
 * of one writer. Only a voice with more than half a fold of rows is dealt out, since too little would be left without it.
 * @returns the fold of each example, 0 .. folds - 1
 */
export function foldsOf(examples: readonly Pick<Example, 'source'>[], folds: number): Int32Array {
  const most = Math.ceil(examples.length / folds / 2)
  const voices = new Map<string, number[]>()
  examples.forEach((e, i) => {
    const rows = voices.get(e.source) ?? []
    rows.push(i)
    voices.set(e.source, rows)
  })
  const groups = [...voices.values()]
    .flatMap((rows) => dealt(rows, Math.ceil(rows.length / most)))
    .sort((a, b) => b.length - a.length)
  const sizes = new Array<number>(folds).fill(0)
  const out = new Int32Array(examples.length)
  for (const group of groups) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold] = (sizes[fold] ?? 0) + group.length
    for (const i of group) out[i] = fold
  }
  return out
}

function dealt(rows: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, (_, part) => rows.filter((_, i) => i % count === part))
}
