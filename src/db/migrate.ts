import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
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
      await migrate(drizzle({ client }), { migrationsFolder: FOLDER })
    }
  } finally {
    await client.end() // ends the lock as well
  }
}
