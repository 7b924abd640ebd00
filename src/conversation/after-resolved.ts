import { lockConversation, saveConversation } from '../db/queries/conversations.ts'
import type { TicketRow } from '../db/queries/tickets.ts'
import { say, type TicketDeps } from '../tickets/change.ts'
import type { Work } from '../tickets/work.ts'
import { beginRating } from './begin-rating.ts'
import { flowColumns, openFlow } from './stored-flow.ts'

/**
 * After a written result: asks the resident for a mark; a complaint that is being written waits meanwhile. Not asked
 * of who wants no more messages.
 */
export async function afterResolved(deps: TicketDeps, work: Work, ticket: TicketRow): Promise<void> {
  const conversation = await lockConversation(work.tx, ticket.conversationId)
  if (conversation === null || conversation.resident.stoppedAt !== null) return
  const rating = beginRating({
    ticket: { id: ticket.id, code: ticket.code },
    pack: deps.pack,
    active: openFlow(deps.cipher, conversation),
  })
  for (const [n, content] of rating.say.entries()) {
    await say(deps, work, { ticket, causeKey: `${ticket.id}/rate/${ticket.version}/${n}`, content })
  }
  await saveConversation(
    work.tx,
    conversation.id,
    flowColumns({ cipher: deps.cipher, conversation, taken: rating, now: work.now }),
  )
}
