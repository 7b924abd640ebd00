import { TEXT_KEYS, type TextKey } from '../core/index.ts'
import type { Report } from './problems.ts'

export type Texts = Readonly<Record<string, string | readonly string[]>>

const NAMES = /\{([^{}]*)\}/g

/** Missing and unknown keys, unknown variables, stray braces. */
export function checkTexts(texts: Texts, report: Report): void {
  const known: Readonly<Record<string, readonly string[]>> = TEXT_KEYS
  for (const key of Object.keys(known)) {
    if (!Object.hasOwn(texts, key)) report('texts.json', [key], 'thiếu câu này')
  }
  for (const [key, value] of Object.entries(texts)) {
    const allowed = Object.hasOwn(known, key) ? known[key] : undefined
    if (allowed === undefined) {
      report('texts.json', [key], 'không có khóa này trong hệ thống')
      continue
    }
    for (const text of variantsOf(value)) {
      for (const [, name = ''] of text.matchAll(NAMES)) {
        if (!allowed.includes(name))
          report('texts.json', [key], `biến {${name}} không có; được dùng: ${allowed.join(', ')}`)
      }
      if (/[{}]/.test(text.replaceAll(NAMES, ''))) report('texts.json', [key], 'ngoặc { } không khớp')
    }
  }
}

/** The pack's `text`: see `ProvincePack`. */
export function textsOf(
  texts: Texts,
): (key: TextKey, vars?: Readonly<Record<string, string>>, turnOf?: number) => string {
  return (key, vars = {}, turnOf = 0) => {
    const value = texts[key]
    if (value === undefined) throw new RangeError(`no text for ${key}`)
    const variants = variantsOf(value)
    const chosen = variants[Math.abs(Math.trunc(turnOf)) % variants.length] ?? ''
    return chosen.replaceAll(NAMES, (_, name: string) => {
      const filled = Object.hasOwn(vars, name) ? vars[name] : undefined
      if (filled === undefined) throw new RangeError(`text ${key} needs {${name}}`)
      return filled
    })
  }
}

function variantsOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
