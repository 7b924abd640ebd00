import { randomBytes } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { createRedisJobQueue } from '../../src/queue/create.ts'
import { describeWithRedis, freePort, startRedisServer } from '../support/redis.ts'
import { handlers, queueContract } from './queue.ts'

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

  it('works on after Redis was away', async () => {
    const port = await freePort()
    const first = await startRedisServer({ port })
    const queue = createRedisJobQueue({ url: first.url, limitMs: 300, schedules: 'off' })
    const seen: string[] = []
    await queue.start(handlers({ 'ticket.route': async ({ ticketId }) => void seen.push(ticketId) }))
    await first.stop()
    await expect(queue.add('ticket.route', { ticketId: 'meanwhile' }, { key: 'r-1' })).rejects.toThrow()
    expect(await queue.ping()).toBe(false)
    const second = await startRedisServer({ port })
    await vi.waitFor(async () => expect(await queue.ping()).toBe(true), { timeout: 10_000 })
    await queue.add('ticket.route', { ticketId: 'after' }, { key: 'r-2' })
    await vi.waitFor(() => expect(seen).toContain('after'), { timeout: 10_000 })
    await queue.close()
    await second.stop()
  })
})

function newPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`
}
