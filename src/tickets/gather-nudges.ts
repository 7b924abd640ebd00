import type { NewJob } from '../core/jobs.ts'

/** Fewer conversations than this go singly: then each is taken by the next free worker. */
const FEW = 4
/** Conversations of one job, which answers a few of them at a time. */
const TOGETHER = 25

/**
 * Jobs that wait to be queued, with those that ask for a turn of a conversation gathered into few: to add and to end
 * one job costs PostgreSQL more than to store the message that it is about. Each conversation is asked for once.
 */
export function gatherNudges(jobs: readonly NewJob[]): NewJob[] {
  const turns = new Map<string, string>()
  const rest: NewJob[] = []
  for (const job of jobs) {
    if (job.name !== 'conversation.process' || job.options.delayMs !== undefined) rest.push(job)
    else if (!turns.has(job.data.conversationId)) turns.set(job.data.conversationId, job.options.key)
  }
  const each = [...turns]
  if (each.length < FEW) {
    const single = each.map(([conversationId, key]): NewJob => {
      return { name: 'conversation.process', data: { conversationId }, options: { key } }
    })
    return [...single, ...rest]
  }
  const groups = Array.from({ length: Math.ceil(each.length / TOGETHER) }, (_, i): NewJob => {
    const some = each.slice(i * TOGETHER, (i + 1) * TOGETHER)
    // Keys are per message, so the first one's names the group.
    const key = `many-${some[0]?.[1] ?? ''}`
    return { name: 'conversations.process', data: { conversationIds: some.map(([id]) => id) }, options: { key } }
  })
  return [...groups, ...rest]
}
