import type { Clock } from '../core/clock.ts'
import type { AddOptions, JobMap, JobName, JobQueue } from '../core/jobs.ts'
import type { Db, Tx } from '../db/client.ts'
import type { Announcer, LivePayload } from '../db/listen.ts'

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
  queue: Pick<JobQueue, 'add'>
  announcer: Announcer
  clock: Clock
  /** A nudge was lost; only logged. */
  onNudgeFailed(name: JobName, error: unknown): void
}

/** No HTTP and no enqueue happen inside the transaction. */
export function createWork(deps: WorkDeps): RunWork {
  return async (fn) => {
    const nudges: (() => Promise<void>)[] = []
    const announced: LivePayload[] = []
    const result = await deps.db.transaction((tx) =>
      fn({
        tx,
        now: deps.clock.now(),
        nudge: (name, data, options) => {
          nudges.push(async () => {
            try {
              await deps.queue.add(name, data, options)
            } catch (error) {
              deps.onNudgeFailed(name, error)
            }
          })
        },
        announce: (payload) => {
          announced.push(payload)
        },
      }),
    )
    for (const payload of announced) deps.announcer.announce(payload)
    await Promise.all(nudges.map((send) => send()))
    return result
  }
}
