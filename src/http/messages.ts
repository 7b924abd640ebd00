import { MESSAGES_EN } from './messages-en.ts'
import { MESSAGES_VI } from './messages-vi.ts'

export type Language = 'vi' | 'en'

/** Vietnamese unless the caller clearly prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',')[0]?.trim().toLowerCase() ?? ''
  return first === 'en' || first.startsWith('en-') || first.startsWith('en;') ? 'en' : 'vi'
}

/**
 * The words for a code; a code without words of its own gets those of its status. `{wait}` stands for the time until the
 * next try, by `retryAfter` (seconds).
 */
export function messageFor(
  problem: { code: string; status: number; retryAfter?: number | undefined },
  language: Language,
  vars: Readonly<Record<string, string>> = {},
): string {
  const catalogue = language === 'en' ? MESSAGES_EN : MESSAGES_VI
  const text =
    catalogue[problem.code] ?? catalogue[`status.${problem.status}`] ?? catalogue['status.500'] ?? problem.code
  return filled(text, { wait: waitWords(problem.retryAfter ?? 60, catalogue), ...vars })
}

function filled(text: string, vars: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (sign, name: string) => vars[name] ?? sign)
}

/** Up to 90 seconds in seconds, then in minutes, rounded up. */
function waitWords(seconds: number, catalogue: Readonly<Record<string, string>>): string {
  const [key, n] = seconds <= 90 ? ['wait.seconds', seconds] : ['wait.minutes', Math.ceil(seconds / 60)]
  return filled(catalogue[key] ?? '', { n: String(n) })
}
