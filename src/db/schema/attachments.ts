import { sql } from 'drizzle-orm'
import { boolean, customType, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/**
 * A photo or file of a resident (`inboundId`), or of a member of staff for a resident (`uploadedBy`). `pending` until
 * fetched from the platform, whose addresses expire, or until the bytes of an upload are kept.
 */
export const attachments = pgTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    inboundId: text('inbound_id'),
    /** The account of whoever uploaded it to the case. */
    uploadedBy: text('uploaded_by'),
    /** The message that carries an upload to the resident; null: not sent yet. */
    outboundId: text('outbound_id'),
    conversationId: text('conversation_id').notNull(),
    ticketId: text('ticket_id'),
    position: integer('position').notNull(),
    kind: text('kind').notNull().$type<'image' | 'video' | 'audio' | 'file' | 'sticker'>(),
    sourceUrlSealed: text('source_url_sealed'),
    /** As its sender called it, of rows from before names were sealed. */
    name: text('name'),
    nameSealed: text('name_sealed'),
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
    index('attachments_outbound').on(t.outboundId),
    index('attachments_ticket').on(t.ticketId),
    index('attachments_todo').on(t.createdAt).where(sql`state = 'pending'`),
    index('attachments_unsent').on(t.createdAt).where(sql`uploaded_by is not null and outbound_id is null`),
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
