import { maskPersonal } from '../core/mask.ts'
import type { Entity, Understand } from '../core/understanding.ts'

/** What stands in the place of what was hidden. Vietnamese: people who review read it. */
const MARKS: Partial<Readonly<Record<Entity['kind'], string>>> = {
  phone: '[số điện thoại]',
  'id-number': '[số giấy tờ]',
  plate: '[biển số]',
  'case-code': '[mã phiếu]',
  link: '[liên kết]',
  name: '[tên]',
}

/**
 * A message without who wrote it, of whom and where they live: telephone and identity numbers, plates, codes, links,
 * names that are given as names or stand behind "anh", "ông" ..., house numbers and alleys, and whatever of `known`
 * (names and numbers of the case's contact) occurs. Streets, quarters and communes stay: they are what is learned.
 * No machine finds every name: what leaves is to be read by a person.
 */
export function maskForReview(
  text: string,
  { understand, known }: { understand: Understand; known: readonly string[] },
): string {
  const said = text.normalize('NFC')
  const { entities, place } = understand(said)
  const kept = place === undefined ? [] : [place.span]
  const found = entities.flatMap(({ kind, span }): Hidden[] => {
    const mark = MARKS[kind]
    if (mark !== undefined) return [{ ...span, mark }]
    return kind === 'address' ? houseNumbers(said.slice(span.start, span.end), span.start) : []
  })
  const spans = [
    ...found,
    ...houseNumbers(said, 0),
    ...patterns(said),
    ...namesBehindTitles(said),
    ...occurrences(said, known),
  ]
  const free = spans.filter((s) => s.mark !== '[tên]' || !kept.some((k) => s.start < k.end && k.start < s.end))
  return maskPersonal(replaced(said, free))
}

interface Hidden {
  start: number
  end: number
  mark: string
}

/** Later spans that overlap an earlier, longer one are dropped. */
function replaced(text: string, spans: readonly Hidden[]): string {
  const inOrder = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  let at = 0
  let out = ''
  for (const { start, end, mark } of inOrder) {
    if (start < at) continue
    out += text.slice(at, start) + mark
    at = end
  }
  return out + text.slice(at)
}

const HOUSE =
  /((?<![\p{L}\d])(?:số nhà|so nha|nhà số|nha so|sn|số|so|nhà|nha|hẻm|hem|hẽm|ngõ|ngo|ngách|ngach|sẹc|sec|phòng|phong)\.?\s*)(\d+[\p{L}]?(?:\s?[/.-]\s?\d+[\p{L}]?)*)(?![\p{L}\d])/giu
/** "đường số 5" is a street. */
const STREET_BEFORE = /(?:đường|duong|khu phố|khu pho|quốc lộ|quoc lo|tỉnh lộ|tinh lo|cầu|cau|trạm|tram|lô|lo)\s*$/iu
/** "12/4", "12A/3" is never a street. */
const SLASHED = /(?<![\d/])\d+[\p{L}]?\s?\/\s?\d+[\p{L}]?(?:\/\d+[\p{L}]?)*(?![\d/])/gu

function houseNumbers(text: string, offset: number): Hidden[] {
  const named = [...text.matchAll(HOUSE)]
    .filter((m) => !STREET_BEFORE.test(text.slice(0, m.index)))
    .map((m) => hidden(m.index + (m[1]?.length ?? 0), m[2] ?? '', '[số nhà]'))
  const slashed = [...text.matchAll(SLASHED)].filter((m) => !isDate(m[0])).map((m) => hidden(m.index, m[0], '[số nhà]'))
  return [...named, ...slashed].map((h) => ({ ...h, start: h.start + offset, end: h.end + offset }))
}

/** "30/4", "5/11/2026". */
function isDate(text: string): boolean {
  const [day = 0, month = 0, year] = text.split('/').map((n) => Number(n.trim()))
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && (year === undefined || (year >= 2000 && year < 2100))
}

const PLATE = /(?<![\p{L}\d])\d{2}[\s-]?[A-Za-z]{1,2}\d?[\s.-]{0,2}\d{3}[.\s]?\d{1,2}(?![\p{L}\d])/gu

/** Also with typing errors in it. */
const CODE = /(?<![\p{L}\d])(?:PA|KN|TC|YC)[\s.-]{0,3}\d{4}[\s.-]{0,3}[\dA-Z]{4,6}(?![\p{L}\d])/giu

function patterns(text: string): Hidden[] {
  return [
    ...[...text.matchAll(PLATE)].map((m) => hidden(m.index, m[0], '[biển số]')),
    ...[...text.matchAll(CODE)].map((m) => hidden(m.index, m[0], '[mã phiếu]')),
  ]
}

const NAMED =
  /((?<!\p{L})(?:ông|bà|anh|chị|cô|chú|bác|dì|cậu|em|thầy|tên(?: là)?|tôi là|em là|Ông|Bà|Anh|Chị|Cô|Chú|Bác|Dì|Cậu|Em|Thầy|Tên(?: là)?|Tôi là|Em là)\s+)((?:\p{Lu}\p{L}*)(?:\s+\p{Lu}\p{L}*){0,3})(?!\p{L})/gu

/** "anh Dũng", "Tôi là Trần Văn Bảy". Lower case names are the reviewer's. */
function namesBehindTitles(text: string): Hidden[] {
  return [...text.matchAll(NAMED)].map((m) => hidden(m.index + (m[1]?.length ?? 0), m[2] ?? '', '[tên]'))
}

function occurrences(text: string, known: readonly string[]): Hidden[] {
  const low = text.toLowerCase()
  return known.flatMap((value) => {
    const wanted = value.normalize('NFC').toLowerCase().trim()
    const found: Hidden[] = []
    if (wanted.length < 2) return found
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) {
      const alone = !/\p{L}/u.test(low[at - 1] ?? ' ') && !/\p{L}/u.test(low[at + wanted.length] ?? ' ')
      if (alone) found.push(hidden(at, wanted, '[tên]'))
    }
    return found
  })
}

function hidden(start: number, text: string, mark: string): Hidden {
  return { start, end: start + text.length, mark }
}
