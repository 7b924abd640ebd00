import { randomBytes } from 'node:crypto'
import { createRedisJobQueue } from '../../src/queue/create.ts'
import { describeWithRedis, freePort, startRedisServer } from '../support/redis.ts'
import { queueContract } from './queue.ts'

describeWithRedis('queue on Redis', (url) => {
  let prefix = newPrefix()
  queueContract('Redis', {
    open: async (settings) => createRedisJobQueue({ ...settings, url, prefix }),
    openDown: async (settings) => {
      const server = await startRedisServer({ port: await freePort() })
      const queue = createRedisJobQueue({ ...settings, url: server.url })
      await queue.counts()
      await server.stop()
      return queue
    },
    reset: async () => {
      prefix = newPrefix()
    },
  })
})

function newPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`
}
