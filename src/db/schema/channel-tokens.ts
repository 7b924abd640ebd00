import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** OAuth tokens of a channel account. Sealed. A refresh token is spent once: `pendingSince` marks a refresh under way. */
export const channelTokens = pgTable('channel_tokens', {
  id: text('id').primaryKey(),
  accessSealed: text('access_sealed').notNull(),
  refreshSealed: text('refresh_sealed'),
  /** The pair before this one, for recovery by hand. */
  previousSealed: text('previous_sealed'),
  /** Fingerprint of the pair in the settings that this one descends from. */
  origin: text('origin').notNull(),
  expiresAt: instant('expires_at'),
  pendingSince: instant('pending_since'),
  state: text('state').notNull().$type<'ok' | 'needs-reauth'>(),
  updatedAt: instant('updated_at').notNull(),
})
