import type { Clock } from '../core/clock.ts'
import type { AddOptions, JobMap, JobName, JobQueue, NewJob } from '../core/jobs.ts'
import type { Db, Tx } from '../db/client.ts'
import type { Announcer, LivePayload } from '../db/listen.ts'
import { gatherNudges } from './gather-nudges.ts'

/** One transaction and what is to be said about it afterwards. */
export interface Work {
  readonly tx: Tx
  readonly now: Date
  /** Queued after the commit; a nudge that fails is repaired by the sweep. */
  nudge<N extends JobName>(name: N, data: JobMap[N], options: AddOptions): void
  /** Told to the consoles and chats after the commit. */
  announce(payload: LivePayload): void
}

export type RunWork = <T>(fn: (work: Work) => Promise<T>) => Promise<T>

export interface WorkDeps {
  db: Db
  queue: Pick<JobQueue, 'add' | 'addMany'>
  announcer: Announcer
  clock: Clock
  /**
   * `background`: the work is done when it is committed, and nudges of many works go together. For the intake: a
   * platform waits for it. Default: when the queue has them too.
   */
  nudges?: 'awaited' | 'background'
  /** Nudges were lost; only logged. */
  onNudgesLost(lost: readonly JobName[], error: unknown): void
}

/** A delivery of a platform may concern a thousand conversations: the queue's connections are few. */
const AT_ONCE = 50

/** No HTTP and no enqueue happen inside the transaction. */
export function createWork(deps: WorkDeps): RunWork {
  const send = deps.nudges === 'background' ? backgroundSender(deps) : (nudges: NewJob[]) => sendAll(deps, nudges)
  return async (fn) => {
    const nudges: NewJob[] = []
    const announced: LivePayload[] = []
    const result = await deps.db.transaction((tx) =>
      fn({
        tx,
        now: deps.clock.now(),
        nudge: (name, data, options) => {
          nudges.push({ name, data, options } as NewJob)
        },
        announce: (payload) => {
          announced.push(payload)
        },
      }),
    )
    for (const payload of announced) deps.announcer.announce(payload)
    await send(nudges)
    return result
  }
}

/** Nudges that wait while the queue takes others; beyond, as with a queue that is down, the sweep has to find the rows. */
const MOST_WAITING = 10_000

/** What comes while the queue is being told goes together afterwards. */
function backgroundSender(deps: WorkDeps): (nudges: readonly NewJob[]) => Promise<void> {
  let waiting: NewJob[] = []
  let sending = false
  async function sendWaiting(): Promise<void> {
    sending = true
    while (waiting.length > 0) {
      const some = waiting
      waiting = []
      await sendAll(deps, gatherNudges(some))
    }
    sending = false
  }
  return async (nudges) => {
    if (waiting.length + nudges.length > MOST_WAITING) {
      deps.onNudgesLost(namesOf(nudges), new Error('the queue is behind'))
      return
    }
    waiting.push(...nudges)
    if (!sending) void sendWaiting()
  }
}

/** Never rejects. A queue that is down is not asked again and again: whoever waits for this (a platform) has seconds only. */
async function sendAll(deps: WorkDeps, nudges: readonly NewJob[]): Promise<void> {
  const { queue } = deps
  if (nudges.length > 1 && queue.addMany !== undefined) {
    await queue.addMany(nudges).catch((error: unknown) => deps.onNudgesLost(namesOf(nudges), error))
    return
  }
  for (let i = 0; i < nudges.length; i += AT_ONCE) {
    const some = nudges.slice(i, i + AT_ONCE)
    const ends = await Promise.allSettled(some.map((nudge) => queue.add(nudge.name, nudge.data, nudge.options)))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed === undefined) continue
    const lost = [...some.filter((_, n) => ends[n]?.status === 'rejected'), ...nudges.slice(i + AT_ONCE)]
    deps.onNudgesLost(namesOf(lost), failed.reason)
    return
  }
}

function namesOf(jobs: readonly NewJob[]): JobName[] {
  return jobs.map(({ name }) => name)
}
