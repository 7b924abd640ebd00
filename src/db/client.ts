import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase, NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres'
import { PgDialect } from 'drizzle-orm/pg-core'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { GatheringSocket } from './gathering-socket.ts'

export type Orm = NodePgDatabase<Record<string, never>>
/** What a query runs in once a transaction is open. */
export type Tx = Parameters<Parameters<Orm['transaction']>[0]>[0]
/** Either: for queries that work inside a transaction and outside one. */
export type Executor = Orm | Tx

/** How to reach a database: an address, or the parts (the embedded server's socket folder is a `host`). */
export type DbTarget =
  | { url: string }
  | { connection: { host: string; user: string; database: string; password?: string; port?: number } }

export interface Db {
  readonly pool: Pool
  readonly orm: Orm
  /** Commits when `fn` resolves, rolls back when it throws; no HTTP and no enqueue inside. */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** True when the database answers within 2 s. */
  ping(): Promise<boolean>
  /** Waits for running queries and closes every connection. Repeatable. */
  close(): Promise<void>
}

export interface DbOptions {
  /** Most connections at once; default 10. */
  max?: number
  /** An idle connection broke; the pool replaces it. */
  onError?(error: Error): void
}

/** Connects on the first query, not here. */
export function createDb(options: DbTarget & DbOptions): Db {
  const pool = new Pool({
    ...poolConfig(options),
    max: options.max ?? 10,
    pipeline: true,
    stream: () => new GatheringSocket(),
  })
  // Without a listener a restarted database would end the process.
  pool.on('error', (error) => options.onError?.(error))
  // The pool watches idle connections only: one lost in the middle of a transaction, between two queries, would end
  // the process. Its next query rejects, which is enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const orm: Orm = drizzle({ client: pool })
  let closed: Promise<void> | null = null
  return {
    pool,
    orm,
    transaction: (fn) => inTransaction(pool, fn),
    ping: () => answers(orm),
    close: () => {
      closed ??= pool.end()
      return closed
    },
  }
}

const BEGIN = { text: 'begin', queryMode: 'extended' }

/**
 * As drizzle's own, but `begin` travels with the first statement instead of before it, and a transaction that the
 * database gave up (a failed statement whose error was swallowed) does not look committed.
 */
async function inTransaction<T>(pool: Pool, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // In the form of a statement with parameters, which is not written at once.
    const begun = client.query(BEGIN)
    begun.catch(() => undefined) // a connection that cannot begin fails the first statement too
    const result = await fn(txOn(client))
    await begun
    const end = await client.query('commit')
    if (end.command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

function txOn(client: PoolClient): Tx {
  const dialect = new PgDialect()
  return new NodePgTransaction(dialect, new NodePgSession(client, dialect, undefined), undefined)
}

/** The same target in the form of `pg`. */
export function poolConfig(target: DbTarget): PoolConfig {
  const reach = 'url' in target ? { connectionString: target.url } : { ...target.connection }
  return { ...reach, application_name: 'lang-nghe', connectionTimeoutMillis: 10_000, keepAlive: true }
}

async function answers(orm: Orm): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), 2_000)
  })
  const asked = orm.execute(sql`select 1`).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
