import { afterAll, beforeAll } from 'vitest'
import { createPostgresJobQueue } from '../../src/queue/create.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { queueContract } from './queue.ts'

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
