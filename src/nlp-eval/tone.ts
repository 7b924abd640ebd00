import { z } from 'zod'
import type { Understand } from '../core/understanding.ts'
import { ABUSES } from '../nlp/learn/example.ts'
import { type Figures, named, shareOf } from './figures.ts'
import { f1 } from './metrics.ts'

/** `matter`: there is something to take down besides the tone. */
export const TONE_ROW = z.object({ text: z.string().min(1).max(4000), abuse: z.enum(ABUSES), matter: z.boolean() })
export type ToneRow = z.infer<typeof TONE_ROW>

/** Insults, threats and tricks told from plain talk; and that a matter told rudely is still taken down. */
export function toneFigures(understand: Understand, rows: readonly ToneRow[]): Figures {
  if (rows.length === 0) return {}
  const read = rows.map((row) => {
    const { intent, abusive } = understand(row.text)
    return { row, intent, is: row.abuse !== 'none', said: abusive || intent === 'abuse' }
  })
  const counts = {
    hit: read.filter((r) => r.is && r.said).length,
    missed: read.filter((r) => r.is && !r.said).length,
    wrong: read.filter((r) => !r.is && r.said).length,
  }
  const withMatter = read.filter((r) => r.row.matter)
  return named('tone', {
    abuse: { value: f1(counts), of: counts.hit + counts.missed },
    matterKept: shareOf(withMatter, (r) => r.intent !== 'abuse'),
  })
}
