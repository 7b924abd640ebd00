import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { createDb, type Db, type DbTarget } from '../../src/db/client.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { migrateDb } from '../../src/db/migrate.ts'

export interface TestTarget {
  host: string
  port: number
  user: string
  password: string
  database: string
}

export interface TestDatabase {
  readonly db: Db
  /** For whatever makes its own connections: `createDb`, the queue, LISTEN. */
  readonly target: DbTarget & { connection: TestTarget }
  readonly url: string
  /** Closes `db` and drops the database. */
  drop(): Promise<void>
}

const TEMPLATE = 'lang_nghe_template'

/** For the global setup: the server of this run, with a migrated template database in it. */
export async function startRunDatabase(): Promise<{ target: TestTarget; stop(): Promise<void> }> {
  const server = await runServer()
  try {
    await admin(server.target, `drop database if exists ${TEMPLATE} with (force)`)
    await admin(server.target, `create database ${TEMPLATE}`)
    await migrateDb({ connection: { ...server.target, database: TEMPLATE } })
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** A fresh migrated (or empty) database of one's own: call it in `beforeAll`, `drop()` it in `afterAll`. */
export async function createTestDatabase(
  options: { max?: number; from?: 'template' | 'nothing' } = {},
): Promise<TestDatabase> {
  const server = inject('postgres')
  const database = `test_${randomBytes(6).toString('hex')}`
  const template = options.from === 'nothing' ? 'template0' : TEMPLATE
  await admin(server, `create database ${database} template ${template}`)
  const connection = { ...server, database }
  const target = { connection }
  const db = createDb({ ...target, max: options.max ?? 10 })
  return {
    db,
    target,
    url: urlOf(connection),
    drop: async () => {
      await db.close()
      await admin(server, `drop database if exists ${database} with (force)`)
    },
  }
}

async function runServer(): Promise<{ target: TestTarget; stop(): Promise<void> }> {
  const given = givenServer()
  if (given !== null) return { target: given, stop: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-test-'))
  // Speed over safety: this data is thrown away.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), settings }).catch((error: unknown) => {
    remove()
    throw error
  })
  const { host, user } = server.connection
  return {
    target: { host, user, port: 5432, password: '', database: 'postgres' },
    stop: async () => {
      await server.stop()
      remove()
    },
  }
}

/** TEST_DATABASE_URL: run on a server that is there; its user must be allowed to create databases. */
function givenServer(): TestTarget | null {
  const given = process.env.TEST_DATABASE_URL
  if (given === undefined || given === '') return null
  const url = new URL(given)
  return {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1) || 'postgres',
  }
}

function urlOf(target: TestTarget): string {
  const who = `${encodeURIComponent(target.user)}:${encodeURIComponent(target.password)}`
  // A unix socket's folder cannot stand where a host name stands.
  if (!target.host.startsWith('/')) return `postgres://${who}@${target.host}:${target.port}/${target.database}`
  return `postgres://${who}@localhost:${target.port}/${target.database}?host=${encodeURIComponent(target.host)}`
}

/** One statement on the server's own database. Cloning fails while another clone reads the template: tried again. */
async function admin(server: TestTarget, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new Client(server)
    client.on('error', () => undefined) // the query rejects
    await client.connect()
    try {
      await client.query(statement)
      return
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === '55006'
      if (!busy || attempt === 50) throw error
      await client.query('select pg_sleep(0.1)')
    } finally {
      await client.end()
    }
  }
}
