import { chownSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { StartupProblem } from '../../core/index.ts'
import { codeOf, lastLine, readIfThere } from './files.ts'
import { isPostgresOf, processesIn } from './processes.ts'
import type { Account } from './run-as.ts'

const READY_WITHIN_MS = 30_000
const LOG_LIMIT_BYTES = 10_000_000

export interface Server {
  dataDir: string
  socketDir: string
  logFile: string
  superuser: string
  pgCtl: string
  account: Account
  settings: Readonly<Record<string, string>>
  log(message: string): void
}

/**
 * @returns the folder of the socket
 * @throws StartupProblem with the server's own reason
 */
export async function startOrAdopt(server: Server): Promise<string> {
  let reason = ''
  for (let attempt = 0; attempt < 3; attempt++) {
    const running = await runningServer(server)
    if (running !== null) {
      server.log(`adopting the running PostgreSQL (pid ${running.pid})`)
      if (await isReady(running.socketDir, server.superuser)) return running.socketDir
    }
    await clearStaleLocks(server)
    writeSettings(server)
    putLogAside(server)
    const { account, dataDir, logFile, pgCtl } = server
    const started = await account.run(pgCtl, ['start', '-w', '-t', '30', '-D', dataDir, '-l', logFile])
    if (started.code === 0) return server.socketDir
    reason = lastLine(readIfThere(logFile)) || lastLine(started.output)
    await delay(500) // a killed postmaster may not be reaped yet
  }
  throw new StartupProblem(`Không khởi động được PostgreSQL đi kèm: ${reason} (xem ${server.logFile})`)
}

/** The postmaster left by a parent that was killed, if it is truly ours. */
async function runningServer(server: Server): Promise<{ pid: number; socketDir: string } | null> {
  const lines = readIfThere(join(server.dataDir, 'postmaster.pid')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgresOf(pid, server.dataDir, server.account))) return null
  return { pid, socketDir: lines[4]?.trim() || server.socketDir }
}

/**
 * Removes the lock files of a dead server when their number now belongs to a stranger or a zombie, which PostgreSQL
 * would take for a living server; other left-overs PostgreSQL sees through by itself. Never while any process stands
 * in the data folder: without the file PostgreSQL would not look for left-over backends.
 */
async function clearStaleLocks(server: Server): Promise<void> {
  const locks = [join(server.dataDir, 'postmaster.pid'), join(server.socketDir, '.s.PGSQL.5432.lock')]
  const stale = locks.filter((path) => existsSync(`/proc/${Number(readIfThere(path).split('\n')[0]?.trim() || -1)}`))
  if (stale.length === 0) return
  const until = performance.now() + 10_000
  for (;;) {
    const left = await processesIn(server.dataDir, server.account)
    if (left.length === 0) break
    if (performance.now() > until) {
      throw new StartupProblem(
        `Còn tiến trình PostgreSQL cũ trong ${server.dataDir} (${left.join(', ')}): hãy dừng chúng rồi chạy lại.`,
      )
    }
    await delay(100)
  }
  for (const path of stale) rmSync(path, { force: true })
}

function writeSettings(server: Server): void {
  const all = {
    listen_addresses: '',
    unix_socket_directories: `"${server.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    ...server.settings,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  const path = join(server.dataDir, 'lang-nghe.conf')
  writeFileSync(path, `# Written at every start.\n${lines.join('\n')}\n`, { mode: 0o600 })
  const { owner } = server.account
  if (owner !== null) chownSync(path, owner.uid, owner.gid)
}

/** True when it takes connections within 30 s; false at once when nobody is there. */
export async function isReady(host: string, user: string): Promise<boolean> {
  const until = performance.now() + READY_WITHIN_MS
  do {
    const client = new Client({ host, user, database: 'postgres' })
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      await client.end().catch(() => undefined)
      // 57P03: starting up or shutting down. Anything else will not get better: start anew.
      if (codeOf(error) !== '57P03') return false
      await delay(100)
    }
  } while (performance.now() < until)
  return false
}

/** Fast mode: open transactions are rolled back. */
export async function stopServer(server: Server): Promise<void> {
  const { account, dataDir, pgCtl, socketDir } = server
  const stop = (mode: string): ReturnType<Account['run']> =>
    account.run(pgCtl, ['stop', '-w', '-t', '30', '-m', mode, '-D', dataDir])
  if ((await runningServer(server)) !== null && (await stop('fast')).code !== 0) await stop('immediate')
  if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true })
}

function putLogAside(server: Server): void {
  if (!existsSync(server.logFile) || statSync(server.logFile).size < LOG_LIMIT_BYTES) return
  renameSync(server.logFile, `${server.logFile}.old`)
}
