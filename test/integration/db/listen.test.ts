import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createListener, type Listener, type LiveEvent, notify } from '../../../src/db/listen.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let test: TestDatabase
let listener: Listener
beforeAll(async () => {
  test = await createTestDatabase()
  listener = await createListener(test.target)
})
afterAll(async () => {
  await listener.close()
  await test.drop()
})

describe('listen and notify', () => {
  it('tells what was committed and not what was rolled back', async () => {
    const seen: LiveEvent[] = []
    const end = listener.subscribe((event) => seen.push(event))
    await test.db
      .transaction(async (tx) => {
        await notify(tx, { topic: 'ticket', id: 'undone' })
        throw new Error('undo')
      })
      .catch(() => undefined)
    await test.db.transaction((tx) => notify(tx, { topic: 'ticket', id: 't1', unitId: 'so-y-te' }))
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    expect(seen).toEqual([{ kind: 'changed', payload: { topic: 'ticket', id: 't1', unitId: 'so-y-te' } }])
    end()
  })

  it('comes back after its connection was cut, and says that something may have been missed', async () => {
    const seen: LiveEvent[] = []
    const end = listener.subscribe((event) => seen.push(event))
    await test.db.orm.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like 'listen %'`,
    )
    await vi.waitFor(() => expect(seen).toContainEqual({ kind: 'resync' }), { timeout: 10_000 })
    await notify(test.db.orm, { topic: 'ticket', id: 't2' })
    await vi.waitFor(() => expect(seen.at(-1)).toEqual({ kind: 'changed', payload: { topic: 'ticket', id: 't2' } }))
    end()
  })

  it('survives a subscriber that throws and a stranger’s payload', async () => {
    const seen: LiveEvent[] = []
    const ends = [
      listener.subscribe(() => {
        throw new Error('mine')
      }),
      listener.subscribe((event) => seen.push(event)),
    ]
    await test.db.orm.execute(sql`select pg_notify('lang_nghe', 'not json')`)
    await notify(test.db.orm, { topic: 'ticket', id: 't3' })
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    for (const end of ends) end()
  })

  it('refuses a payload that PostgreSQL would refuse', async () => {
    await expect(notify(test.db.orm, { topic: 'ticket', id: 'x'.repeat(8_000) })).rejects.toThrow(RangeError)
  })
})
