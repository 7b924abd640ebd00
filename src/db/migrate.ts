import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { StartupProblem } from '../core/errors.ts'
import { type DbTarget, poolConfig } from './client.ts'

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))
/** Any fixed number: all our processes must ask for the same lock. */
const MIGRATION_LOCK = 7_211_900_117

/**
 * Brings the database up to date. Safe when many processes start together: drizzle's own `migrate()` is not (of four
 * at once three failed with duplicate keys), so it runs under an advisory lock, on one connection of its own.
 */
export async function migrateDb(target: DbTarget): Promise<void> {
  const client = new Client(poolConfig(target))
  client.on('error', () => undefined) // the query under way rejects
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    if (existsSync(join(FOLDER, 'meta', '_journal.json'))) {
      await migrate(drizzle({ client }), { migrationsFolder: FOLDER }).catch((error: unknown) => {
        throw notMigrated(error)
      })
    }
  } finally {
    await client.end() // ends the lock as well
  }
}

/** A database of another program, or of an unreleased version of this one: nothing that starting again would mend. */
function notMigrated(error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error) || !('severity' in cause))
    return error instanceof Error ? error : new Error(String(error))
  return new StartupProblem(
    `Không cập nhật được cấu trúc cơ sở dữ liệu (${cause.message}): hãy dùng cơ sở dữ liệu trống, hoặc đúng phiên bản chương trình đã tạo ra nó.`,
  )
}
