import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { StartupProblem } from '../core/index.ts'
import { findPostgresBinaries } from './embedded/binaries.ts'
import { checkOwner, initialise, ownerOf, socketFolder } from './embedded/data-folder.ts'
import { lockDataFolder } from './embedded/data-lock.ts'
import { codeOf, readIfThere } from './embedded/files.ts'
import { accountFor } from './embedded/run-as.ts'
import { isReady, type Server, startOrAdopt, stopServer } from './embedded/server.ts'

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
  const lines = readIfThere(join(resolve(dataDir), 'postmaster.pid')).split('\n')
  const host = lines[4]?.trim() ?? ''
  if (host === '' || !(await isReady(host, SUPERUSER))) return null
  return { host, user: SUPERUSER, database: DATABASE }
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
    superuser: SUPERUSER,
    pgCtl: binaries.pgCtl,
    account,
    settings: options.settings ?? {},
    log: (message) => options.log?.info(message),
  }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    await initialise({ dataDir, account, initdb: binaries.initdb, superuser: SUPERUSER })
  }
  checkOwner(dataDir, account)
  return server
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
