import type { JobQueue } from '../core/index.ts'
import { type PostgresTarget, postgresBackend, redisBackend } from './backend.ts'
import { BullmqQueue, type QueueSettings } from './bullmq-queue.ts'

/** For production: jobs in Redis. Returns at once and connects in the background. */
export function createRedisJobQueue(options: QueueSettings & { url: string; prefix?: string }): JobQueue {
  const log = options.telemetry?.logger('queue')
  return new BullmqQueue(redisBackend({ url: options.url, prefix: options.prefix ?? 'langnghe', log }), options)
}

/**
 * For the embedded default, or any PostgreSQL: jobs in the schema `bullmq` of the same database (about 900 jobs/s).
 * @throws StartupProblem when the database does not answer
 */
export async function createPostgresJobQueue(options: QueueSettings & PostgresTarget): Promise<JobQueue> {
  return new BullmqQueue(await postgresBackend(options), options)
}
