import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { StartupProblem } from '../core/index.ts'
import { findPostgresBinaries, type PostgresBinaries } from './embedded/binaries.ts'
import { lockDataFolder } from './embedded/data-lock.ts'
import { isPostgresOf, processesIn } from './embedded/processes.ts'
import { type Account, accountFor } from './embedded/run-as.ts'

export interface EmbeddedConnection {
  /** The folder of the unix socket: there is no TCP port. */
  host: string
  user: string
  database: string
}

export interface EmbeddedPostgres {
  connection: EmbeddedConnection
  /** Stops the server (fast mode) and lets go of the data folder. Call it last. Repeatable. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The database's own folder, `<DATA_DIR>/pg`; made if missing. Its parent gets the lock file. */
  dataDir: string
  log?: { info(message: string): void }
  /** Server settings, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Readonly<Record<string, string>>
}

const SUPERUSER = 'lang_nghe'
const DATABASE = 'lang_nghe'
/** sun_path of a unix socket holds 107 bytes and the end mark. */
const SOCKET_PATH_LIMIT = 107
const READY_WITHIN_MS = 30_000

/**
 * Starts (or adopts, if a killed parent left it running) a private PostgreSQL. It listens on a unix socket in a folder
 * that only its owner can enter, which is why it asks for no password.
 * @throws StartupProblem with one line that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const release = takeFolder(dirname(dataDir))
  try {
    const server = await prepare(dataDir, options)
    const host = await startOrAdopt(server)
    await createDatabase(host)
    let stopped: Promise<void> | null = null
    return {
      connection: { host, user: SUPERUSER, database: DATABASE },
      stop: () => {
        stopped ??= stopServer(server).finally(release)
        return stopped
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * How to reach the server of this folder while another process of ours runs it, without taking the folder over.
 * Null: it does not run.
 */
export async function reachRunningPostgres(dataDir: string): Promise<EmbeddedConnection | null> {
  const host =
    readIfThere(join(resolve(dataDir), 'postmaster.pid'))
      .split('\n')[4]
      ?.trim() ?? ''
  if (host === '' || !(await isReady(host))) return null
  return { host, user: SUPERUSER, database: DATABASE }
}

interface Server {
  dataDir: string
  socketDir: string
  logFile: string
  binaries: PostgresBinaries
  account: Account
  settings: Readonly<Record<string, string>>
  log(message: string): void
}

function takeFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true })
    return lockDataFolder(folder)
  } catch (error) {
    if (error instanceof StartupProblem) throw error
    throw new StartupProblem(
      `Không ghi được vào thư mục dữ liệu ${folder} (${codeOf(error)}): hãy cấp quyền ghi hoặc đặt DATA_DIR khác.`,
    )
  }
}

async function prepare(dataDir: string, options: EmbeddedOptions): Promise<Server> {
  const binaries = await findPostgresBinaries()
  const account = await accountFor({ folder: dirname(dataDir), initdb: binaries.initdb, owner: ownerOf(dataDir) })
  const server: Server = {
    dataDir,
    socketDir: socketFolder(dataDir, account),
    logFile: join(dataDir, 'server.log'),
    binaries,
    account,
    settings: options.settings ?? {},
    log: (message) => options.log?.info(message),
  }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(server)
  checkOwner(dataDir, account)
  return server
}

/** A half-made database never gets the final name. */
async function initialise(server: Server): Promise<void> {
  const { account, binaries, dataDir } = server
  const fresh = `${dataDir}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  if (account.owner !== null) chownSync(fresh, account.owner.uid, account.owner.gid)
  // Encoding and locale are named: with no LANG in the environment initdb would choose SQL_ASCII.
  const made = await account.run(binaries.initdb, [
    `--pgdata=${fresh}`,
    `--username=${SUPERUSER}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth-local=trust',
    '--auth-host=reject',
  ])
  if (made.code !== 0) {
    throw new StartupProblem(`Không tạo được cơ sở dữ liệu trong ${dataDir}: ${lastLine(made.output)}`)
  }
  const conf = join(fresh, 'postgresql.conf')
  writeFileSync(conf, `${readFileSync(conf, 'utf8')}\ninclude_if_exists 'lang-nghe.conf'\n`)
  if (existsSync(dataDir)) refuseForeignFolder(dataDir)
  renameSync(fresh, dataDir)
}

function refuseForeignFolder(dataDir: string): void {
  try {
    rmSync(dataDir) // throws on a folder
  } catch {
    try {
      renameSync(dataDir, `${dataDir}.${process.pid}.old`)
    } catch (error) {
      throw new StartupProblem(`Thư mục ${dataDir} không phải của PostgreSQL (${codeOf(error)}): hãy dời nó đi.`)
    }
  }
}

/** Who made the data earlier; root then acts as that user. */
function ownerOf(dataDir: string): { uid: number; gid: number } | null {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) return null
  const { uid, gid } = statSync(dataDir)
  return uid === 0 ? null : { uid, gid }
}

function checkOwner(dataDir: string, account: Account): void {
  const uid = account.owner?.uid ?? process.getuid?.()
  const found = statSync(dataDir).uid
  if (uid === undefined || found === uid) return
  throw new StartupProblem(
    `Thư mục ${dataDir} thuộc người dùng khác (uid ${found}, cần ${uid}): hãy chạy bằng người dùng đã tạo nó, đổi chủ (chown -R ${uid} ${dataDir}) hoặc đặt DATA_DIR khác.`,
  )
}

/** The data folder itself (PostgreSQL keeps it 0700), or a short private folder when its path is too long for a socket. */
function socketFolder(dataDir: string, account: Account): string {
  if (Buffer.byteLength(join(dataDir, '.s.PGSQL.5432')) <= SOCKET_PATH_LIMIT) return dataDir
  const uid = account.owner?.uid ?? process.getuid?.() ?? 0
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `lang-nghe-${name}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account.owner !== null && lstatSync(folder).uid === 0) chownSync(folder, account.owner.uid, account.owner.gid)
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StartupProblem(
      `Thư mục ${folder} không phải của riêng chương trình này: hãy xoá nó hoặc đặt DATA_DIR ngắn hơn.`,
    )
  }
  return folder
}

async function startOrAdopt(server: Server): Promise<string> {
  let reason = ''
  for (let attempt = 0; attempt < 3; attempt++) {
    const running = await runningServer(server)
    if (running !== null) {
      server.log(`adopting the running PostgreSQL (pid ${running.pid})`)
      if (await isReady(running.socketDir)) return running.socketDir
    }
    await clearStaleLocks(server)
    writeSettings(server)
    const { account, binaries, dataDir, logFile } = server
    const started = await account.run(binaries.pgCtl, ['start', '-w', '-t', '30', '-D', dataDir, '-l', logFile])
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

async function isReady(host: string): Promise<boolean> {
  const until = performance.now() + READY_WITHIN_MS
  do {
    const client = new Client({ host, user: SUPERUSER, database: 'postgres' })
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

async function createDatabase(host: string): Promise<void> {
  const client = new Client({ host, user: SUPERUSER, database: 'postgres' })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

async function stopServer(server: Server): Promise<void> {
  const { account, binaries, dataDir, socketDir } = server
  const stop = (mode: string): ReturnType<Account['run']> =>
    account.run(binaries.pgCtl, ['stop', '-w', '-t', '30', '-m', mode, '-D', dataDir])
  if ((await runningServer(server)) !== null && (await stop('fast')).code !== 0) await stop('immediate')
  if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true })
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /FATAL|PANIC|error:|ERROR/.test(line))
  return (telling.at(-1) ?? lines.at(-1) ?? '').trim()
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
