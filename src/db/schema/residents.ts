import { boolean, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** A person who writes to us. Names, phones and addresses are sealed with FIELD_KEY. */
export const residents = pgTable('residents', {
  id: text('id').primaryKey(),
  nameSealed: text('name_sealed'),
  phoneSealed: text('phone_sealed'),
  /** When the person agreed that contact data is kept; null: nothing kept. */
  consentAt: instant('consent_at'),
  /** Joined into another resident by proof; rows that point here have been moved there. */
  mergedInto: text('merged_into'),
  /** The person asked for no more messages; the next message of theirs lifts it. */
  stoppedAt: instant('stopped_at'),
  demo: boolean('demo').notNull().default(false),
  createdAt: instant('created_at').notNull(),
})

/** Where a resident writes from. One per (channel, account, address). */
export const channelIdentities = pgTable(
  'channel_identities',
  {
    id: text('id').primaryKey(),
    residentId: text('resident_id')
      .notNull()
      .references(() => residents.id),
    channel: text('channel').notNull(),
    account: text('account').notNull(),
    address: text('address').notNull(),
    displayNameSealed: text('display_name_sealed'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('channel_identities_address').on(t.channel, t.account, t.address),
    index('channel_identities_resident').on(t.residentId),
  ],
)

/** A code said on one channel, to be typed on another: the proof that both are one person. */
export const linkCodes = pgTable(
  'link_codes',
  {
    /** HMAC of the code; the code itself is not kept. */
    codeHash: text('code_hash').primaryKey(),
    residentId: text('resident_id').notNull(),
    identityId: text('identity_id').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('link_codes_resident').on(t.residentId, t.createdAt)],
)
