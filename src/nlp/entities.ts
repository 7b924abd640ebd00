import { findCaseCodes } from '../core/case-code.ts'
import type { Entity } from '../core/understanding.ts'
import { findAddress } from './address.ts'
import { findPhrases, indexPhrases } from './phrases.ts'
import type { Token } from './tokens.ts'

/** Everything in a message that can be named and masked, in order of appearance. */
export function findEntities(text: string, tokens: readonly Token[]): Entity[] {
  const found: Entity[] = []
  const add = (entity: Entity): void => {
    if (!found.some((e) => e.span.start < entity.span.end && entity.span.start < e.span.end)) found.push(entity)
  }
  for (const finder of [links, caseCodes, phones, idNumbers, money, plates]) for (const e of finder(text)) add(e)
  for (const e of dates(text, tokens)) add(e)
  for (const e of names(text, tokens)) add(e)
  const address = findAddress(
    text,
    tokens,
    found.filter((e) => e.kind !== 'date' && e.kind !== 'money').map((e) => e.span),
  )
  // An address may hold a number that looks like something else: it stands beside the others.
  return [...found, ...(address === null ? [] : [address])].sort((a, b) => a.span.start - b.span.start)
}

function matches(text: string, pattern: RegExp, kind: Entity['kind'], value: (raw: string) => string | null): Entity[] {
  return [...text.matchAll(pattern)].flatMap((m) => {
    const v = value(m[0])
    return v === null ? [] : [{ kind, text: m[0], value: v, span: { start: m.index, end: m.index + m[0].length } }]
  })
}

function links(text: string): Entity[] {
  return matches(text, /(?:https?:\/\/|www\.)[^\s<>"]+/gi, 'link', (raw) => raw.replace(/[.,)]+$/, ''))
}

function caseCodes(text: string): Entity[] {
  return matches(
    text,
    /(?<![\p{L}\d])(?:PA|KN|TC|YC)[\s\-.]{0,3}\d{4}[\s\-.]{0,3}[2-9A-HJKMNP-Z]{5}(?![\p{L}\d])/giu,
    'case-code',
    (raw) => {
      return findCaseCodes(raw)[0] ?? null
    },
  )
}

/** Mobile 03 05 07 08 09 (10 digits), land line 02 (11 digits), service 1800 and 1900, also +84 and 0084. */
function phones(text: string): Entity[] {
  const pattern =
    /(?<![\d/])(?:\(?\+?(?:00)?84\)?[\s.-]?\(?0?\)?|\(?0)(?:[\s.()-]{0,2}\d){8,10}(?![\d/])|(?<!\d)1[89]00(?:[\s.-]?\d){4,6}(?!\d)/g
  return matches(text, pattern, 'phone', (raw) => {
    const digits = raw.replace(/\D/g, '').replace(/^(?:00)?840?(?=[235789]\d{8})/, '0')
    const valid = /^0[35789]\d{8}$/.test(digits) || /^02\d{9}$/.test(digits) || /^1[89]00\d{4,6}$/.test(digits)
    return valid ? digits : null
  })
}

/** Personal identification number, 12 digits, first three a province code 001..096; old card of 9 digits after its name. */
function idNumbers(text: string): Entity[] {
  const twelve = matches(text, /(?<!\d)0\d{2}(?:[\s.-]?\d{3}){3}(?!\d)/g, 'id-number', (raw) => raw.replace(/\D/g, ''))
  const nine = matches(text, /(?<=(?:cmnd|chứng minh|cmt)[^\d]{0,20})\d{9}(?!\d)/gi, 'id-number', (raw) => raw)
  return [...twelve, ...nine]
}

function plates(text: string): Entity[] {
  const pattern = /(?<![\p{L}\d])[1-9]\d[\s-]?[A-HK-NPSTUVXYZ]{1,2}\d?[\s.-]{0,2}(?:\d{3}[\s.]?\d{2}|\d{4})(?!\d)/giu
  return matches(text, pattern, 'plate', (raw) => raw.toUpperCase().replace(/[\s.-]/g, ''))
}

const MONEY =
  /(?<![\d\p{L}])\d{1,3}(?:[.,]\d{3})+\s?(?:đồng|dong|đ|vnđ|vnd)?(?![\p{L}\d])|(?<![\d\p{L}])\d+(?:[.,]\d+)?\s?(?:tỷ|tỉ|ty|triệu|trieu|tr|củ|nghìn|nghin|ngàn|ngan|k|đồng|vnđ|vnd|đ)(?:\s?\d{1,3})?(?![\p{L}\d])/giu
const UNIT: readonly (readonly [RegExp, number])[] = [
  [/t[ỷỉy]/i, 1e9],
  [/tr|triệu|trieu|củ/i, 1e6],
  [/ngh|ngàn|ngan|k/i, 1e3],
]

/** Amounts in đồng. */
function money(text: string): Entity[] {
  return matches(text, MONEY, 'money', (raw) => {
    const unit = UNIT.find(([pattern]) => pattern.test(raw))?.[1]
    if (unit === undefined) return raw.replace(/\D/g, '')
    const [, whole = '', rest = ''] = /^(\d+(?:[.,]\d+)?)\D*(\d{1,3})?/.exec(raw) ?? []
    const amount =
      Number(whole.replace(',', '.')) * unit + (rest === '' ? 0 : (Number(rest) * unit) / 10 ** rest.length)
    return Number.isFinite(amount) ? String(Math.round(amount)) : null
  })
}

const DAY_WORDS = indexPhrases(
  'hôm qua|hôm kia|hôm nay|hôm bữa|hôm trước|hôm rồi|bữa trước|bữa hổm|bữa nay|bữa qua|tối qua|đêm qua|sáng nay|chiều nay|tối nay|trưa nay|sáng qua|chiều qua|trưa qua|khuya qua|khuya nay|tuần trước|tuần rồi|tuần này|tháng trước|tháng rồi|tháng này|năm ngoái|năm trước|đầu tháng|cuối tháng|đầu năm|cuối tuần|ngày mai|mai|ngày mốt|mấy ngày nay|mấy bữa nay|mấy hôm nay|mấy tháng nay|mấy năm nay|cả tuần nay|cả tháng nay|hơn tuần nay|hơn tháng nay|mùng một tết|chủ nhật|đêm giao thừa'
    .split('|')
    .filter((p) => p !== 'mai')
    .map((p) => [p, p] as const),
)
const SPELLED =
  'một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mot|bon|nam|sau|bay|tam|chin|muoi|vài|vai|mấy|may|nửa|nua|hơn|hon|cả|ca'
const DATE_PATTERNS: readonly RegExp[] = [
  /(?<![\p{L}\d])(?:thứ|thu)\s(?:\d|hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay)(?:\s(?:tuần trước|tuần rồi|này|vừa rồi))?(?![\p{L}])/giu,
  new RegExp(
    `(?<![\\p{L}\\d])(?:gần |gan |hơn |hon |khoảng |khoang )?(?:\\d{1,3}|${SPELLED})\\s?(?:ngày|ngay|hôm|hom|bữa|bua|tuần|tuan|tháng|thang|năm|nam|tiếng|tieng|giờ|gio|phút|phut)(?:\\s(?:nay|rồi|roi|qua|trước|truoc|liền|lien))?(?![\\p{L}])`,
    'giu',
  ),
  /(?<![\p{L}\d])(?:ngày|ngay|mùng|mung|mồng|mong)\s?\d{1,2}(?:\s?(?:[/.-]|tháng|thang)\s?\d{1,2}(?:\s?(?:[/.-]|năm|nam)\s?\d{4})?)?(?:\s(?:tết|tet|âm lịch|am lich|âl))?(?![\p{L}\d/])/giu,
  /(?<![\p{L}\d/])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\d/])/giu,
  /(?<![\p{L}\d])\d{1,2}\s?(?:h|g|giờ|gio)\s?(?:\d{2})?(?:\s?(?:sáng|trưa|chiều|tối|khuya|đêm|sang|trua|chieu|toi|dem))?(?![\p{L}\d])/giu,
]

/** Dates, times and spans of time, as written; what day they mean is for the reader, who knows when it was sent. */
function dates(text: string, tokens: readonly Token[]): Entity[] {
  const words = findPhrases(tokens, DAY_WORDS).map((h) =>
    entityAt(text, tokens, { kind: 'date', from: h.from, to: h.to }),
  )
  return [...DATE_PATTERNS.flatMap((p) => matches(text, p, 'date', (raw) => raw.toLowerCase().trim())), ...words]
}

const NAME_HEADS = indexPhrases(
  'tôi tên là|tôi tên|tui tên|tui tên là|mình tên|mình tên là|em tên|em tên là|con tên|tên tôi là|tên là|tên em là|họ tên|họ và tên|tôi là|mình là|em là|tui là|cháu là|con là'
    .split('|')
    .map((p) => [p, p] as const),
)
const NOT_A_NAME = new Set(
  'nguoi dan cong ban cu tri chu nha thue tro o hang xom sinh vien hoc phu huynh can bo giao ba me cha con mot nan nhan tai xe khach goi day ai the gi sao noi moi nhan vien ho ngheo benh'.split(
    ' ',
  ),
)

/** A name that its bearer gives: at most four syllables, each with a capital, or right after "tên". */
function names(text: string, tokens: readonly Token[]): Entity[] {
  const heads = findPhrases(tokens, NAME_HEADS).sort((a, b) => b.to - b.from - (a.to - a.from))
  for (const head of heads) {
    const named = head.phrase.includes('tên')
    let to = head.to
    if (tokens[to]?.text === ':') to++
    const from = to
    while (to < tokens.length && to - from < 4) {
      const token = tokens[to]
      if (token?.kind !== 'word' || NOT_A_NAME.has(token.bare)) break
      if (!token.capital && !(named && tokens.slice(from, to).every((t) => !t.capital))) break
      to++
    }
    if (to > from && (tokens[from]?.capital === true || named))
      return [entityAt(text, tokens, { kind: 'name', from, to })]
  }
  return []
}

function entityAt(
  text: string,
  tokens: readonly Token[],
  { kind, from, to }: { kind: Entity['kind']; from: number; to: number },
): Entity {
  const span = { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 }
  const raw = text.slice(span.start, span.end)
  return { kind, text: raw, value: raw, span }
}
