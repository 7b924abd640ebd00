import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDb, type Db } from '../../../src/db/client.ts'
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

  it('does not call committed what the database gave up because of a failed statement', async () => {
    const swallowed = test.db.transaction(async (tx) => {
      await tx.execute(sql`create table never (n int)`)
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow('rolled back')
    const { rows } = await test.db.orm.execute(sql`select to_regclass('never') as found`)
    expect(rows).toEqual([{ found: null }])
  })

  it('survives the loss of a connection in the middle of a transaction', async () => {
    const lost = test.db.transaction(async (tx) => {
      const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`)
      await test.db.orm.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`)
      // Between two queries: nobody but the process itself is there to hear of it.
      await new Promise((resolve) => setImmediate(resolve))
      await tx.execute(sql`select 1`)
    })
    await expect(lost).rejects.toThrow()
    expect(await test.db.ping()).toBe(true)
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
  it('can run in several processes that start together on an empty database', async () => {
    const empty = await createTestDatabase({ from: 'nothing' })
    const tables = async (db: Db): Promise<unknown[]> =>
      (await db.orm.execute(sql`select tablename from pg_tables where schemaname = 'public' order by 1`)).rows
    expect(await tables(empty.db)).toEqual([])
    await Promise.all(Array.from({ length: 4 }, () => migrateDb(empty.target)))
    const made = await tables(empty.db)
    const template = await createTestDatabase()
    expect(made).toEqual(await tables(template.db))
    expect(made.length).toBeGreaterThan(0)
    await Promise.all([empty.drop(), template.drop()])
  })
})
