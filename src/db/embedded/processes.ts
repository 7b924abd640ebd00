import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { run } from './run-as.ts'

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
export async function isPostgresOf(pid: number, dataDir: string): Promise<boolean> {
  if (processMark(pid) === null) return false
  if (!HAS_PROC) return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output.includes(dataDir)
  return cwdOf(String(pid)) === realpathSync(dataDir) && (readText(`/proc/${pid}/comm`) ?? '').startsWith('postgres')
}

/**
 * Processes that stand in the data folder: left-over backends of a dead postmaster. Starting a second server beside
 * them would destroy the data. Empty where the system does not tell (then PostgreSQL's own check must do).
 */
export function processesIn(dataDir: string): number[] {
  if (!HAS_PROC) return []
  const folder = realpathSync(dataDir)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => cwdOf(name) === folder && processMark(Number(name)) !== null)
    .map(Number)
}

function cwdOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
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
