import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelAdapter, ChannelId } from '../../src/core/channel.ts'
import { MINUTE } from '../../src/core/durations.ts'
import type { JobQueue } from '../../src/core/jobs.ts'
import { claimOutbound } from '../../src/db/queries/outbound.ts'
import type { RunWork } from '../../src/tickets/work.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

/** What a killed process leaves behind, made on purpose: each fault strikes once. */
class Faults {
  /** A transaction that is rolled back at its very end, or a process that dies right after its commit. */
  transaction: 'none' | 'rollback' | 'after-commit' = 'none'
  /** How many transactions pass before it strikes. */
  skip = 0
  /** Nudges that never reach the queue. */
  nudges: 'kept' | 'lost' = 'kept'
  /** Where sending is cut: before the platform is called, or after it has accepted. */
  send: 'none' | 'before' | 'after' = 'none'
  struck = 0

  readonly work = (run: RunWork): RunWork => {
    const faulty: RunWork = async (fn) => {
      if (this.transaction === 'none' || this.skip-- > 0) return run(fn)
      const kind = this.transaction
      this.transaction = 'none'
      this.struck++
      if (kind === 'rollback') {
        return run(async (work) => {
          await fn(work)
          throw new Error('killed before the commit')
        })
      }
      const nudges = this.nudges
      this.nudges = 'lost'
      try {
        return await run(fn)
      } finally {
        this.nudges = nudges
      }
    }
    return faulty
  }

  readonly queue = (queue: JobQueue): JobQueue => ({
    add: async (name, data, options) => {
      if (this.nudges === 'lost') {
        this.struck++
        return
      }
      await queue.add(name, data, options)
    },
    start: (handlers) => queue.start(handlers),
    drain: (timeoutMs) => queue.drain(timeoutMs),
    ping: () => queue.ping(),
    counts: () => queue.counts(),
    close: () => queue.close(),
  })

  readonly adapters = (adapters: Map<ChannelId, ChannelAdapter>): Map<ChannelId, ChannelAdapter> =>
    new Map([...adapters].map(([id, adapter]) => [id, this.#cut(adapter)]))

  #cut(adapter: ChannelAdapter): ChannelAdapter {
    return {
      id: adapter.id,
      limits: adapter.limits,
      authenticate: (raw) => adapter.authenticate(raw),
      parse: (raw) => adapter.parse(raw),
      fetchMedia: (ref, signal) => adapter.fetchMedia(ref, signal),
      send: async (message, key, signal) => {
        const cut = this.send
        if (cut === 'none') return adapter.send(message, key, signal)
        this.send = 'none'
        this.struck++
        if (cut === 'after') await adapter.send(message, key, signal)
        throw new Error('killed while sending')
      },
    }
  }
}

const RESIDENT = { platform: 'zalo', userId: '7000000000000000001' } as const

let program: Program
afterEach(() => program.close())

/** Up to the question "send it?", without a fault. */
async function untilSend(faults: Faults): Promise<void> {
  program = await startProgram({ overrides: { work: faults.work, queue: faults.queue, adapters: faults.adapters } })
  await writeOn(program, RESIDENT, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
  await tapOn(program, RESIDENT, 'Bỏ qua')
}

/** What repairs: two rounds of the sweep, minutes apart. */
async function sweepTwice(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    program.clock.advance(3 * MINUTE)
    await program.context.sweep()
    await program.context.drain()
  }
}

async function cases(): Promise<{ code: string; status: string }[]> {
  const { rows } = await program.database.db.pool.query<{ code: string; status: string }>(
    'select code, status from tickets',
  )
  return rows
}

function count(part: string): number {
  return heardOn(program, RESIDENT.platform, RESIDENT.userId).filter((t) => t.includes(part)).length
}

/** One case, routed; the resident has heard each thing once. */
async function expectOnce(): Promise<void> {
  expect(await cases()).toEqual([{ code: expect.stringMatching(/^PA-/), status: 'dispatched' }])
  expect(count('Đã gửi. Mã')).toBe(1)
  expect(count('đã chuyển đến')).toBe(1)
}

async function outboundStates(): Promise<string[]> {
  const { rows } = await program.database.db.pool.query<{ status: string }>(
    'select status from outbound_messages order by seq',
  )
  return rows.map((r) => r.status)
}

describe('a fault after each step, then the sweep: one case, and each reply once', () => {
  // In the order of the line: storing the message, the turn, its last look for more, routing.
  const transactions = [0, 1, 2, 3].flatMap((nth) => [
    { nth, kind: 'rollback' as const },
    { nth, kind: 'after-commit' as const },
  ])
  it.each(transactions)('transaction $nth of the line: $kind', async ({ nth, kind }) => {
    const faults = new Faults()
    await untilSend(faults)
    faults.skip = nth
    faults.transaction = kind
    await tapOn(program, RESIDENT, 'Gửi')
    await sweepTwice()
    expect(faults.struck).toBeGreaterThan(0)
    await expectOnce()
  })

  it('every nudge of the whole line is lost', async () => {
    const faults = new Faults()
    await untilSend(faults)
    faults.nudges = 'lost'
    await tapOn(program, RESIDENT, 'Gửi')
    expect(await cases()).toEqual([])
    faults.nudges = 'kept'
    await sweepTwice()
    expect(faults.struck).toBeGreaterThan(0)
    await expectOnce()
  })

  it('killed after the platform accepted, before the result was recorded: not sent again, and known by its echo', async () => {
    const faults = new Faults()
    await untilSend(faults)
    faults.send = 'after'
    await tapOn(program, RESIDENT, 'Gửi')
    await sweepTwice()
    expect(faults.struck).toBe(1)
    await expectOnce()
    expect((await outboundStates()).filter((s) => s !== 'sent')).toEqual([])
  })

  it('killed between claiming and sending: shown as uncertain, never repeated, and what follows goes out', async () => {
    const faults = new Faults()
    await untilSend(faults)
    faults.nudges = 'lost'
    await tapOn(program, RESIDENT, 'Gửi')
    faults.nudges = 'kept'
    // The turn runs, its delivery is claimed by a worker that dies at once.
    const { rows } = await program.database.db.pool.query<{ id: string }>('select id from conversations')
    const conversationId = rows[0]?.id ?? ''
    const { context } = program
    faults.send = 'before'
    program.clock.advance(MINUTE)
    await context.sweep()
    await context.drain()
    await sweepTwice()
    expect(faults.struck).toBeGreaterThan(0)
    expect((await outboundStates()).filter((s) => s === 'uncertain')).toHaveLength(1)
    expect(count('Đã gửi. Mã')).toBe(0)
    expect(count('đã chuyển đến')).toBe(1)
    // A row that a dead worker holds for longer than any send takes.
    await program.database.db.pool.query("update outbound_messages set status = 'pending' where status = 'uncertain'")
    const claimed = await claimOutbound(program.database.db.orm, {
      cipher: context.cipher,
      conversationId,
      now: program.clock.now(),
    })
    expect(claimed).not.toBeNull()
    program.clock.advance(MINUTE)
    await context.sweep()
    expect((await outboundStates()).filter((s) => s === 'sending')).toHaveLength(1)
    program.clock.advance(2 * MINUTE)
    await context.sweep()
    expect((await outboundStates()).filter((s) => s === 'uncertain')).toHaveLength(1)
  })
})
