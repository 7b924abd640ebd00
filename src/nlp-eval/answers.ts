import { z } from 'zod'
import type { Understand } from '../core/understanding.ts'
import { ANSWER_CERTAIN, ANSWER_THRESHOLD } from '../nlp/answers.ts'
import { groupBy } from '../packs/group.ts'
import { type Figures, named, shareOf } from './figures.ts'

/** A question with the ids of the cards that rightly answer it; none: no card does. */
export const ANSWER_ROW = z.object({
  text: z.string().min(1).max(4000),
  cards: z.array(z.string().min(1)),
  form: z.string().min(1).max(40),
  source: z.string().optional(),
})
export type AnswerRow = z.infer<typeof ANSWER_ROW>

/** How often the right card comes first, and how far "don't know" can be trusted; by form and over all. */
export function answerFigures(understand: Understand, rows: readonly AnswerRow[]): Figures {
  if (rows.length === 0) return {}
  const read = rows.map((row) => {
    const answers = understand(row.text).answers
    const score = answers[0]?.score ?? 0
    return {
      row,
      ids: answers.map((a) => a.id),
      known: score >= ANSWER_THRESHOLD,
      told: score >= ANSWER_CERTAIN,
    }
  })
  const sections = [...groupBy(read, (r) => r.row.form), ['all', read] as const]
  return Object.assign(
    {},
    ...sections.map(([form, list]) => {
      const answerable = list.filter((r) => r.row.cards.length > 0)
      return named(`answers ${form}`, {
        recall1: shareOf(answerable, (r) => r.row.cards.includes(r.ids[0] ?? '')),
        recall3: shareOf(answerable, (r) => r.ids.slice(0, 3).some((id) => r.row.cards.includes(id))),
        toldPrecision: shareOf(
          list.filter((r) => r.told),
          (r) => r.row.cards.includes(r.ids[0] ?? ''),
        ),
        toldRecall: shareOf(answerable, (r) => r.told && r.row.cards.includes(r.ids[0] ?? '')),
        unknownPrecision: shareOf(
          list.filter((r) => !r.known),
          (r) => r.row.cards.length === 0,
        ),
        unknownRecall: shareOf(
          list.filter((r) => r.row.cards.length === 0),
          (r) => !r.known,
        ),
      })
    }),
  )
}
