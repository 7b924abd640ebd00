import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** A wish to have one's personal data deleted. What names the person goes when it is carried out; that it was stays. */
export const dataRequests = pgTable(
  'data_requests',
  {
    id: text('id').primaryKey(),
    /** What the person may look the state up with. */
    code: text('code').notNull(),
    /** The same request is taken once. */
    requestKey: text('request_key').notNull(),
    source: text('source').notNull().$type<'messenger' | 'chat'>(),
    /** Fingerprint of who asks: a second request while one is open is the same. */
    subjectKey: text('subject_key').notNull(),
    /** Meta's id of the person for our app: not the id that messages come with. */
    appScopedSealed: text('app_scoped_sealed'),
    /** Null: not known whose data. */
    residentId: text('resident_id'),
    /** The resident's own case; null: there is none. */
    ticketId: text('ticket_id'),
    state: text('state').notNull().$type<'open' | 'deleted' | 'nothing-found'>(),
    /** What the platform says about whose data: to be asked, known to us, nobody we know, no answer. */
    lookup: text('lookup').notNull().$type<'todo' | 'found' | 'unknown' | 'no-answer'>(),
    lookups: integer('lookups').notNull().default(0),
    receivedAt: instant('received_at').notNull(),
    settledAt: instant('settled_at'),
    settledBy: text('settled_by'),
    settledByName: text('settled_by_name'),
    /** Words of staff; never personal data. */
    note: text('note'),
  },
  (t) => [
    uniqueIndex('data_requests_code').on(t.code),
    uniqueIndex('data_requests_key').on(t.requestKey),
    uniqueIndex('data_requests_open').on(t.subjectKey).where(sql`state = 'open'`),
    index('data_requests_received').on(t.receivedAt),
  ],
)
