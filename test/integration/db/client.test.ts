import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDb } from '../../../src/db/client.ts'
import { migrateDb } from '../../../src/db/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

describe('createDb', () => {
  it('answers a ping, and says no when there is no server', async () => {
    expect(await test.db.ping()).toBe(true)
    const nowhere = createDb({ connection: { host: '/nonexistent', user: 'x', database: 'x' } })
    expect(await nowhere.ping()).toBe(false)
    await nowhere.close()
  })

  it('rolls back a transaction that throws and keeps one that does not', async () => {
    await test.db.orm.execute(sql`create table probe (n int)`)
    await expect(
      test.db.transaction(async (tx) => {
        await tx.execute(sql`insert into probe values (1)`)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await test.db.transaction((tx) => tx.execute(sql`insert into probe values (2)`))
    const { rows } = await test.db.orm.execute(sql`select n from probe`)
    expect(rows).toEqual([{ n: 2 }])
  })

  it('is UTF-8 and sorts Vietnamese when asked', async () => {
    const { rows } = await test.db.orm.execute(
      sql`select string_agg(w, ',' order by w collate "vi-x-icu") as words, current_setting('server_encoding') as encoding
          from unnest(array['đất','dân','điện','cầu']) w`,
    )
    expect(rows).toEqual([{ words: 'cầu,dân,đất,điện', encoding: 'UTF8' }])
  })

  it('reaches the database by its address', async () => {
    const db = createDb({ url: test.url, max: 1 })
    expect(await db.ping()).toBe(true)
    await db.close()
  })
})

describe('migrateDb', () => {
  it('can run in several processes at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrateDb(test.target)))
    expect(await test.db.ping()).toBe(true)
  })
})
