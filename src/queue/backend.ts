import { setTimeout as delay } from 'node:timers/promises'
import {
  Queue as BullQueue,
  Worker as BullWorker,
  createPostgresBackend,
  type JobsOptions,
  type RepeatOptions,
  withBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import { StartupProblem } from '../core/index.ts'
import type { Logger } from '../telemetry/logger.ts'

/** A job as a worker sees it, on either backend. */
export interface RunningJob {
  readonly id?: string | undefined
  readonly name: string
  readonly data: unknown
  /** Runs that ended before this one. */
  readonly attemptsMade: number
  readonly opts: { readonly attempts?: number | undefined }
}

export interface WaitingJob {
  readonly timestamp: number
  readonly processedOn?: number | undefined
  readonly delay: number
}

/** The part of BullMQ's `Queue` that we use. */
export interface QueueHandle {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>
  getJobCounts(...types: ('waiting' | 'prioritized' | 'active' | 'delayed' | 'failed')[]): Promise<{
    [state: string]: number
  }>
  getDelayed(start: number, end: number): Promise<WaitingJob[]>
  upsertJobScheduler(
    id: string,
    repeat: Omit<RepeatOptions, 'key'>,
    template: { name: string; data: unknown; opts: object },
  ): Promise<unknown>
  waitUntilReady(): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
  close(): Promise<void>
  disconnect(): Promise<void>
}

/** The part of BullMQ's `Worker` that we use. */
export interface WorkerHandle {
  waitUntilReady(): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'completed' | 'drained', listener: () => void): unknown
  on(event: 'failed', listener: (job: RunningJob | undefined, error: Error) => void): unknown
  close(): Promise<void>
  disconnect(): Promise<void>
}

export type RunJob = (job: RunningJob, token: string | undefined, signal: AbortSignal | undefined) => Promise<void>

export interface WorkerSettings {
  concurrency: number
  lockDuration: number
  stalledInterval: number
  maxStalledCount: number
}

/** What differs between Redis and PostgreSQL. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres'
  /**
   * From how many jobs on one bulk request is cheaper than as many single ones. BullMQ's bulk function on PostgreSQL
   * makes two temporary tables at each call: 5 ms, where a single job takes 0.5 ms.
   */
  readonly bulkFrom: number
  queue(name: string): QueueHandle
  worker(name: string, run: RunJob, settings: WorkerSettings): WorkerHandle
  /** Resolves as soon as commands can be taken; rejects after `ms` milliseconds. */
  ready(ms: number): Promise<void>
  /** Lets go of what all queues share, at once. */
  close(): Promise<void>
}

/** How BullMQ's own pools reach a PostgreSQL: an address, or host, user and database. */
export type PostgresTarget =
  | { url: string }
  | { connection: { host: string; user: string; database: string; password?: string; port?: number } }

/** Schema of BullMQ's tables; apart from ours. */
const SCHEMA = 'bullmq'

/**
 * Makes BullMQ's tables if they are missing (under BullMQ's own advisory lock). Each queue keeps up to 2 connections,
 * each worker up to 4 and one that listens; BullMQ owns and closes them.
 * @throws StartupProblem when the database does not answer
 */
export async function postgresBackend(target: PostgresTarget): Promise<QueueBackend> {
  const { Queue, Worker } = withBackend(createPostgresBackend)
  const reach = 'url' in target ? { connectionString: target.url } : { ...target.connection }
  const config = { ...reach, schema: SCHEMA, keepAlive: true, connectionTimeoutMillis: 5_000, onConnect: survive }
  const first = new Queue('migrate', { connection: { ...config, max: 1, migrate: true } })
  first.on('error', () => undefined) // told by waitUntilReady
  try {
    await first.waitUntilReady()
  } catch (error) {
    throw new StartupProblem(`Không chuẩn bị được hàng đợi trong PostgreSQL: ${messageOf(error)}`)
  } finally {
    await first.close()
  }
  return {
    kind: 'postgres',
    bulkFrom: 10,
    queue: (name) => new Queue<unknown, unknown, string>(name, { connection: { ...config, max: 2 } }),
    worker: (name, run, settings) =>
      new Worker<unknown, void>(name, run, { ...settings, connection: { ...config, max: 4 } }),
    ready: async () => undefined,
    close: async () => undefined,
  }
}

/**
 * A pool watches only its idle connections: one that is lost between two queries of its user would end the process.
 * The user's next query rejects, which is enough.
 */
function survive(client: { on(event: 'error', listener: () => void): unknown }): void {
  client.on('error', () => undefined)
}

/** Connects in the background and keeps trying; a Redis that is down does not keep the program from starting. */
export function redisBackend(options: { url: string; prefix: string; log: Logger | undefined }): QueueBackend {
  const redis = new Redis(options.url, {
    maxRetriesPerRequest: null, // asked for by BullMQ's workers
    // With BullMQ's own strategy work resumed 17 s after Redis was back, with this 1 s.
    retryStrategy: (times) => Math.min(times * 200, 2_000),
    connectTimeout: 5_000,
  })
  redis.setMaxListeners(100)
  tellOutages(redis, options.log)
  const shared = { connection: redis, prefix: options.prefix }
  return {
    kind: 'redis',
    bulkFrom: 2,
    queue: (name) => new BullQueue<unknown, unknown, string>(name, shared),
    worker: (name, run, settings) => new BullWorker<unknown, void>(name, run, { ...settings, ...shared }),
    ready: (ms) => readyOf(redis, ms),
    close: async () => redis.disconnect(),
  }
}

/** One line when it goes and one when it is back, not one per attempt. */
function tellOutages(redis: Redis, log: Logger | undefined): void {
  let down = false
  redis.on('error', (error: Error) => {
    if (!down) log?.warn({ err: error }, 'Redis does not answer; trying again')
    down = true
  })
  redis.on('ready', () => {
    if (down) log?.info('Redis is back')
    down = false
  })
}

/**
 * Asked before each command: on a Redis that is down `Queue.add` would wait without end. Looked at again and again
 * rather than waited for, so that a long outage leaves nothing behind in memory.
 */
async function readyOf(redis: Redis, ms: number): Promise<void> {
  const until = performance.now() + ms
  while (redis.status !== 'ready') {
    if (performance.now() >= until) throw new Error(`Redis does not answer (${redis.status})`)
    await delay(50)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || String(error.cause ?? error.name) : String(error)
}
