import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** Who looked at what is protected (contact data, sealed cases), who deleted a person's data, and who took corrections out. Append only. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').primaryKey(),
    at: instant('at').notNull(),
    userId: text('user_id').notNull(),
    userName: text('user_name').notNull(),
    action: text('action')
      .notNull()
      .$type<'reveal-contact' | 'open-sealed' | 'open-attachment' | 'erase-person' | 'export-corrections'>(),
    ticketId: text('ticket_id'),
    data: jsonb('data').notNull().$type<Record<string, unknown>>(),
  },
  (t) => [index('audit_log_ticket').on(t.ticketId, t.at), index('audit_log_user').on(t.userId, t.at)],
)
