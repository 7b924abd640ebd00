import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { StartupProblem } from '../../core/index.ts'

/** `--show` goes through all that `initdb` needs to find (its sister programs, the shared files) and makes nothing. */
const PROBE = 'test -x "$1" && "$2" --show --username=x --locale=C --encoding=UTF8 --pgdata="$1"'

export interface RunResult {
  code: number | null
  output: string
}

/** Runs the PostgreSQL tools as the account that may own a database: never root, PostgreSQL refuses that. */
export interface Account {
  /** Null: we are an ordinary user ourselves. */
  owner: { uid: number; gid: number } | null
  run(command: string, args: readonly string[]): Promise<RunResult>
}

/**
 * The account for a database in `folder`. As root: the owner of the existing data, else the system user `postgres`
 * (made if there is none); where that user
 * cannot walk down to the folder or the binaries (a project under /root), the tools get the one capability that lets
 * them pass closed folders: CAP_DAC_READ_SEARCH, or CAP_DAC_OVERRIDE where a container has only that.
 * @throws StartupProblem when no way works
 */
export async function accountFor(options: {
  folder: string
  initdb: string
  /** The owner of existing data; null: none yet. */
  owner: { uid: number; gid: number } | null
}): Promise<Account> {
  const { folder, initdb } = options
  if (process.getuid?.() !== 0) return { owner: null, run: (command, args) => run(command, args) }
  const owner = options.owner ?? (await databaseUser())
  for (const capability of [null, 'dac_read_search', 'dac_override']) {
    const prefix = setpriv(owner, capability)
    const as = (command: string, args: readonly string[]): Promise<RunResult> =>
      run('setpriv', [...prefix, command, ...args])
    const probe = await as('sh', ['-c', PROBE, 'sh', folder, initdb])
    if (probe.code === 0) return { owner, run: as }
  }
  throw new StartupProblem(
    `Đang chạy bằng root nhưng người dùng postgres không vào được ${folder}: hãy đặt DATA_DIR và dự án ở nơi mọi người đọc được, chạy bằng người dùng thường, hoặc đặt DATABASE_URL.`,
  )
}

/** Runs to the end; `output` is stdout and stderr together. A command that does not exist gives code null. */
export function run(command: string, args: readonly string[]): Promise<RunResult> {
  return new Promise((resolve) => {
    // cwd '/': the tools must not depend on a folder that their user cannot enter.
    // Detached: a Ctrl-C meant for us must not cut off a `pg_ctl stop`.
    const child = spawn(command, args, { cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

function setpriv(owner: { uid: number; gid: number }, capability: string | null): string[] {
  const who = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  if (capability === null) return who
  // no_setuid_fixup: without it access(2), which the tools call, ignores the capabilities of an ordinary user.
  return [...who, '--securebits=+no_setuid_fixup', `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`]
}

async function databaseUser(): Promise<{ uid: number; gid: number }> {
  const known = await lookUp('postgres')
  if (known !== null) return known
  const made = await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/bin/false',
    'postgres',
  ])
  if (made.code !== 0) await run('adduser', ['-S', '-D', '-H', 'postgres']) // busybox
  const fresh = await lookUp('postgres')
  if (fresh !== null) return fresh
  throw new StartupProblem(
    'Đang chạy bằng root nhưng không tạo được người dùng postgres: hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL.',
  )
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | null> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
  const uid = Number(fields?.[2])
  const gid = Number(fields?.[3])
  return Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) ? { uid, gid } : null
}
