import { parseArgs } from 'node:util'
import { StartupProblem } from '../core/index.ts'

export const PROCESS_ROLES = ['gateway', 'worker', 'console'] as const
/** What a process does; see ARCHITECTURE.md. */
export type ProcessRole = (typeof PROCESS_ROLES)[number]

const USAGE = `--role ${PROCESS_ROLES.join('|')} (lặp lại được; bỏ trống: cả ba)`

/**
 * The roles named on the command line, all of them when none is named.
 * @throws StartupProblem on anything else on the command line
 */
export function parseRoles(argv: readonly string[]): ReadonlySet<ProcessRole> {
  const named = readRoles(argv)
  for (const role of named) {
    if (!isRole(role)) throw new StartupProblem(`Không có vai trò "${role}": ${USAGE}.`)
  }
  return new Set(named.length === 0 ? PROCESS_ROLES : named.filter(isRole))
}

function readRoles(argv: readonly string[]): string[] {
  try {
    return parseArgs({ args: [...argv], options: { role: { type: 'string', multiple: true } } }).values.role ?? []
  } catch {
    throw new StartupProblem(`Không hiểu dòng lệnh "${argv.join(' ')}": chỉ có ${USAGE}.`)
  }
}

function isRole(text: string): text is ProcessRole {
  return (PROCESS_ROLES as readonly string[]).includes(text)
}
