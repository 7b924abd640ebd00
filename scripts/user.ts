import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { staffAccounts } from '../src/auth/accounts.ts'
import { runUserCommand } from '../src/auth/user-command.ts'
import { demoSecrets } from '../src/config/demo-secrets.ts'
import { parseSettings, readEnvironment } from '../src/config/env.ts'
import { systemClock } from '../src/core/clock.ts'
import { StartupProblem } from '../src/core/errors.ts'
import { createDb, type Db, type DbTarget } from '../src/db/client.ts'
import { reachRunningPostgres, startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrateDb } from '../src/db/migrate.ts'
import { loadPack } from '../src/packs/load.ts'

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url))

/** `npm run user -- add|passwd|disable|list`: works on the program's database, also while it runs. */
async function main(): Promise<void> {
  const settings = parseSettings(readEnvironment(PROJECT_DIR))
  const pack = loadPack(join(PROJECT_DIR, 'data', settings.PACK))
  const database = await reach(settings)
  const db = createDb({ ...database.target, max: 2 })
  try {
    if (!(await answers(db, database.patience))) {
      throw new StartupProblem('Không kết nối được cơ sở dữ liệu: hãy xem lại DATABASE_URL và máy chủ PostgreSQL.')
    }
    await migrateDb(database.target)
    const unitName = (id: string) => pack.units.get(id)?.nameVi ?? null
    await runUserCommand({
      argv: process.argv.slice(2),
      accounts: staffAccounts({ db, clock: systemClock, unitName }),
      askPassword,
      print: (line) => console.log(line),
    })
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
async function reach(settings: { DATABASE_URL?: string | undefined; DATA_DIR: string }): Promise<Reached> {
  if (settings.DATABASE_URL !== undefined) {
    return { target: { url: settings.DATABASE_URL }, patience: 1, stop: async () => undefined }
  }
  const dataDir = join(settings.DATA_DIR, 'pg')
  for (let attempt = 1; ; attempt++) {
    const running = await reachRunningPostgres(dataDir)
    if (running !== null) return { target: { connection: running }, patience: 20, stop: async () => undefined }
    // Data without its secrets is data that the program refuses to start with.
    demoSecrets(resolve(settings.DATA_DIR))
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

/** Asked twice without showing it; empty when there is nobody to ask. */
async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return ''
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    process.stdout.write('Mật khẩu mới (bỏ trống để tạo ngẫu nhiên): ')
    const first = await lines.question('')
    process.stdout.write('\n')
    if (first === '') return ''
    process.stdout.write('Nhập lại: ')
    const second = await lines.question('')
    process.stdout.write('\n')
    if (first !== second) throw new StartupProblem('Hai lần nhập không giống nhau.')
    return first
  } finally {
    lines.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof StartupProblem ? error.message : error)
  process.exitCode = 1
})
