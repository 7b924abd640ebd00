import type { Echo } from '../core/channel.ts'
import type { OutboundContent, Sender } from '../core/messages.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { findOrMakeConversation, lockConversation, saveConversation } from '../db/queries/conversations.ts'
import { insertSentByBot } from '../db/queries/outbound.ts'
import { type CommentRow, linkComment, recordReply, replyOfEcho } from '../db/queries/page-comments.ts'
import type { Work } from '../tickets/work.ts'

/** What was said privately; without content: learnt from its echo, which tells only the words. */
interface Said {
  content: OutboundContent
  replyId: string
  providerMessageId: string
}

/**
 * The private answer told who commented: their conversation is found or made, shows what was said, and offers what the
 * message offered unless something is being written there. The window stays shut until they write.
 */
export async function openConversation(
  cipher: FieldCipher,
  work: Work,
  { comment, from, said }: { comment: CommentRow; from: Sender; said: Said },
): Promise<void> {
  const { conversationId } = await findOrMakeConversation(work.tx, { from, now: work.now, demo: false })
  const conversation = await lockConversation(work.tx, conversationId)
  await linkComment(work.tx, comment.id, conversationId)
  await insertSentByBot(work.tx, {
    cipher,
    conversationId,
    causeKey: `comment/${said.replyId}`,
    providerMessageId: said.providerMessageId,
    content: said.content,
    at: work.now,
  })
  if (conversation?.flowId === null && said.content.kind === 'menu') {
    await saveConversation(work.tx, conversationId, { lastChoices: said.content.choices })
  }
  work.announce({ topic: 'conversation', id: conversationId, conversationId })
}

/** An echo that belongs to no message of a conversation may be that of a private answer whose own answer was lost. */
export async function settleCommentEcho(
  cipher: FieldCipher,
  work: Work,
  { from, echo }: { from: Sender; echo: Echo },
): Promise<void> {
  const { key: replyId, providerMessageId } = echo
  if (replyId === undefined) return
  const comment = await replyOfEcho(work.tx, replyId)
  if (comment === null) return
  await recordReply(work.tx, replyId, { status: 'sent', at: echo.at, providerMessageId })
  const content: OutboundContent = { kind: 'text', text: echo.text || '…' }
  await openConversation(cipher, work, { comment, from, said: { content, replyId, providerMessageId } })
}
