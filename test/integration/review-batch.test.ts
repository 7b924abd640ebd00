import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { JobQueue } from '../../src/core/jobs.ts'
import { type Program, startProgram } from '../support/program.ts'

/** Counts what is queued, and can be down. */
const seen = { adds: [] as string[], down: false }
const counted = (queue: JobQueue): JobQueue => ({
  add: async (name, data, options) => {
    seen.adds.push(name)
    if (seen.down) throw new Error('the queue is down')
    await queue.add(name, data, options)
  },
  start: (handlers) => queue.start(handlers),
  drain: (timeoutMs) => queue.drain(timeoutMs),
  ping: () => queue.ping(),
  counts: () => queue.counts(),
  close: () => queue.close(),
})

let program: Program
afterEach(() => program.close())

/** One signed delivery of Messenger with a message of each sender, in this order. */
async function deliver(senders: readonly string[]): Promise<number> {
  const { messenger } = program.secrets
  const now = program.clock.now().getTime()
  const messaging = senders.map((id, i) => ({
    sender: { id },
    recipient: { id: messenger.pageId },
    timestamp: now + i,
    message: { mid: `batch-${id}-${i}`, text: `tin ${i}` },
  }))
  const body = JSON.stringify({ object: 'page', entry: [{ id: messenger.pageId, time: now, messaging }] })
  const mac = createHmac('sha256', messenger.appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${mac}` }
  const res = await fetch(`${program.url}/webhooks/messenger`, { method: 'POST', headers, body })
  return res.status
}

describe('a large delivery', () => {
  it('is one nudge for each conversation, and all of it is answered in order', async () => {
    program = await startProgram({ overrides: { queue: counted } })
    seen.adds = []
    expect(await deliver(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? '250000000001' : '250000000002')))).toBe(
      200,
    )
    expect(seen.adds.filter((name) => name === 'conversation.process')).toHaveLength(2)
    await program.context.drain()
    const { rows } = await program.database.db.pool.query<{ n: number; address: string }>(
      `select count(*)::int as n, c.address from inbound_messages m join conversations c on c.id = m.conversation_id
       where m.processed_at is not null group by c.address order by c.address`,
    )
    expect(rows).toEqual([
      { n: 30, address: '250000000001' },
      { n: 30, address: '250000000002' },
    ])
  })

  it('is acknowledged without asking a queue that is down for each conversation', async () => {
    program = await startProgram({ overrides: { queue: counted } })
    seen.adds = []
    seen.down = true
    expect(await deliver(Array.from({ length: 300 }, (_, i) => `26${String(i).padStart(10, '0')}`))).toBe(200)
    seen.down = false
    expect(seen.adds.length).toBeLessThan(60)
  })
})
