import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { type Account, run } from './run-as.ts'

const HAS_PROC = existsSync('/proc/self/stat')

/**
 * What identifies a process beyond its number, which the system uses again: its start time. Empty where the system
 * does not tell. Null: no such process (or a zombie, which will do nothing any more).
 */
export function processMark(pid: number): string | null {
  if (!HAS_PROC) return answersSignal(pid) ? '' : null
  const stat = readText(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The second field is the program's name in brackets and may hold anything: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? null : (fields[19] ?? '')
}

/** True when `pid` is a PostgreSQL that serves exactly this data folder. */
export async function isPostgresOf(pid: number, dataDir: string, account: Account): Promise<boolean> {
  if (processMark(pid) === null) return false
  if (!HAS_PROC) return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output.includes(dataDir)
  if (!(readText(`/proc/${pid}/comm`) ?? '').startsWith('postgres')) return false
  const words = (readText(`/proc/${pid}/cmdline`) ?? '').split('\0')
  const named = words[words.indexOf('-D') + 1]
  return named === dataDir || (await processesIn(dataDir, account)).includes(pid)
}

/**
 * Processes that stand in the data folder: left-over backends of a dead postmaster. Starting a second server beside
 * them would destroy the data. Empty where the system does not tell (then PostgreSQL's own check must do).
 * Asked as the database's own user: in a container even root may not read where other users' processes stand.
 */
export async function processesIn(dataDir: string, account: Account): Promise<number[]> {
  if (!HAS_PROC) return []
  const folder = realpathSync(dataDir)
  const { output } = await account.run('sh', ['-c', 'ls -l /proc/[0-9]*/cwd 2>/dev/null'])
  return [...output.matchAll(/ \/proc\/(\d+)\/cwd -> (.*)$/gm)]
    .filter(([, , cwd]) => cwd === folder)
    .map(([, pid]) => Number(pid))
    .filter((pid) => pid !== process.pid && processMark(pid) !== null)
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
