import type { Entity } from '../core/understanding.ts'
import { findPhrases, hasPhrase, indexPhrases, phraseSet } from './phrases.ts'
import type { Token } from './tokens.ts'

/** What may follow a head for it to open an address. */
type Head = 'number' | 'name' | 'landmark'

const HEADS = indexPhrases<Head>([
  ...each('number', 'số nhà|số|tổ|khu phố|ấp|đội|thôn|lô|km|tổ dân phố|kiệt|ngách|block|căn'),
  ...each(
    'name',
    'đường|hẻm|ngõ|tỉnh lộ|quốc lộ|phố|ấp|khu phố|ngã tư|ngã ba|vòng xoay|khu dân cư|khu công nghiệp|chung cư|đoạn đường|tuyến đường|đại lộ|khu trọ|dãy trọ|nhà trọ|phòng trọ|kênh|rạch|suối|khu nhà ở|khu tái định cư|cổng chào|hẻm số|phường|xã|thị trấn|p|f',
  ),
  ...each(
    'landmark',
    'gần|trước|sau|cạnh|bên cạnh|đối diện|kế|kế bên|sát|ngay|ngay trước|đằng sau|phía sau|phía trước|sau lưng|đầu|cuối|ngang|dưới chân|dưới|trên|ngoài|trong|chỗ|quanh|dọc|dọc theo|khúc|đoạn',
  ),
])
/** After a landmark head: something that stands in a place. */
const LANDMARKS = phraseSet(
  'chợ|trường|cổng|cầu|bệnh viện|công ty|nhà máy|ủy ban|nhà văn hóa|trạm|chùa|nhà thờ|đình|quán|tiệm|siêu thị|công viên|ngã tư|ngã ba|vòng xoay|hẻm|đường|nhà số|số nhà|số|khu trọ|nhà trọ|xóm trọ|khu phố|ấp|bến xe|cây xăng|nghĩa trang|nhà thuốc|bưu điện|công an|mầm non|trường học|trường tiểu học|cửa hàng|kênh|rạch|suối|sân bóng|khu công nghiệp|khu dân cư|hồ|ga|bách hóa xanh|điện máy xanh|circle k|ngân hàng|trụ sở|phòng khám|kcn|chung cư|lò gạch|bãi rác|đầu hẻm|cuối hẻm|cuối đường|đầu đường|ngõ|miếu|tòa nhà|vựa|xưởng'.split(
    '|',
  ),
)
/** Words at which an address ends: verbs, time, complaints. Accented so that "bị" ends it and "Bí" does not. */
const STOPS = phraseSet(
  'đầy|lở|tràn|hẹn|chất|toàn|lầy|xấu|bong|tắt|bít|bốc mùi|kế|chó|heo|đèn|bị|có|không|đang|rất|quá|mà|nên|thì|là|hôm|ngày|tuần|tháng|năm|ai|thường|hay|làm|xin|mong|nhờ|đề nghị|cứ|toàn|đã|chưa|vẫn|mấy|nhiều|hư|hỏng|ngập|đổ|xả|gây|nhờ|vì|do|để|cho|tối|buổi|sáng|chiều|đêm|mưa|hở|mất|cúp|hàng ngày|liên tục|luôn|nữa|rồi|ơi|giúp|kêu|báo|phản ánh|của|và|cũng|như|nhưng|khi|lúc|từ|bể|sụt|lún|nứt|gãy|ngã|đậu|chất|vứt|quăng|bốc|mở|hát|ồn|hôi|thối|dơ|bẩn|nhìn|thấy|muốn|hỏi|tôi|tui|em|mình|đi|chạy|sập|xuống cấp|lên|tới|giờ|kẹt|xe|rác|nước|điện|ổ gà|lấn chiếm|bán|buôn|mùi|khói|bụi|tiếng|người|con|mọi|cái|này|với|5|thu|đóng|gom|dọn|xử lý|tắt|cháy|sáng|nằm|xây|chặn|lấp|bà con|dân|được|bao giờ|khói|đen|tai nạn'.split(
    '|',
  ),
)
/** After "đường" these tell how the road is, not what it is called. */
const NOT_ROAD_NAMES = phraseSet(
  'xã|phường|khu|ấp|thị trấn|thuộc|ở|trước|gần|chỗ|xe|của|mưa|ngập|hư|đầy|tới|từ|xuống|trong|bên|một|mình|vô|xóm|có|đang|công|xá|này|đó|kia|vào|nhà|dây|ống|sắt|bộ|đèn|lầy|xấu|làng|nội|nhựa|đất|bê|quê|về|nước|truyền|link|bụi|phố|cao|trơn|hẹp|nhỏ|lớn|chính|đi|hẻm|liên|điện|biên|lộ|thoát|bay|cống|gồ|sình|hoàng|tối|bị|dài|ngắn|tắt'.split(
    '|',
  ),
)

function each(head: Head, list: string): (readonly [string, Head])[] {
  return list.split('|').map((p) => [p, head] as const)
}

const COMMUNES: ReadonlySet<string> = new Set(['phuong', 'xa', 'thi tran'])

/** Where exactly, as the resident wrote it: the longest stretch of address words. Null: none. */
export function findAddress(text: string, tokens: readonly Token[]): Entity | null {
  const heads = findPhrases(tokens, HEADS).filter((h) => opens(tokens, h.value, h.from, h.to))
  let best: { from: number; to: number } | null = null
  let reach = -1
  for (const head of [...heads].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (head.from < reach) continue
    const to = extend(tokens, head.from, head.to)
    reach = to
    if (best === null || to - head.from > best.to - best.from) best = { from: head.from, to }
  }
  if (best === null) return null
  const span = { start: tokens[best.from]?.start ?? 0, end: tokens[best.to - 1]?.end ?? 0 }
  const raw = text.slice(span.start, span.end)
  return { kind: 'address', text: raw, value: raw.replace(/\s+/g, ' '), span }
}

function opens(tokens: readonly Token[], head: Head, from: number, to: number): boolean {
  const next = tokens[to]
  if (next === undefined) return false
  if (head === 'number') return next.kind === 'number' || (isCodeLike(next) && tokens[from]?.bare !== 'so')
  if (head === 'landmark') {
    const after = tokens.slice(to, to + 3)
    return startsWith(after, LANDMARKS)
  }
  if (next.kind === 'number') return true
  if (next.kind !== 'word') return false
  if (startsWith(tokens.slice(to, to + 2), NOT_ROAD_NAMES) || startsWith(tokens.slice(to, to + 2), STOPS)) return false
  const single = tokens[from]?.text ?? ''
  // "phường phạt tôi": a commune in small letters is found by its name, if it is one.
  if (
    COMMUNES.has(
      tokens
        .slice(from, to)
        .map((t) => t.bare)
        .join(' '),
    )
  )
    return next.capital
  // "p", "f" and the bare "duong", "xa", "ap" are other words too: a capital after them decides.
  const certain = single !== tokens[from]?.bare || to - from > 1 || single === 'ngõ'
  return certain ? true : next.capital
}

function isCodeLike(token: Token): boolean {
  return token.kind === 'word' && token.capital && token.raw.length <= 3
}

function startsWith(tokens: readonly Token[], phrases: ReturnType<typeof phraseSet>): boolean {
  return findPhrases(tokens, phrases).some((h) => h.from === 0)
}

/** From a head on, until a word that ends it; a comma is passed when another head or a name follows. */
function extend(tokens: readonly Token[], from: number, firstTo: number): number {
  let to = firstTo
  let free = 0
  for (let i = firstTo; i < tokens.length && i - from < 24; i++) {
    const token = tokens[i]
    if (token === undefined) break
    if (token.kind === 'mark') {
      if (!/^[,./-]$/.test(token.text) || !continues(tokens, i + 1, token.text)) break
      continue
    }
    if (token.kind === 'emoji' || token.kind === 'link') break
    const headHere = findPhrases(tokens.slice(i, i + 4), HEADS).find(
      (h) => h.from === 0 && opens(tokens.slice(i), h.value, 0, h.to),
    )
    const landmark = startsWith(tokens.slice(i, i + 3), LANDMARKS)
    if (headHere === undefined && !landmark && isStop(tokens, i, from)) break
    free = headHere !== undefined || landmark || token.capital || token.kind === 'number' ? 0 : free + 1
    if (free > 4) break
    to = i + 1
    if (headHere !== undefined && headHere.to > 1) {
      i += headHere.to - 1
      to = i + 1
    }
  }
  return to
}

function isStop(tokens: readonly Token[], at: number, from: number): boolean {
  const token = tokens[at]
  if (token === undefined) return true
  if (token.kind === 'number') return isTimeSpan(tokens, at)
  if (token.capital && tokens[at - 1]?.kind !== 'mark' && at > from) return false
  return startsWith(tokens.slice(at, at + 2), STOPS)
}

/** "5 ngày", "2 tuần": a number that counts time, things or money is no house number. */
function isTimeSpan(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  return next !== undefined && hasPhrase([next], TIME_UNITS)
}

const TIME_UNITS = phraseSet(
  'ngày|tuần|tháng|năm|giờ|phút|tiếng|hôm|bữa|người|cái|bao|triệu|trăm|lần|cây|con|xe|h|tr'.split('|'),
)

function continues(tokens: readonly Token[], at: number, mark: string): boolean {
  const next = tokens[at]
  if (next === undefined) return false
  if (mark === '/' || mark === '-') return next.kind === 'number' || next.capital
  if (mark === '.') return tokens[at - 2]?.raw.length === 1
  const heads = findPhrases(tokens.slice(at, at + 4), HEADS)
  return (
    heads.some((h) => h.from === 0 && opens(tokens.slice(at), h.value, 0, h.to)) ||
    (next.capital && tokens[at + 1]?.capital === true)
  )
}
