/**
 * Case codes: `PA-2611-7K3QM`: kind, year and month (of filing, in the pack's time zone), four random characters
 * and a check character. 31 symbols without look-alikes (no 0 1 I L O); 31 is prime, so the weighted sum
 * mod 31 finds every single wrong character and every swap of two neighbours.
 */
export const CASE_KINDS = ['PA', 'KN', 'TC', 'YC'] as const
/** PA phản ánh, KN kiến nghị, TC tố cáo (sealed), YC yêu cầu (data rights, contact with staff). */
export type CaseKind = (typeof CASE_KINDS)[number]

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const PATTERN = /^(PA|KN|TC|YC)-(\d{2})(0[1-9]|1[0-2])-([2-9A-HJKMNP-Z]{5})$/

/**
 * @param yearMonth `yymm`, four digits
 * @param random four numbers, each 0..30
 */
export function makeCaseCode(kind: CaseKind, yearMonth: string, random: readonly number[]): string {
  const body = random.map((n) => symbolAt(n)).join('')
  return `${kind}-${yearMonth}-${body}${checkSymbol(kind, yearMonth, body)}`
}

/** True for a well-formed code whose check character is right. */
export function isCaseCode(text: string): boolean {
  const parts = PATTERN.exec(text)
  if (parts === null) return false
  const [, kind = '', year = '', month = '', tail = ''] = parts
  return checkSymbol(kind, year + month, tail.slice(0, 4)) === tail[4]
}

/** Finds codes in free text, forgiving case, spaces and missing dashes. At most five. */
export function findCaseCodes(text: string): string[] {
  const found = new Set<string>()
  const loose = /\b(PA|KN|TC|YC)[\s\-.]{0,3}(\d{4})[\s\-.]{0,3}([2-9A-HJKMNP-Z]{5})\b/gi
  for (const m of text.slice(0, 4000).matchAll(loose)) {
    const code = `${m[1]}-${m[2]}-${m[3]}`.toUpperCase()
    if (isCaseCode(code)) found.add(code)
    if (found.size === 5) break
  }
  return [...found]
}

function symbolAt(n: number): string {
  const s = ALPHABET[n]
  if (s === undefined) throw new RangeError(`case code symbol out of range: ${n}`)
  return s
}

function checkSymbol(kind: string, yearMonth: string, body: string): string {
  let sum = 0
  const all = `${kind}${yearMonth}${body}`
  for (let i = 0; i < all.length; i++) sum += (i + 1) * numberOf(all.charAt(i))
  return symbolAt(sum % 31)
}

function numberOf(symbol: string): number {
  const at = ALPHABET.indexOf(symbol)
  return at >= 0 ? at : symbol.charCodeAt(0) % 31
}
