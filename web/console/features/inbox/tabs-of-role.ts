import type { Role } from '../../../../src/core/ticket.ts'
import type { CaseTab } from '../../../../src/http/contract/cases.ts'

/** The tabs of a role, the one it starts with first. Only dispatchers assign; managers begin with everything. */
export function tabsOf(role: Role): readonly CaseTab[] {
  if (role === 'dispatcher') return ['triage', 'todo', 'waiting', 'due-soon', 'overdue', 'done', 'all']
  if (role === 'officer') return ['todo', 'waiting', 'due-soon', 'overdue', 'coordinating', 'done', 'all']
  return ['all', 'todo', 'triage', 'waiting', 'due-soon', 'overdue', 'done']
}
