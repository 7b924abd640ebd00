import type { InboundContent } from '../core/messages.ts'
import type { Understand } from '../core/understanding.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { rewriteInbound, type UnprocessedInbound } from '../db/queries/conversations.ts'
import { commentOfConversation } from '../db/queries/page-comments.ts'
import type { Work } from '../tickets/work.ts'
import { TAKE_COMMENT } from './comment-invitation.ts'
import { typedChoice } from './typed-choice.ts'

interface Handling {
  conversation: { id: string; lastChoices: { id: string; label: string }[] | null }
  inbound: UnprocessedInbound
}

/**
 * Who taps "take down what I commented", types it or says yes to it, has said what they commented: their comment becomes
 * this message. Only in the conversation that the comment's own answer opened.
 */
export async function withComment(
  deps: { cipher: FieldCipher; understand: Understand },
  work: Work,
  { conversation, inbound }: Handling,
): Promise<UnprocessedInbound> {
  const id = takenComment(deps.understand, inbound.content, conversation.lastChoices ?? [])
  if (id === null) return inbound
  const { cipher } = deps
  const text = await commentOfConversation(work.tx, { cipher, id, conversationId: conversation.id })
  if (text === null || text === '') return inbound
  const content: InboundContent = { kind: 'text', text }
  await rewriteInbound(work.tx, { cipher, id: inbound.id, content })
  return { ...inbound, content }
}

/** The comment's row id; null: something else was said. */
function takenComment(
  understand: Understand,
  content: InboundContent,
  offered: readonly { id: string; label: string }[],
): string | null {
  const idOf = (choiceId: string) => (choiceId.startsWith(TAKE_COMMENT) ? choiceId.slice(TAKE_COMMENT.length) : null)
  if (content.kind === 'choice') return idOf(content.choiceId)
  const take = offered.find((choice) => idOf(choice.id) !== null)
  if (content.kind !== 'text' || take === undefined) return null
  const typed = typedChoice(content.text, offered)
  if (typed?.kind === 'choice') return idOf(typed.choiceId)
  const { reply, substantial } = understand(content.text)
  return reply === 'yes' && !substantial ? idOf(take.id) : null
}
