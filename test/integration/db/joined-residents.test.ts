import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataRequestByCode, takeDataRequest } from '../../../src/db/queries/data-requests.ts'
import { joinResidents } from '../../../src/db/queries/residents.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

it('a wish to be deleted follows its person, or it would delete nothing', async () => {
  const { orm, pool } = test.db
  await pool.query(`insert into residents (id, created_at) values ('before', now()), ('after', now())`)
  const request = { code: 'XD-1', requestKey: 'r', subjectKey: 's', source: 'chat', residentId: 'before' } as const
  await takeDataRequest(orm, { ...request, lookup: 'found', receivedAt: new Date('2026-11-25T02:00:00Z') })
  await test.db.transaction((tx) => joinResidents(tx, { from: 'before', to: 'after' }))
  expect((await dataRequestByCode(orm, 'XD-1'))?.residentId).toBe('after')
})
