import { type BlobStore, thumbnailId } from '../core/blob-store.ts'
import type { ChannelId } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../core/durations.ts'
import type { JobMap, JobName, JobQueue } from '../core/jobs.ts'
import type { Db } from '../db/client.ts'
import { deletedAttachments, forgetBytes, forgottenAttachments } from '../db/queries/attachments.ts'
import { forgetChannelMemory } from '../db/queries/channel-memory.ts'
import { forgetRawEvents, forgottenConversations } from '../db/queries/conversations.ts'
import { abandonedSends, forgottenOutbound, judgeAbandoned } from '../db/queries/outbound.ts'
import { forgetComments, forgottenComments, judgeLostReplies } from '../db/queries/page-comments.ts'
import { forgetLinkCodes } from '../db/queries/residents.ts'
import { dropUnsentFiles } from '../db/queries/staff-files.ts'
import { dueDeadlines, silentlyAccepted, unroutedTickets } from '../db/queries/tickets.ts'
import type { BusinessEvents } from '../telemetry/events.ts'

/** Most rows of a kind in one round; the next round is a minute away. */
const BATCH = 500
/** A row this old should have been taken by its job. */
const STALE = 15 * SECOND
/** Longer than any send can take: 10 s time-outs, several parts, and an upload (30 s) that may be done twice. */
const SEND_LOST = 150 * SECOND
/** An answer that nobody contested for this long closes the case. */
export const SILENT_DAYS = 7
const RAW_EVENT_LIFE = 30 * DAY
/** Files that staff uploaded and did not send. */
const UNSENT_FILE_LIFE = DAY
/** Nothing can be answered in private after 7 days. */
const COMMENT_LIFE = 30 * DAY

export interface SweepDeps {
  db: Db
  clock: Clock
  queue: Pick<JobQueue, 'add'>
  /** Channels on which sending twice shows once. */
  repeatable: ReadonlySet<ChannelId>
  closeSilently(ticketId: string, before: Date): Promise<void>
  blobs: Pick<BlobStore, 'delete'>
  events: Pick<BusinessEvents, 'sweepRepaired'>
}

/**
 * Finds what lost jobs have left: the tables are the queue, so a wiped Redis costs a minute, not a message. Bounded,
 * and harmless beside another sweep.
 */
export function createSweep(deps: SweepDeps): () => Promise<void> {
  return async () => {
    const now = deps.clock.now()
    const stale = new Date(now.getTime() - STALE)
    // Keys carry the round, so that a job that the queue has lost or finished does not hide the row.
    const round = Math.floor(now.getTime() / SECOND)
    await nudgeAll(deps, 'messages', await forgottenConversations(deps.db.orm, stale, BATCH), (id) => [
      'conversation.process',
      { conversationId: id },
      `sweep-in-${id}-${round}`,
    ])
    await judgeLostSends(deps, now)
    const unsent = await forgottenOutbound(deps.db.orm, { now, before: stale, limit: BATCH })
    await nudgeAll(deps, 'sends', unsent, (id) => ['outbound.deliver', { outboundId: id }, `sweep-out-${id}-${round}`])
    await nudgeAll(deps, 'routes', await unroutedTickets(deps.db.orm, stale, BATCH), (id) => [
      'ticket.route',
      { ticketId: id },
      `sweep-route-${id}-${round}`,
    ])
    await nudgeAll(deps, 'deadlines', await dueDeadlines(deps.db.orm, now, BATCH), (id) => [
      'ticket.deadline',
      { deadlineId: id },
      `sweep-dl-${id}-${round}`,
    ])
    const waiting = await forgottenAttachments(deps.db.orm, new Date(now.getTime() - MINUTE), BATCH)
    await nudgeAll(
      deps,
      'attachments',
      waiting.map((a) => a.id),
      (id) => ['attachment.fetch', { attachmentId: id }, `sweep-att-${id}-${round}`],
    )
    await repairComments(deps, { now, stale, round })
    await closeSilent(deps, now)
    await forgetRawEvents(deps.db.orm, new Date(now.getTime() - RAW_EVENT_LIFE))
    await forgetLinkCodes(deps.db.orm, new Date(now.getTime() - HOUR))
    await forgetChannelMemory(deps.db.orm, now)
    await dropUnsentFiles(deps.db.orm, new Date(now.getTime() - UNSENT_FILE_LIFE))
    await deleteTakenBack(deps)
  }
}

/** Comments that nobody judged or answered; those of a worker that died are shown, not repeated. */
async function repairComments(
  deps: SweepDeps,
  { now, stale, round }: { now: Date; stale: Date; round: number },
): Promise<void> {
  const lost = await judgeLostReplies(deps.db.orm, { before: new Date(now.getTime() - SEND_LOST), now })
  deps.events.sweepRepaired('lost-comment-replies', lost)
  const waiting = await forgottenComments(deps.db.orm, { now, before: stale, limit: BATCH })
  await nudgeAll(deps, 'comments', waiting, (id) => [
    'comment.answer',
    { commentId: id },
    `sweep-comment-${id}-${round}`,
  ])
  await forgetComments(deps.db.orm, new Date(now.getTime() - COMMENT_LIFE))
}

async function nudgeAll<N extends JobName>(
  deps: SweepDeps,
  what: string,
  ids: readonly string[],
  job: (id: string) => readonly [N, JobMap[N], string],
): Promise<void> {
  for (const id of ids) {
    const [name, data, key] = job(id)
    await deps.queue.add(name, data, { key })
  }
  deps.events.sweepRepaired(what, ids.length)
}

/** Their worker died in the middle: what may have gone out is uncertain, and shown to staff, not repeated. */
async function judgeLostSends(deps: SweepDeps, now: Date): Promise<void> {
  const lost = await abandonedSends(deps.db.orm, new Date(now.getTime() - SEND_LOST), BATCH)
  for (const send of lost) {
    const verdict = deps.repeatable.has(send.channel as ChannelId) ? 'pending' : 'uncertain'
    await judgeAbandoned(deps.db.orm, send.id, verdict)
  }
  deps.events.sweepRepaired('lost-sends', lost.length)
}

async function closeSilent(deps: SweepDeps, now: Date): Promise<void> {
  const before = new Date(now.getTime() - SILENT_DAYS * DAY)
  for (const id of await silentlyAccepted(deps.db.orm, before, BATCH)) await deps.closeSilently(id, before)
}

/** Files that were taken away (their message taken back, their upload never sent), wherever they are kept; also one that was being fetched just then. */
async function deleteTakenBack(deps: SweepDeps): Promise<void> {
  for (const id of await deletedAttachments(deps.db.orm, BATCH)) {
    await deps.blobs.delete(id)
    await deps.blobs.delete(thumbnailId(id))
    await forgetBytes(deps.db.orm, id)
  }
}
