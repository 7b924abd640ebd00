import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { tickets } from './tickets.ts'

/**
 * Where staff said that the machine had read a case wrongly: material for people who look after `data/nlu`. Nothing
 * learns from it by itself. One row a case and field; correcting again changes it, taking it back removes it.
 */
export const nluCandidates = pgTable(
  'nlu_candidates',
  {
    id: text('id').primaryKey(),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => tickets.id),
    field: text('field').notNull().$type<'topic' | 'place'>(),
    /** The resident's words as they were filed. */
    textSealed: text('text_sealed').notNull(),
    /** The machine's topics at filing, best first; empty for a place. */
    guesses: jsonb('guesses').notNull().$type<{ id: string; score: number }[]>(),
    /** What the case was filed with; null: nothing. */
    predicted: text('predicted'),
    corrected: text('corrected').notNull(),
    byUserId: text('by_user_id').notNull(),
    byName: text('by_name').notNull(),
    at: instant('at').notNull(),
    /** What read the words; null: the case is older than this column. */
    modelVersion: text('model_version'),
    demo: boolean('demo').notNull().default(false),
  },
  (t) => [uniqueIndex('nlu_candidates_one').on(t.ticketId, t.field), index('nlu_candidates_at').on(t.at, t.id)],
)
