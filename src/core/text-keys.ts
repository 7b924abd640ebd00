/**
 * Everything that the system says to a resident, by key, with the variables that its text may use.
 * A pack must have a text for each; the loader refuses a missing key and an unknown variable.
 */
export const TEXT_KEYS = {
  'common.notUnderstood': [],
  'common.sorryBroken': [],
  'common.restarted': [],
  'common.yes': [],
  'common.no': [],
  'common.skip': [],
  'common.cancel': [],
  'receipt.filed': ['code', 'due', 'link'],
  'receipt.filedNoDue': ['code', 'link'],
  'receipt.sealed': ['code'],
  'receipt.forwarded': ['code', 'unit'],
  'receipt.triage': ['code'],
  'receipt.staffAsked': ['code', 'unit', 'text'],
  'receipt.staffReplied': ['code', 'unit', 'text'],
  'receipt.resolved': ['code', 'unit', 'text'],
  'receipt.rate': ['code'],
  'receipt.reopened': ['code'],
  'receipt.added': ['code'],
  'receipt.handed': ['code'],
  'link.code': ['code'],
  'link.done': [],
  'link.failed': [],
  'media.expired': [],
} as const satisfies Record<string, readonly string[]>

export type TextKey = keyof typeof TEXT_KEYS
