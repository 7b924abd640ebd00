import { MESSAGES_EN } from './messages-en.ts'
import { MESSAGES_VI } from './messages-vi.ts'

export type Language = 'vi' | 'en'

/** Vietnamese unless the caller clearly prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',')[0]?.trim().toLowerCase() ?? ''
  return first === 'en' || first.startsWith('en-') || first.startsWith('en;') ? 'en' : 'vi'
}

/** The words for a code; a code without words of its own gets those of its status. */
export function messageFor(problem: { code: string; status: number }, language: Language): string {
  const catalogue = language === 'en' ? MESSAGES_EN : MESSAGES_VI
  return catalogue[problem.code] ?? catalogue[`status.${problem.status}`] ?? catalogue['status.500'] ?? problem.code
}
