import { doublePrecision, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** What a channel account remembers between processes. No personal data, no tokens. */
export const channelMemory = pgTable(
  'channel_memory',
  {
    /** `zalo/<OA id>`, `messenger/<Page id>`. */
    account: text('account').notNull(),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
    expiresAt: instant('expires_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.key] }), index('channel_memory_expires').on(t.expiresAt)],
)

/** Token buckets, shared by all workers. */
export const rateBudgets = pgTable('rate_budgets', {
  id: text('id').primaryKey(),
  tokens: doublePrecision('tokens').notNull(),
  updatedAt: instant('updated_at').notNull(),
})
