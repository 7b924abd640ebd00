import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../src/core/durations.ts'
import { forgottenOutbound, insertOutbound } from '../../src/db/queries/outbound.ts'
import type { RunWork } from '../../src/tickets/work.ts'
import { heardOn, type Program, startProgram, writeOn } from '../support/program.ts'

/** Fails transactions at their end, after letting some pass. */
const faults = { armed: 0, skip: 0 }
const work = (run: RunWork): RunWork => {
  const faulty: RunWork = (fn) =>
    run(async (w) => {
      const result = await fn(w)
      if (faults.armed === 0 || faults.skip-- > 0) return result
      faults.armed--
      throw new Error('broken on purpose')
    })
  return faulty
}

let program: Program
beforeAll(async () => {
  program = await startProgram({ overrides: { work } })
})
afterAll(() => program.close())

async function conversationOf(userId: string): Promise<string> {
  await writeOn(program, { platform: 'zalo', userId }, 'xin chào')
  const { rows } = await program.context.db.pool.query<{ id: string }>(
    'select id from conversations where address = $1',
    [userId],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('no conversation')
  return id
}

describe('what is stuck', () => {
  it('and cannot even be apologised for is tried again later, not at once without end', async () => {
    const at = { platform: 'zalo', userId: '790000000006001' } as const
    faults.skip = 1
    faults.armed = 500
    await writeOn(program, at, 'xin chào')
    const tries = 500 - faults.armed
    expect(tries).toBeGreaterThan(3)
    expect(tries).toBeLessThan(20)
    faults.armed = 0
    program.clock.set(new Date(program.clock.now().getTime() + MINUTE))
    await program.context.sweep()
    await program.context.drain()
    expect(heardOn(program, 'zalo', at.userId).length).toBeGreaterThan(0)
  })

  it('behind a message that waits for its next try does not hide the messages of others from the sweep', async () => {
    const [blocked, lost] = [await conversationOf('790000000006002'), await conversationOf('790000000006003')]
    const { db, cipher } = program.context
    const now = program.clock.now()
    const messages = [blocked, blocked, lost].map((conversationId, n) => ({
      conversationId,
      ticketId: null,
      causeKey: `stuck/${n}`,
      author: 'bot' as const,
      content: { kind: 'text' as const, text: `tin ${n}` },
    }))
    await db.transaction((tx) => insertOutbound(tx, { cipher, now, messages }))
    const later = new Date(now.getTime() + HOUR)
    await db.pool.query("update outbound_messages set next_attempt_at = $1 where cause_key = 'stuck/0'", [later])
    const found = await forgottenOutbound(db.orm, {
      now: new Date(now.getTime() + 2 * MINUTE),
      before: new Date(now.getTime() + MINUTE),
      limit: 1,
    })
    const { rows } = await db.pool.query<{ id: string }>("select id from outbound_messages where cause_key = 'stuck/2'")
    expect(found).toEqual([rows[0]?.id])
  })
})
