import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { MINUTE } from '../../src/core/durations.ts'
import type { Tx } from '../../src/db/client.ts'
import { lockConversation } from '../../src/db/queries/conversations.ts'
import { joinResidents } from '../../src/db/queries/residents.ts'
import { deadlinesOf, lockTicket, settleDeadlines, ticketByCode } from '../../src/db/queries/tickets.ts'
import { watchDeadline } from '../../src/tickets/promises.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

/** Runs `second` while `first` holds its locks; `first` ends as soon as `second` waits for one. */
async function whileHeld<T>(
  first: { locks(tx: Tx): Promise<void>; releases(tx: Tx): Promise<void> },
  second: () => Promise<T>,
) {
  const { db } = program.context
  let started: Promise<T> | undefined
  await db.transaction(async (tx) => {
    await first.locks(tx)
    started = second()
    started.catch(() => undefined)
    await vi.waitFor(async () => {
      const { rowCount } = await db.pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      if (rowCount === 0) throw new Error('nobody waits yet')
    }, 5000)
    await first.releases(tx)
  })
  if (started === undefined) throw new Error('not started')
  return started
}

async function conversationOf(address: string): Promise<{ id: string; residentId: string }> {
  const { rows } = await program.context.db.pool.query<{ id: string; residentId: string }>(
    `select c.id, i.resident_id as "residentId" from conversations c join channel_identities i on i.id = c.identity_id
     where c.address = $1`,
    [address],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`no conversation of ${address}`)
  return row
}

describe('locks', () => {
  it('a turn that waited for the turn before sees whose conversation it is now', async () => {
    await writeOn(program, { platform: 'zalo', userId: '790000000008001' }, 'xin chào')
    await writeOn(program, { platform: 'messenger', userId: '290000000008002' }, 'xin chào')
    const from = await conversationOf('790000000008001')
    const to = await conversationOf('290000000008002')
    const seen = await whileHeld(
      {
        locks: async (tx) => {
          await lockConversation(tx, from.id)
        },
        releases: (tx) => joinResidents(tx, { from: from.residentId, to: to.residentId }),
      },
      () => program.context.db.transaction((tx) => lockConversation(tx, from.id)),
    )
    expect(seen?.residentId).toBe(to.residentId)
  })

  it('a deadline that is looked at while its case is answered waits, without a deadlock', async () => {
    const at = { platform: 'zalo', userId: '790000000008003' } as const
    await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
    for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, at, label)
    const code = /PA-\d{4}-[2-9A-Z]{5}/.exec(heardOn(program, 'zalo', at.userId).join('\n'))?.[0] ?? ''
    const { db } = program.context
    const ticket = await ticketByCode(db.orm, code)
    const [deadline] = ticket === null ? [] : await deadlinesOf(db.orm, ticket.id)
    if (ticket === null || deadline === undefined) throw new Error('no case with a deadline')
    const late = new Date(deadline.dueAt.getTime() + MINUTE)
    const { cipher, pack, telemetry } = program.context
    await whileHeld(
      {
        locks: async (tx) => {
          await lockTicket(tx, ticket.id)
        },
        releases: (tx) =>
          settleDeadlines(tx, { ticketId: ticket.id, at: program.clock.now(), steps: [deadline.step], met: 'met' }),
      },
      () =>
        db.transaction((tx) =>
          watchDeadline(
            {
              cipher,
              pack,
              publicUrl: program.url,
              modelVersion: 'test',
              events: telemetry,
              afterResolved: async () => undefined,
            },
            { tx, now: late, nudge: () => undefined, announce: () => undefined },
            deadline.id,
          ),
        ),
    )
    const after = (await deadlinesOf(db.orm, ticket.id)).find((d) => d.id === deadline.id)
    expect(after?.metAt).not.toBeNull()
    expect(after?.missedAt).toBeNull()
  })
})
