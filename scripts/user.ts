import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { staffAccounts } from '../src/auth/accounts.ts'
import { runUserCommand } from '../src/auth/user-command.ts'
import { parseSettings, readEnvironment } from '../src/config/env.ts'
import { systemClock } from '../src/core/clock.ts'
import { StartupProblem } from '../src/core/errors.ts'
import { loadPack } from '../src/packs/load.ts'
import { withDatabase } from './reach-database.ts'

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url))

/** `npm run user -- add|passwd|disable|list`: works on the program's database, also while it runs. */
async function main(): Promise<void> {
  const settings = parseSettings(readEnvironment(PROJECT_DIR))
  const pack = loadPack(join(PROJECT_DIR, 'data', settings.PACK))
  const unitName = (id: string) => pack.units.get(id)?.nameVi ?? null
  await withDatabase({ databaseUrl: settings.DATABASE_URL, dataDir: settings.DATA_DIR }, (db) =>
    runUserCommand({
      argv: process.argv.slice(2),
      accounts: staffAccounts({ db, clock: systemClock, unitName }),
      askPassword,
      print: (line) => console.log(line),
    }),
  )
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
