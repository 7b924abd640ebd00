import type { JobHandlers } from '../core/jobs.ts'
import type { TicketDeps } from '../tickets/change.ts'
import { routeTicket } from '../tickets/dispatch.ts'
import { watchDeadline } from '../tickets/promises.ts'
import type { RunWork } from '../tickets/work.ts'

export interface HandlerParts {
  process(conversationId: string, signal: AbortSignal): Promise<void>
  deliver(outboundId: string, signal: AbortSignal): Promise<void>
  fetchAttachment(attachmentId: string, signal: AbortSignal): Promise<void>
  answerComment(commentId: string, signal: AbortSignal): Promise<void>
  sweep(): Promise<void>
  tickets: TicketDeps
  work: RunWork
}

/** Job name -> what is done. Each looks at the world again: a job is only a nudge. */
export function createHandlers(parts: HandlerParts): JobHandlers {
  const { tickets, work } = parts
  return {
    'conversation.process': ({ conversationId }, signal) => parts.process(conversationId, signal),
    'conversations.process': ({ conversationIds }, signal) => processEach(parts, conversationIds, signal),
    'outbound.deliver': ({ outboundId }, signal) => parts.deliver(outboundId, signal),
    'ticket.route': ({ ticketId }) => work((w) => routeTicket(tickets, w, ticketId)),
    'ticket.deadline': ({ deadlineId }) => work((w) => watchDeadline(tickets, w, deadlineId)),
    'attachment.fetch': ({ attachmentId }, signal) => parts.fetchAttachment(attachmentId, signal),
    'comment.answer': ({ commentId }, signal) => parts.answerComment(commentId, signal),
    sweep: () => parts.sweep(),
  }
}

/** Conversations of one job that are answered at the same time. */
const LANES = 3

/** One that breaks does not keep the others; the job is then run again, and finds the done ones done. */
async function processEach(
  { process }: Pick<HandlerParts, 'process'>,
  conversationIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = []
  const left = [...conversationIds]
  async function lane(): Promise<void> {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      if (signal.aborted) return
      await process(id, signal).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  // Stopped in the middle: another worker takes the job and what is left of it.
  signal.throwIfAborted()
  if (failures.length > 0) throw failures[0]
}
