import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool, type PoolConfig } from 'pg'

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
  const pool = new Pool({ ...poolConfig(options), max: options.max ?? 10 })
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
    transaction: (fn) => orm.transaction(fn),
    ping: () => answers(orm),
    close: () => {
      closed ??= pool.end()
      return closed
    },
  }
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
