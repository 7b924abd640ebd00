import { sql } from 'drizzle-orm'
import { boolean, customType, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A photo or file of a resident. `pending` until fetched from the platform, whose addresses expire. */
export const attachments = pgTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    inboundId: text('inbound_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    ticketId: text('ticket_id'),
    position: integer('position').notNull(),
    kind: text('kind').notNull().$type<'image' | 'video' | 'audio' | 'file' | 'sticker'>(),
    sourceUrlSealed: text('source_url_sealed'),
    name: text('name'),
    state: text('state').notNull().$type<'pending' | 'stored' | 'failed'>(),
    attempts: integer('attempts').notNull().default(0),
    failureReason: text('failure_reason'),
    contentType: text('content_type'),
    size: integer('size'),
    /** Where a photo says it was taken, `{lat, lon}` as JSON, sealed: its sender may not know that it says so. */
    placeSealed: text('place_sealed'),
    /** A small WebP lies beside the bytes, under the id with `.thumb`. */
    thumbnail: boolean('thumbnail').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('attachments_inbound').on(t.inboundId),
    index('attachments_ticket').on(t.ticketId),
    index('attachments_todo').on(t.createdAt).where(sql`state = 'pending'`),
    index('attachments_deleted').on(t.id).where(sql`failure_reason = 'media.deleted' and size is not null`),
  ],
)

/** The bytes of attachments when BLOB_STORE is `postgres`; in a table of their own, so that no list reads them. */
export const blobs = pgTable('blobs', {
  id: text('id').primaryKey(),
  /** Sealed with FIELD_KEY. */
  bytes: bytea('bytes').notNull(),
  createdAt: instant('created_at').notNull(),
})
