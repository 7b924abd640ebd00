import type { ChannelId } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import type { SendResult } from '../core/messages.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { CommentAnswers, CommentReplies } from '../core/page-comments.ts'
import type { Understand } from '../core/understanding.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { type ClaimedReply, claimReply, keepVerdict, lockComment, recordReply } from '../db/queries/page-comments.ts'
import type { RunWork, Work } from '../tickets/work.ts'
import { openConversation } from './comment-conversation.ts'
import { commentInvitation } from './comment-invitation.ts'
import { judgeComment, REPLY_WITHIN } from './comment-rule.ts'
import { backoff, MAX_ATTEMPTS } from './deliver.ts'

export interface CommentDeps {
  db: Db
  work: RunWork
  cipher: FieldCipher
  pack: ProvincePack
  understand: Understand
  clock: Clock
  /** Null: comments are not answered; what was stored waits. */
  answers: CommentAnswers | null
  setting: CommentReplies
  pointer: 'off' | 'on'
}

/**
 * The `comment.answer` job: decides once whether a comment is answered, then sends what was decided, each at most once.
 * No transaction is open while sending. Running it twice or late is harmless.
 */
export function createAnswerComment(deps: CommentDeps): (commentId: string, signal: AbortSignal) => Promise<void> {
  return async (commentRowId, signal) => {
    await deps.work((work) => decide(deps, work, commentRowId))
    const { answers } = deps
    if (answers === null) return
    while (!signal.aborted) {
      const claimed = await claimReply(deps.db.orm, { commentRowId, now: deps.clock.now() })
      if (claimed === null) return
      if (claimed.kind === 'private') await replyPrivately(deps, answers, { claimed, signal })
      else await settle(deps, claimed, await replyPublicly(deps, answers, { claimed, signal }))
    }
  }
}

async function decide(deps: CommentDeps, work: Work, id: string): Promise<void> {
  const row = await lockComment(work.tx, id)
  if (row === null || row.verdict !== null) return
  const text = deps.cipher.open(row.textSealed)
  const { setting, pack } = deps
  const comment = { text, at: row.commentedAt }
  const verdict = judgeComment({ comment, understanding: deps.understand(text), setting, pack, now: work.now })
  // Whoever wrote it may be ourselves where nobody is named: a public answer would answer itself without end.
  const pointed = deps.pointer === 'on' && row.author === 'person'
  const replies = verdict === 'answer' ? (['private', ...(pointed ? ['public' as const] : [])] as const) : []
  await keepVerdict(work.tx, { id, verdict, replies, now: work.now })
}

interface Sending {
  claimed: ClaimedReply
  signal: AbortSignal
}

async function replyPrivately(deps: CommentDeps, answers: CommentAnswers, { claimed, signal }: Sending): Promise<void> {
  const { id, comment } = claimed
  const understanding = deps.understand(deps.cipher.open(comment.textSealed))
  const content = commentInvitation({ pack: deps.pack, commentRowId: comment.id, understanding })
  const late = tooLate(deps, claimed)
  const { result, address } = late
    ? { result: late, address: null }
    : await certainly(() => answers.privately({ commentId: comment.commentId, content, key: id, signal }))
  if (result.kind !== 'sent' || address === null) return settle(deps, claimed, result)
  const from = { channel: comment.channel as ChannelId, account: comment.account, address }
  await deps.work(async (work) => {
    await recordReply(work.tx, id, { status: 'sent', at: work.now, providerMessageId: result.providerMessageId })
    const said = { content, replyId: id, providerMessageId: result.providerMessageId }
    await openConversation(deps.cipher, work, { comment, from, said })
  })
}

async function replyPublicly(
  deps: CommentDeps,
  answers: CommentAnswers,
  { claimed, signal }: Sending,
): Promise<SendResult> {
  const late = tooLate(deps, claimed)
  if (late !== null) return late
  const text = deps.pack.text('comment.pointer')
  const { result } = await certainly(async () => ({
    result: await answers.publicly({ commentId: claimed.comment.commentId, text, signal }),
    address: null,
  }))
  return result
}

function tooLate(deps: CommentDeps, { comment }: ClaimedReply): SendResult | null {
  const age = deps.clock.now().getTime() - comment.commentedAt.getTime()
  return age >= REPLY_WITHIN ? { kind: 'rejected', reason: 'too-old' } : null
}

type PrivateAnswer = Awaited<ReturnType<CommentAnswers['privately']>>

/** Adapters promise not to throw; whether one that did has sent is unknown. */
async function certainly(send: () => Promise<PrivateAnswer>): Promise<PrivateAnswer> {
  try {
    return await send()
  } catch (error) {
    return { result: { kind: 'uncertain', reason: error instanceof Error ? error.name : 'unknown' }, address: null }
  }
}

/** What waits for its next try is brought back by the sweep. */
async function settle(deps: CommentDeps, { id, attempts }: ClaimedReply, result: SendResult): Promise<void> {
  const at = deps.clock.now()
  switch (result.kind) {
    case 'sent':
      return recordReply(deps.db.orm, id, { status: 'sent', at, providerMessageId: result.providerMessageId })
    case 'retry': {
      const { reason } = result
      const uncounted = result.uncounted === true
      if (attempts >= MAX_ATTEMPTS && !uncounted) {
        return recordReply(deps.db.orm, id, { status: 'rejected', at, reason: `given-up: ${reason}` })
      }
      const nextAttemptAt = new Date(at.getTime() + Math.max(result.afterMs ?? 0, backoff(attempts)))
      const again = uncounted ? { uncounted: true as const } : {}
      return recordReply(deps.db.orm, id, { status: 'pending', at, reason, nextAttemptAt, ...again })
    }
    case 'window-closed':
    case 'rejected':
      return recordReply(deps.db.orm, id, { status: 'rejected', at, reason: result.reason })
    case 'uncertain':
      return recordReply(deps.db.orm, id, { status: 'uncertain', at, reason: result.reason })
  }
}
