import { DAY, HOUR, type JobName, SECOND } from '../core/index.ts'

/**
 * Three queues, so that a slow platform does not hold up conversations, and neither holds up deadlines.
 */
export const QUEUE_GROUPS = ['deliver', 'process', 'chores'] as const
export type QueueGroup = (typeof QUEUE_GROUPS)[number]

export interface JobPolicy {
  group: QueueGroup
  /** Runs in all, the first included. A job is only a nudge: after the last the sweep takes over. */
  attempts: number
  /** Milliseconds before the second run; doubles each time, less up to a quarter at random. */
  backoffMs: number
}

export const JOB_POLICIES: Readonly<Record<JobName, JobPolicy>> = {
  'conversation.process': { group: 'process', attempts: 5, backoffMs: 500 },
  'conversations.process': { group: 'process', attempts: 5, backoffMs: 500 },
  'outbound.deliver': { group: 'deliver', attempts: 3, backoffMs: 1 * SECOND },
  'ticket.route': { group: 'chores', attempts: 5, backoffMs: 1 * SECOND },
  'ticket.deadline': { group: 'chores', attempts: 5, backoffMs: 1 * SECOND },
  // What waits for its next try is brought back by the sweep.
  'comment.answer': { group: 'deliver', attempts: 3, backoffMs: 1 * SECOND },
  'attachment.fetch': { group: 'chores', attempts: 4, backoffMs: 2 * SECOND },
  // The next minute brings the next one.
  sweep: { group: 'chores', attempts: 1, backoffMs: 1 * SECOND },
}

/** Jobs of a group that one process runs at the same time. 16 to 64 made no difference on PostgreSQL. */
export const CONCURRENCY: Readonly<Record<QueueGroup, number>> = { deliver: 16, process: 8, chores: 8 }

/**
 * A killed worker's jobs were running again after 8 s with these, after 58 to 88 s with BullMQ's defaults.
 */
export const LOCK = { lockDuration: 10 * SECOND, stalledInterval: 5 * SECOND, maxStalledCount: 5 } as const

/**
 * Finished jobs are kept so that a late duplicate of their key is ignored; in seconds. By age only: `{ count }` costs
 * O(n) per job on PostgreSQL (264 instead of 1,000 jobs/s).
 */
export const KEEP = {
  removeOnComplete: { age: HOUR / SECOND, limit: 1000 },
  removeOnFail: { age: (7 * DAY) / SECOND, limit: 1000 },
} as const

/** A job option set as BullMQ takes it. */
export function jobOptions(name: JobName): {
  attempts: number
  backoff: { type: 'exponential'; delay: number; jitter: number }
} {
  const { attempts, backoffMs } = JOB_POLICIES[name]
  return { attempts, backoff: { type: 'exponential', delay: backoffMs, jitter: 0.25 } }
}
