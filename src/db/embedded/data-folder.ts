import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartupProblem } from '../../core/index.ts'
import { lastLine } from './files.ts'
import type { Account } from './run-as.ts'

/** sun_path of a unix socket holds 107 bytes and the end mark. */
const SOCKET_PATH_LIMIT = 107

/** A half-made database never gets the final name. */
export async function initialise(options: {
  dataDir: string
  superuser: string
  initdb: string
  account: Account
}): Promise<void> {
  const { account, dataDir, initdb, superuser } = options
  makeRoom(dataDir)
  const fresh = `${dataDir}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  if (account.owner !== null) chownSync(fresh, account.owner.uid, account.owner.gid)
  // Encoding and locale are named: with no LANG in the environment initdb would choose SQL_ASCII.
  const made = await account.run(initdb, [
    `--pgdata=${fresh}`,
    `--username=${superuser}`,
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
  renameSync(fresh, dataDir)
}

/** An empty folder may be taken, another one may not. */
function makeRoom(dataDir: string): void {
  if (!existsSync(dataDir)) return
  try {
    rmdirSync(dataDir)
  } catch {
    throw new StartupProblem(
      `Thư mục ${dataDir} đã có nhưng không phải dữ liệu PostgreSQL: hãy dời nó đi hoặc đặt DATA_DIR khác.`,
    )
  }
}

/** Who made the data earlier; root then acts as that user. */
export function ownerOf(dataDir: string): { uid: number; gid: number } | null {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) return null
  const { uid, gid } = statSync(dataDir)
  return uid === 0 ? null : { uid, gid }
}

/** @throws StartupProblem when the data belong to a user that we are not */
export function checkOwner(dataDir: string, account: Account): void {
  const uid = account.owner?.uid ?? process.getuid?.()
  const found = statSync(dataDir).uid
  if (uid === undefined || found === uid) return
  throw new StartupProblem(
    `Thư mục ${dataDir} thuộc người dùng khác (uid ${found}, cần ${uid}): hãy chạy bằng người dùng đã tạo nó, đổi chủ (chown -R ${uid} ${dataDir}) hoặc đặt DATA_DIR khác.`,
  )
}

/** The data folder itself (PostgreSQL keeps it 0700), or a short private folder when its path is too long for a socket. */
export function socketFolder(dataDir: string, account: Account): string {
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
