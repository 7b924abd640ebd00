/** A job is only a nudge: it carries ids, and whoever runs it looks at the world again. */
export interface JobMap {
  'conversation.process': { conversationId: string }
  /** As `conversation.process` of each: what a busy intake asks for. */
  'conversations.process': { conversationIds: readonly string[] }
  'outbound.deliver': { outboundId: string }
  'ticket.route': { ticketId: string }
  'ticket.deadline': { deadlineId: string }
  'attachment.fetch': { attachmentId: string }
  'comment.answer': { commentId: string }
  sweep: Record<string, never>
}
export type JobName = keyof JobMap
export type JobHandlers = { [N in JobName]: (data: JobMap[N], signal: AbortSignal) => Promise<void> }

export interface AddOptions {
  /** Duplicates of a key still known to the queue are ignored: keys are per row and attempt, never per conversation. No ':' in it. */
  key: string
  /** Milliseconds from now; 0 or absent: at once. */
  delayMs?: number
}

/** One job with all that `add` takes. */
export type NewJob = { [N in JobName]: { name: N; data: JobMap[N]; options: AddOptions } }[JobName]

export interface JobQueue {
  /** Resolves when the queue has it; throws when it cannot take it within its own time limit (the sweep repairs that). */
  add<N extends JobName>(name: N, data: JobMap[N], options: AddOptions): Promise<void>
  /** As `add` of each, in one request per kind of work; when it throws, some may have been added. */
  addMany?(jobs: readonly NewJob[]): Promise<void>
  /** Begins to run jobs with these handlers. Once. */
  start(handlers: JobHandlers): Promise<void>
  /** Runs until nothing is waiting or active; delayed jobs that are due in the future stay. For tests and shutdown. Throws after `timeoutMs` (default 30 s). */
  drain(timeoutMs?: number): Promise<void>
  /** True when the backend answers. */
  ping(): Promise<boolean>
  counts(): Promise<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>
  /** Finishes what runs, takes nothing new, lets go of every connection. */
  close(): Promise<void>
}
