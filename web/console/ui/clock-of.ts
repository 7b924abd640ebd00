import type { CaseRow } from '../../../src/http/contract/cases.ts'
import { WORKING_DAY } from '../lib/time.ts'
import type { Words } from '../lib/use-words.ts'

export interface ClockWords {
  words: string
  /** The exact instant, for the title and the accessible name. */
  exact: string
  tone: 'danger' | 'near' | 'done' | 'plain'
}

type Timed = Pick<CaseRow, 'status' | 'filedAt' | 'dueAt' | 'answeredAt' | 'overdue' | 'workingMinutesLeft'>

/** The clock of a case as people ask for it. */
export function clockOf(row: Timed, words: Words): ClockWords {
  const { t } = words
  const exact =
    row.dueAt === null
      ? t('time.filed', { at: words.exact(row.filedAt) })
      : t('time.due', { at: words.exact(row.dueAt) })
  if (row.answeredAt !== null && (row.status === 'answered' || row.status === 'closed')) {
    return { words: t('time.answered', { at: words.short(row.answeredAt) }), exact, tone: 'done' }
  }
  if (row.status === 'closed') return { words: t('status.closed'), exact, tone: 'plain' }
  const left = row.workingMinutesLeft
  if (left === null) return { words: t('time.noDue'), exact, tone: 'plain' }
  const tone = row.overdue || left < 0 ? 'danger' : left < WORKING_DAY ? 'near' : 'plain'
  return { words: words.clock(left), exact, tone }
}
