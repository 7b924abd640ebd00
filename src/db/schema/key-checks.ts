import { pgTable, text } from 'drizzle-orm/pg-core'

/** One sealed word: who starts with another FIELD_KEY cannot open it, and hears so before anything is written. */
export const keyChecks = pgTable('key_checks', {
  id: text('id').primaryKey(),
  sealed: text('sealed').notNull(),
})
