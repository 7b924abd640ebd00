import type { JobsOptions } from 'bullmq'
import {
  type AddOptions,
  type JobHandlers,
  type JobMap,
  type JobName,
  type JobQueue,
  type NewJob,
  SECOND,
  storableJson,
  systemClock,
} from '../core/index.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { QueueBackend, QueueHandle, RunningJob, WorkerHandle } from './backend.ts'
import { within } from './limits.ts'
import { CONCURRENCY, JOB_POLICIES, jobOptions, KEEP, LOCK, QUEUE_GROUPS, type QueueGroup } from './policies.ts'
import { SCHEDULES } from './schedules.ts'
import { createRunner, type Runner } from './worker.ts'

export interface QueueSettings {
  telemetry?: Telemetry
  /** Longest wait of `add`, `ping` and `counts`, milliseconds; default 2 s. */
  limitMs?: number
  /** At `close`: how long running jobs may end in peace before their signals fire; default 5 s. */
  graceMs?: number
  /** After their signals fired, how long they may still take; default 5 s. */
  abortMs?: number
  /** `off` for tests that call the sweep themselves. */
  schedules?: 'on' | 'off'
}

/** A job as BullMQ takes it. */
interface Ready {
  name: JobName
  data: unknown
  opts: JobsOptions
}

type Counts = Record<'waiting' | 'active' | 'delayed' | 'failed', number>

/** How long `start` waits for the workers' connections; a backend that is down is then joined when it comes. */
const START_WITHIN_MS = 5 * SECOND
/** How long one connection may take to close before it is cut. */
const CLOSE_WITHIN_MS = 3 * SECOND

/** `JobQueue` on BullMQ; the same for both backends. */
export class BullmqQueue implements JobQueue {
  readonly #backend: QueueBackend
  readonly #settings: QueueSettings
  readonly #limitMs: number
  readonly #queues: Record<QueueGroup, QueueHandle>
  readonly #workers: WorkerHandle[] = []
  #runner: Runner | null = null
  #closing: Promise<void> | null = null
  /** Counts what this process added and finished: `drain` sees by it whether anything moved while it looked. */
  #moves = 0
  /** Requests to add that the backend has not answered. */
  #adding = 0
  #wake: () => void = () => undefined

  constructor(backend: QueueBackend, settings: QueueSettings) {
    this.#backend = backend
    this.#settings = settings
    this.#limitMs = settings.limitMs ?? 2 * SECOND
    this.#queues = { deliver: this.#open('deliver'), process: this.#open('process'), chores: this.#open('chores') }
  }

  async add<N extends JobName>(name: N, data: JobMap[N], options: AddOptions): Promise<void> {
    const opts = bullOptions(name, options)
    this.#moves++
    const queue = this.#queues[JOB_POLICIES[name].group]
    await this.#counted(this.#ask(`adding ${name}`, () => queue.add(name, storableJson(data), opts)))
  }

  async addMany(jobs: readonly NewJob[]): Promise<void> {
    const ready = jobs.map(
      ({ name, data, options }): Ready => ({
        name,
        data: storableJson<unknown>(data),
        opts: bullOptions(name, options),
      }),
    )
    this.#moves++
    const groups = QUEUE_GROUPS.map((group) => ({
      group,
      some: ready.filter(({ name }) => JOB_POLICIES[name].group === group),
    })).filter(({ some }) => some.length > 0)
    const asked = groups.map(({ group, some }) =>
      this.#ask(`adding ${some.length} jobs`, () => this.#addAll(this.#queues[group], some)),
    )
    await this.#counted(Promise.all(asked))
  }

  #addAll(queue: QueueHandle, jobs: readonly Ready[]): Promise<unknown> {
    if (jobs.length >= this.#backend.bulkFrom) return queue.addBulk([...jobs])
    return Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)))
  }

  async start(handlers: JobHandlers): Promise<void> {
    if (this.#runner !== null || this.#closing !== null) throw new Error('a queue is started once')
    const runner = createRunner(handlers, (job, outcome, seconds) => {
      this.#settings.telemetry?.metrics.time('job_seconds', { job, outcome }, seconds)
    })
    this.#runner = runner
    for (const group of QUEUE_GROUPS) {
      const worker = this.#backend.worker(group, runner.run, { ...LOCK, concurrency: CONCURRENCY[group] })
      worker.on('error', (error) => this.#tellError(error))
      worker.on('completed', () => this.#moved())
      worker.on('drained', () => this.#moved())
      worker.on('failed', (job, error) => this.#tellFailed(job, error))
      this.#workers.push(worker)
    }
    const ready = Promise.all(this.#workers.map((worker) => worker.waitUntilReady())).then(() => this.#schedule())
    await within(START_WITHIN_MS, ready, 'the queue does not answer yet').catch((error: unknown) =>
      this.#tellError(error),
    )
  }

  async drain(timeoutMs = 30 * SECOND): Promise<void> {
    const until = performance.now() + timeoutMs
    // Empty twice in a row with no move between: a job may hop from one queue to another while they are counted.
    for (let empty = 0; empty < 2; ) {
      const before = this.#moves
      const { waiting, active } = await this.counts()
      const idle = waiting + active + this.#adding + (this.#runner?.running() ?? 0) === 0 && !(await this.#anyDue())
      empty = idle && before === this.#moves ? empty + 1 : 0
      if (performance.now() > until) {
        throw new Error(`queue not drained within ${timeoutMs} ms: ${waiting} waiting, ${active} active`)
      }
      if (empty === 0) await this.#nextMove(25)
    }
  }

  async ping(): Promise<boolean> {
    return this.#ask('ping', () => this.#queues.process.getJobCounts('active')).then(
      () => true,
      () => false,
    )
  }

  async counts(): Promise<Counts> {
    const all = await this.#ask('counting', () =>
      Promise.all(
        Object.values(this.#queues).map((queue) =>
          queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
        ),
      ),
    )
    const sum = (...states: string[]): number =>
      all.reduce((total, counts) => total + states.reduce((n, state) => n + (counts[state] ?? 0), 0), 0)
    return {
      waiting: sum('waiting', 'prioritized'),
      active: sum('active'),
      delayed: sum('delayed'),
      failed: sum('failed'),
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const workers = Promise.all(this.#workers.map((worker) => worker.close()))
    const runner = this.#runner
    if (runner !== null) {
      const settled = (ms: number): Promise<unknown> => within(ms, workers, 'still running').catch(() => undefined)
      await settled(this.#settings.graceMs ?? 5 * SECOND)
      runner.abort()
      if (runner.running() > 0) await settled(this.#settings.abortMs ?? 5 * SECOND)
      runner.abandon()
      await within(CLOSE_WITHIN_MS, workers, 'workers do not close').catch(async () => {
        await Promise.allSettled(this.#workers.map((worker) => within(1 * SECOND, worker.disconnect(), 'cut')))
      })
    }
    await Promise.all(Object.values(this.#queues).map((queue) => this.#closeQueue(queue)))
    await this.#backend.close()
  }

  async #closeQueue(queue: QueueHandle): Promise<void> {
    await within(CLOSE_WITHIN_MS, queue.close(), 'the queue does not close').catch(() =>
      within(1 * SECOND, queue.disconnect(), 'cut').catch(() => undefined),
    )
  }

  #open(group: QueueGroup): QueueHandle {
    const queue = this.#backend.queue(group)
    queue.on('error', (error) => this.#tellError(error))
    return queue
  }

  async #schedule(): Promise<void> {
    if (this.#settings.schedules === 'off' || this.#closing !== null) return
    for (const { id, name, data, everyMs } of SCHEDULES) {
      const queue = this.#queues[JOB_POLICIES[name].group]
      await queue.upsertJobScheduler(id, { every: everyMs }, { name, data, opts: { ...jobOptions(name), ...KEEP } })
    }
  }

  /** Every request has an end: a Redis that is down would keep it for ever. */
  async #ask<T>(what: string, request: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) throw new Error(`${what}: the queue is closed`)
    await this.#backend.ready(this.#limitMs)
    return within(this.#limitMs, request(), `${what}: the queue did not answer within ${this.#limitMs} ms`)
  }

  /** A delayed job whose time has come but which no worker has moved yet. */
  async #anyDue(): Promise<boolean> {
    const now = systemClock.now().getTime()
    for (const queue of Object.values(this.#queues)) {
      const next = await this.#ask('looking ahead', () => queue.getDelayed(0, 9))
      if (next.some((job) => (job.processedOn ?? job.timestamp) + job.delay <= now)) return true
    }
    return false
  }

  /** Until a job ends here, or `ms` passed (another process may have run it). */
  #nextMove(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #moved(): void {
    this.#moves++
    this.#wake()
  }

  async #counted(adding: Promise<unknown>): Promise<void> {
    this.#adding++
    try {
      await adding
    } finally {
      this.#adding--
      this.#moved()
    }
  }

  #tellFailed(job: RunningJob | undefined, error: Error): void {
    this.#moved()
    if (job === undefined || !Object.hasOwn(JOB_POLICIES, job.name)) {
      this.#tellError(error)
      return
    }
    const name = job.name as JobName
    const final = job.attemptsMade >= (job.opts.attempts ?? 1) || error.name === 'UnrecoverableError' ? 'yes' : 'no'
    this.#settings.telemetry?.jobFailed(name, { error, final, attempt: job.attemptsMade })
  }

  #tellError(error: unknown): void {
    if (this.#closing === null) this.#settings.telemetry?.logger('queue').warn({ err: error }, 'queue trouble')
  }
}

function bullOptions(name: JobName, { key, delayMs }: AddOptions): JobsOptions {
  if (key === '' || key.includes(':')) throw new RangeError(`job key not allowed: ${key}`)
  return { ...jobOptions(name), ...KEEP, jobId: key, delay: Math.max(0, Math.round(delayMs ?? 0)) }
}
