import type { JobHandlers } from '../core/jobs.ts'
import type { TicketDeps } from '../tickets/change.ts'
import { routeTicket } from '../tickets/dispatch.ts'
import { watchDeadline } from '../tickets/promises.ts'
import type { RunWork } from '../tickets/work.ts'

export interface HandlerParts {
  process(conversationId: string, signal: AbortSignal): Promise<void>
  deliver(outboundId: string, signal: AbortSignal): Promise<void>
  fetchAttachment(attachmentId: string, signal: AbortSignal): Promise<void>
  sweep(): Promise<void>
  tickets: TicketDeps
  work: RunWork
}

/** Job name -> what is done. Each looks at the world again: a job is only a nudge. */
export function createHandlers(parts: HandlerParts): JobHandlers {
  const { tickets, work } = parts
  return {
    'conversation.process': ({ conversationId }, signal) => parts.process(conversationId, signal),
    'outbound.deliver': ({ outboundId }, signal) => parts.deliver(outboundId, signal),
    'ticket.route': ({ ticketId }) => work((w) => routeTicket(tickets, w, ticketId)),
    'ticket.deadline': ({ deadlineId }) => work((w) => watchDeadline(tickets, w, deadlineId)),
    'attachment.fetch': ({ attachmentId }, signal) => parts.fetchAttachment(attachmentId, signal),
    sweep: () => parts.sweep(),
  }
}
