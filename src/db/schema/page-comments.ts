import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** Comments below our posts on a platform, for 30 days: stored before the platform hears 200. */
export const pageComments = pgTable(
  'page_comments',
  {
    id: text('id').primaryKey(),
    channel: text('channel').notNull(),
    account: text('account').notNull(),
    /** The platform's id. */
    commentId: text('comment_id').notNull(),
    author: text('author').notNull().$type<'person' | 'unknown'>(),
    textSealed: text('text_sealed').notNull(),
    commentedAt: instant('commented_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Null: nobody has looked yet. */
    verdict: text('verdict'),
    /** The conversation that the private answer opened. */
    conversationId: text('conversation_id'),
  },
  (t) => [
    uniqueIndex('page_comments_provider').on(t.channel, t.account, t.commentId),
    index('page_comments_received').on(t.receivedAt),
    index('page_comments_todo').on(t.receivedAt).where(sql`verdict is null`),
  ],
)

/** What is said to a comment: at most one of each kind, ever. */
export const commentReplies = pgTable(
  'comment_replies',
  {
    id: text('id').primaryKey(),
    commentRowId: text('comment_row_id')
      .notNull()
      .references(() => pageComments.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull().$type<'private' | 'public'>(),
    status: text('status').notNull().$type<'pending' | 'sending' | 'sent' | 'rejected' | 'uncertain'>(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    claimedAt: instant('claimed_at'),
    settledAt: instant('settled_at'),
    providerMessageId: text('provider_message_id'),
    failureReason: text('failure_reason'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('comment_replies_once').on(t.commentRowId, t.kind),
    index('comment_replies_todo').on(t.createdAt).where(sql`status in ('pending','sending')`),
  ],
)
