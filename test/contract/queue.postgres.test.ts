import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createPostgresJobQueue } from '../../src/queue/create.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { handlers, queueContract } from './queue.ts'

let test: TestDatabase
const used: TestDatabase[] = []
const fresh = async (): Promise<void> => {
  test = await createTestDatabase()
  used.push(test)
}

beforeAll(fresh)
afterAll(() => Promise.all(used.map((database) => database.drop())))

queueContract('PostgreSQL', {
  open: (settings) => createPostgresJobQueue({ ...settings, ...test.target }),
  openDown: async (settings) => {
    const gone = await createTestDatabase()
    const queue = await createPostgresJobQueue({ ...settings, ...gone.target })
    await gone.drop()
    return queue
  },
  reset: fresh,
})

it('works on after all its connections were cut', async () => {
  await fresh()
  const queue = await createPostgresJobQueue({ ...test.target, schedules: 'off' })
  const seen: string[] = []
  await queue.start(handlers({ 'ticket.route': async ({ ticketId }) => void seen.push(ticketId) }))
  const cut = await test.db.orm.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  )
  expect(cut.rows.length).toBeGreaterThan(2)
  await vi.waitFor(() => queue.add('ticket.route', { ticketId: 'after' }, { key: 'r-2' }), { timeout: 10_000 })
  await vi.waitFor(() => expect(seen).toEqual(['after']), { timeout: 20_000 })
  await queue.close()
})
