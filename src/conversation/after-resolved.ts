import { lockConversation, saveConversation } from '../db/queries/conversations.ts'
import type { TicketRow } from '../db/queries/tickets.ts'
import { startRating } from '../flows/rating/flow.ts'
import { say, type TicketDeps } from '../tickets/change.ts'
import type { Work } from '../tickets/work.ts'

/**
 * After a written result: asks the resident for a mark. Where another flow is under way it is not interrupted: the
 * question stands with its buttons, and a tap finds its way by itself. Not asked of who wants no more messages.
 */
export async function afterResolved(deps: TicketDeps, work: Work, ticket: TicketRow): Promise<void> {
  const conversation = await lockConversation(work.tx, ticket.conversationId)
  if (conversation === null || conversation.resident.stoppedAt !== null) return
  const rating = startRating({ id: ticket.id, code: ticket.code }, deps.pack)
  for (const [n, content] of rating.say.entries()) {
    await say(deps, work, { ticket, causeKey: `${ticket.id}/rate/${ticket.version}/${n}`, content })
  }
  if (conversation.flowId !== null) return
  const choices = rating.say.flatMap((c) => (c.kind === 'menu' ? c.choices : []))
  await saveConversation(work.tx, conversation.id, {
    flowId: rating.active.flowId,
    flowVersion: rating.active.version,
    flowStateSealed: deps.cipher.seal(JSON.stringify(rating.active.state)),
    flowSince: work.now,
    lastChoices: choices,
  })
}
