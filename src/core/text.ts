/**
 * Text that PostgreSQL can store: no U+0000, no lone surrogates; NFC, so that one syllable is one spelling.
 * Applied to everything that enters.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').normalize('NFC')
}

/** `storable` through every string of a JSON value. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T
  if (Array.isArray(value)) return value.map((v) => storableJson(v)) as T
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [storable(k), storableJson(v)])) as T
  }
  return value
}

/** Lower case without marks, đ -> d: the form in which people without accents write. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐð]/g, 'd').toLowerCase()
}
