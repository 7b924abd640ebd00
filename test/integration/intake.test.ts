import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReceive, type Receive } from '../../src/conversation/receive.ts'
import type { ParsedWebhook } from '../../src/core/channel.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { NewJob } from '../../src/core/jobs.ts'
import { createFieldCipher } from '../../src/db/field-cipher.ts'
import { createWork, type RunWork } from '../../src/tickets/work.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let work: RunWork
let receive: Receive
let runs = 0
let jobs: NewJob[] = []
const told = { fresh: 0, duplicate: 0, ignored: 0 }

beforeAll(async () => {
  database = await createTestDatabase()
  work = createWork({
    db: database.db,
    queue: {
      add: async () => {
        throw new Error('many go by addMany')
      },
      addMany: async (some) => {
        jobs.push(...some)
      },
    },
    announcer: { announce: () => undefined, flush: async () => undefined },
    clock: systemClock,
    onNudgesLost: () => undefined,
  })
})
afterAll(() => database.drop())
beforeEach(async () => {
  runs = 0
  jobs = []
  Object.assign(told, { fresh: 0, duplicate: 0, ignored: 0 })
  receive = createReceive({
    work: (fn) => {
      runs++
      return work(fn)
    },
    cipher: createFieldCipher(randomBytes(32)),
    clock: systemClock,
    events: {
      messageReceived: () => told.fresh++,
      messageDuplicate: () => told.duplicate++,
      eventIgnored: () => told.ignored++,
    },
  })
  await database.db.pool.query('truncate inbound_messages, conversations, channel_identities, residents cascade')
})

function delivery(address: string, ...ids: string[]): ParsedWebhook {
  const from = { channel: 'zalo', account: 'oa', address } as const
  const messages = ids.map((id) => ({
    providerMessageId: id,
    from,
    content: { kind: 'text', text: `tin ${id}` } as const,
    sentAt: systemClock.now(),
  }))
  return { messages, receipts: [], echoes: [], ignored: [] }
}

async function stored(): Promise<{ address: string; id: string }[]> {
  const { rows } = await database.db.pool.query<{ address: string; id: string }>(
    `select c.address, m.provider_message_id as id from inbound_messages m
     join conversations c on c.id = m.conversation_id order by m.seq`,
  )
  return rows
}

describe('many deliveries at once', () => {
  it('share few transactions, and repeats among them are stored once', async () => {
    const wanted = Array.from({ length: 240 }, (_, i) => delivery(`r${i % 60}`, `m${i}`))
    const repeats = wanted.filter((_, i) => i % 10 === 0)
    await Promise.all([...wanted, ...repeats].map((parsed) => receive('zalo', parsed)))
    expect((await stored()).map(({ id }) => id).sort()).toEqual(wanted.map((_, i) => `m${i}`).sort())
    expect(told).toEqual({ fresh: 240, duplicate: 24, ignored: 0 })
    expect(runs).toBeLessThan(30)
    const { rows } = await database.db.pool.query<{ n: number }>('select count(*)::int as n from residents')
    expect(rows[0]?.n).toBe(60)
  })

  it('keep the order of each conversation, and nudge it once for what came together', async () => {
    await Promise.all(Array.from({ length: 90 }, (_, i) => receive('zalo', delivery(`r${i % 3}`, `m${i}`))))
    for (const address of ['r0', 'r1', 'r2']) {
      const ids = (await stored()).filter((row) => row.address === address).map(({ id }) => Number(id.slice(1)))
      expect(ids).toEqual([...ids].sort((a, b) => a - b))
    }
    expect(jobs.map(({ name }) => name)).toEqual(Array(3 * runs).fill('conversation.process'))
  })

  it('do not fail with the one that the database cannot take', async () => {
    const ends = await Promise.allSettled([
      receive('zalo', delivery('good1', 'a')),
      receive('zalo', delivery('bad\0', 'b')),
      receive('zalo', delivery('good2', 'c', 'c', 'd')),
    ])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await stored()).map(({ id }) => id)).toEqual(['a', 'c', 'd'])
    expect(told).toEqual({ fresh: 3, duplicate: 1, ignored: 0 })
  })

  it('store a thousand messages of one delivery', async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `big${i}`)
    const parts = ids.flatMap((id, i) => delivery(`p${i % 400}`, id).messages)
    await receive('zalo', { messages: parts, receipts: [], echoes: [], ignored: [] })
    expect(await stored()).toHaveLength(1000)
    expect(runs).toBe(1)
  })

  it('make a conversation anew that was deleted since it was met', async () => {
    await receive('zalo', delivery('gone', 'a'))
    await database.db.pool.query('truncate inbound_messages, conversations, channel_identities, residents cascade')
    await receive('zalo', delivery('gone', 'b'))
    expect((await stored()).map(({ id }) => id)).toEqual(['b'])
  })

  it('ask nothing about a sender who was met before, and do not remember one whose storing failed', async () => {
    await expect(receive('zalo', delivery('new', 'bad\0'))).rejects.toThrow()
    await receive('zalo', delivery('new', 'a'))
    const asked = await statementsDuring(() => receive('zalo', delivery('new', 'b')))
    expect(asked.map((text) => text.trim().split(/\s/)[0])).toEqual(['begin', 'insert', 'commit'])
  })
})

/** What is sent to the database meanwhile. */
async function statementsDuring(run: () => Promise<void>): Promise<string[]> {
  const seen: string[] = []
  const query = Client.prototype.query
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const [config] = args as [string | { text: string }]
    seen.push(typeof config === 'string' ? config : config.text)
    return Reflect.apply(query, this, args) as ReturnType<typeof query>
  } as typeof query)
  await run()
  spy.mockRestore()
  return seen
}
