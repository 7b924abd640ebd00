import { storableJson } from '../core/text.ts'

const BACKSLASH = 92

/**
 * JSON whose long whole numbers (16 digits and more) come back as strings: platform ids exceed 2^53 and would be
 * rounded. Strings come back storable (no U+0000, well-formed, NFC). Undefined: not JSON. Never throws.
 */
export function parseJson(body: Uint8Array | string): unknown {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
    return storableJson(JSON.parse(quoteLongIntegers(text)))
  } catch {
    return undefined
  }
}

/** As `parseJson` of a body; a delivery is read by the check of its signature and by the parser, and decoded once. */
export function bodyReader(): (raw: { body: Uint8Array }) => unknown {
  const read = new WeakMap<object, { value: unknown }>()
  return (raw) => {
    const found = read.get(raw)
    if (found !== undefined) return found.value
    const value = parseJson(raw.body)
    read.set(raw, { value })
    return value
  }
}

/** Scans by hand: a regular expression over strings of megabytes exhausts its backtracking stack. */
export function quoteLongIntegers(text: string): string {
  let out = ''
  let copied = 0
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 34) {
      at = endOfString(text, at)
    } else if (isDigit(code) || code === 45) {
      const end = endOfNumber(text, at)
      const token = text.slice(at, end)
      if (/^-?\d{16,}$/.test(token)) {
        out += `${text.slice(copied, at)}"${token}"`
        copied = end
      }
      at = end
    } else at++
  }
  return copied === 0 ? text : out + text.slice(copied)
}

function endOfString(text: string, start: number): number {
  let at = start
  for (;;) {
    at = text.indexOf('"', at + 1)
    if (at === -1) return text.length
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at + 1
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && /[\d.eE+-]/.test(text.charAt(at))) at++
  return at
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
