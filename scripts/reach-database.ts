import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { demoSecrets } from '../src/config/demo-secrets.ts'
import { StartupProblem } from '../src/core/errors.ts'
import { createDb, type Db, type DbTarget } from '../src/db/client.ts'
import { reachRunningPostgres, startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrateDb } from '../src/db/migrate.ts'

/**
 * Runs `use` on the program's database, also while the program runs.
 * @throws StartupProblem when there is no answer
 */
export async function withDatabase<T>(
  settings: { databaseUrl: string | undefined; dataDir: string },
  use: (db: Db) => Promise<T>,
): Promise<T> {
  const database = await reach(settings)
  const db = createDb({ ...database.target, max: 2 })
  try {
    if (!(await answers(db, database.patience))) {
      throw new StartupProblem('Không kết nối được cơ sở dữ liệu: hãy xem lại DATABASE_URL và máy chủ PostgreSQL.')
    }
    await migrateDb(database.target)
    return await use(db)
  } finally {
    await db.close()
    await database.stop()
  }
}

interface Reached {
  target: DbTarget
  /** Tries, a second apart: a program that is just starting may not have made its database yet. */
  patience: number
  stop(): Promise<void>
}

async function answers(db: Db, tries: number): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    if (await db.ping()) return true
    if (attempt === tries) return false
    await delay(1000)
  }
}

/** The given server; else the embedded one: the running one if there is one, else started for this command. */
async function reach(settings: { databaseUrl: string | undefined; dataDir: string }): Promise<Reached> {
  if (settings.databaseUrl !== undefined) {
    return { target: { url: settings.databaseUrl }, patience: 1, stop: async () => undefined }
  }
  const dataDir = join(settings.dataDir, 'pg')
  for (let attempt = 1; ; attempt++) {
    const running = await reachRunningPostgres(dataDir)
    if (running !== null) return { target: { connection: running }, patience: 20, stop: async () => undefined }
    // Data without its secrets is data that the program refuses to start with.
    demoSecrets(resolve(settings.dataDir))
    try {
      const started = await startEmbeddedPostgres({ dataDir })
      return { target: { connection: started.connection }, patience: 1, stop: () => started.stop() }
    } catch (error) {
      // The program may hold the folder and be about to start its database.
      if (attempt === 20) throw error
      await delay(1000)
    }
  }
}
