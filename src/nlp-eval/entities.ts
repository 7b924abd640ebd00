import { z } from 'zod'
import type { Understand } from '../core/understanding.ts'
import { type Figures, named } from './figures.ts'
import { f1 } from './metrics.ts'

export const ENTITY_ROW = z.object({
  text: z.string().min(1).max(4000),
  entities: z.array(z.object({ kind: z.string().min(1), text: z.string().min(1), value: z.unknown().optional() })),
})
export type EntityRow = z.infer<typeof ENTITY_ROW>

/** F1 of the exact words of each entity, by kind and over all. Kinds that the gold rows never name are left out. */
export function entityFigures(understand: Understand, rows: readonly EntityRow[]): Figures {
  const counts = new Map<string, { hit: number; missed: number; wrong: number }>()
  const count = (kind: string) => {
    const found = counts.get(kind) ?? { hit: 0, missed: 0, wrong: 0 }
    counts.set(kind, found)
    return found
  }
  for (const row of rows) {
    const left = understand(row.text).entities.map((e) => `${e.kind} ${e.text}`)
    for (const entity of row.entities) {
      const at = left.indexOf(`${entity.kind} ${entity.text}`)
      if (at >= 0) left.splice(at, 1)
      count(entity.kind)[at >= 0 ? 'hit' : 'missed']++
    }
    for (const extra of left) count(extra.slice(0, extra.indexOf(' '))).wrong++
  }
  const known = [...counts].filter(([, c]) => c.hit + c.missed > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  const all = known.reduce(
    (sum, [, c]) => ({ hit: sum.hit + c.hit, missed: sum.missed + c.missed, wrong: sum.wrong + c.wrong }),
    { hit: 0, missed: 0, wrong: 0 },
  )
  const sections = known.map(([kind, c]) => sectionOf(`entity ${kind}`, c))
  return known.length === 0 ? {} : Object.assign({}, ...sections, sectionOf('entity all', all))
}

function sectionOf(name: string, c: { hit: number; missed: number; wrong: number }): Figures {
  return named(name, { entityF1: { value: f1(c), of: c.hit + c.missed } })
}
