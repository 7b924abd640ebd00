import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { ChannelId } from '../../core/channel.ts'
import { newId } from '../../core/ids.ts'
import type { PageComment } from '../../core/page-comments.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { commentReplies, pageComments } from '../schema/page-comments.ts'

export type ReplyRow = typeof commentReplies.$inferSelect
export type CommentRow = typeof pageComments.$inferSelect

/** Stores comments once. The ids of the new ones. */
export async function insertComments(
  tx: Tx,
  input: { cipher: FieldCipher; channel: ChannelId; comments: readonly PageComment[]; now: Date },
): Promise<string[]> {
  const { cipher, channel, comments, now } = input
  if (comments.length === 0) return []
  const rows = comments.map(({ account, commentId, author, text, at }) => ({
    id: newId(),
    channel,
    account,
    commentId,
    author,
    textSealed: cipher.seal(text),
    commentedAt: at,
    receivedAt: now,
  }))
  const made = await tx.insert(pageComments).values(rows).onConflictDoNothing().returning({ id: pageComments.id })
  return made.map((row) => row.id)
}

/** Holds the comment until the transaction ends. */
export async function lockComment(tx: Tx, id: string): Promise<CommentRow | null> {
  const rows = await tx.select().from(pageComments).where(eq(pageComments.id, id)).for('update')
  return rows[0] ?? null
}

/** Keeps what was decided, with the replies to be sent. */
export async function keepVerdict(
  tx: Tx,
  input: { id: string; verdict: string; replies: readonly ReplyRow['kind'][]; now: Date },
): Promise<void> {
  await tx.update(pageComments).set({ verdict: input.verdict }).where(eq(pageComments.id, input.id))
  if (input.replies.length === 0) return
  const replies = input.replies.map((kind) => ({
    id: newId(),
    commentRowId: input.id,
    kind,
    status: 'pending' as const,
    createdAt: input.now,
  }))
  await tx.insert(commentReplies).values(replies).onConflictDoNothing()
}

export interface ClaimedReply {
  id: string
  kind: ReplyRow['kind']
  attempts: number
  comment: CommentRow
}

/** Takes the next reply of this comment for sending, the private one first. Null: none is due. */
export async function claimReply(
  db: Executor,
  input: { commentRowId: string; now: Date },
): Promise<ClaimedReply | null> {
  const next = sql`(select r.id from comment_replies r where r.comment_row_id = ${input.commentRowId}
    and r.status = 'pending' and (r.next_attempt_at is null or r.next_attempt_at <= ${input.now.toISOString()}::timestamptz)
    order by r.kind limit 1)`
  const rows = await db
    .update(commentReplies)
    .set({ status: 'sending', claimedAt: input.now, attempts: sql`${commentReplies.attempts} + 1` })
    .where(and(eq(commentReplies.id, next), eq(commentReplies.status, 'pending')))
    .returning()
  const reply = rows[0]
  if (reply === undefined) return null
  const [comment] = await db.select().from(pageComments).where(eq(pageComments.id, reply.commentRowId))
  return comment === undefined ? null : { id: reply.id, kind: reply.kind, attempts: reply.attempts, comment }
}

/** Records what became of a claimed reply; one that was judged uncertain meanwhile may still turn out as sent. */
export async function recordReply(
  db: Executor,
  id: string,
  set: {
    status: ReplyRow['status']
    at: Date
    reason?: string
    providerMessageId?: string
    nextAttemptAt?: Date
    uncounted?: true
  },
): Promise<void> {
  await db
    .update(commentReplies)
    .set({
      status: set.status,
      settledAt: set.status === 'pending' ? null : set.at,
      failureReason: set.reason ?? null,
      providerMessageId: set.providerMessageId ?? null,
      nextAttemptAt: set.nextAttemptAt ?? null,
      ...(set.uncounted === true ? { attempts: sql`${commentReplies.attempts} - 1` } : {}),
    })
    .where(and(eq(commentReplies.id, id), inArray(commentReplies.status, ['sending', 'uncertain'])))
}

/**
 * The platform reports a private reply of ours by its key: proof that it went out.
 * @returns its comment when nothing has linked it to a conversation yet
 */
export async function replyOfEcho(tx: Tx, key: string): Promise<CommentRow | null> {
  const rows = await tx
    .select({ comment: pageComments })
    .from(commentReplies)
    .innerJoin(pageComments, eq(pageComments.id, commentReplies.commentRowId))
    .where(
      and(
        eq(commentReplies.id, key),
        inArray(commentReplies.status, ['sending', 'sent', 'uncertain']),
        isNull(pageComments.conversationId),
      ),
    )
  return rows[0]?.comment ?? null
}

export async function linkComment(tx: Tx, id: string, conversationId: string): Promise<void> {
  await tx.update(pageComments).set({ conversationId }).where(eq(pageComments.id, id))
}

/** The words of a comment whose private answer opened this conversation; null: no such comment here. */
export async function commentOfConversation(
  tx: Tx,
  input: { cipher: FieldCipher; id: string; conversationId: string },
): Promise<string | null> {
  const rows = await tx
    .select({ textSealed: pageComments.textSealed })
    .from(pageComments)
    .where(and(eq(pageComments.id, input.id), eq(pageComments.conversationId, input.conversationId)))
  return rows[0] === undefined ? null : input.cipher.open(rows[0].textSealed)
}

/** Comments with something due that nobody has taken since `before`. For the sweep; bounded. */
export async function forgottenComments(
  db: Executor,
  input: { now: Date; before: Date; limit: number },
): Promise<string[]> {
  const unjudged = await db
    .select({ id: pageComments.id })
    .from(pageComments)
    .where(and(isNull(pageComments.verdict), lt(pageComments.receivedAt, input.before)))
    .limit(input.limit)
  const unsent = await db
    .selectDistinct({ id: commentReplies.commentRowId })
    .from(commentReplies)
    .where(
      and(
        eq(commentReplies.status, 'pending'),
        lt(commentReplies.createdAt, input.before),
        or(isNull(commentReplies.nextAttemptAt), lte(commentReplies.nextAttemptAt, input.now)),
      ),
    )
    .limit(input.limit)
  return [...new Set([...unjudged, ...unsent].map((row) => row.id))]
}

/** Their worker died while sending: what may have gone out is not repeated. How many. */
export async function judgeLostReplies(db: Executor, input: { before: Date; now: Date }): Promise<number> {
  const rows = await db
    .update(commentReplies)
    .set({ status: 'uncertain', failureReason: 'worker-lost', settledAt: input.now })
    .where(and(eq(commentReplies.status, 'sending'), lt(commentReplies.claimedAt, input.before)))
    .returning({ id: commentReplies.id })
  return rows.length
}

/** Deletes comments older than `before` with their replies. */
export async function forgetComments(db: Executor, before: Date): Promise<void> {
  await db.delete(pageComments).where(lt(pageComments.receivedAt, before))
}

export interface OpenReply {
  kind: ReplyRow['kind']
  status: ReplyRow['status']
  reason: string | null
  at: Date
  commentId: string
}

/** Replies that a person should look at: refused, not certain, or waiting after a failed try. Newest first. */
export async function openReplies(db: Executor, channel: ChannelId, limit: number): Promise<OpenReply[]> {
  return db
    .select({
      kind: commentReplies.kind,
      status: commentReplies.status,
      reason: commentReplies.failureReason,
      at: commentReplies.createdAt,
      commentId: pageComments.commentId,
    })
    .from(commentReplies)
    .innerJoin(pageComments, eq(pageComments.id, commentReplies.commentRowId))
    .where(
      and(
        eq(pageComments.channel, channel),
        or(
          inArray(commentReplies.status, ['uncertain', 'rejected']),
          and(eq(commentReplies.status, 'pending'), sql`${commentReplies.failureReason} is not null`),
        ),
      ),
    )
    .orderBy(desc(commentReplies.createdAt))
    .limit(limit)
}
