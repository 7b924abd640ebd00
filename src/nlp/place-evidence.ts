import { hasPhrase, phraseSet } from './phrases.ts'
import type { Mention } from './places.ts'
import { type Token, wordsOf } from './tokens.ts'

/** Words after which a place is expected. */
const TRIGGERS = phraseSet(
  'ở|tại|bên|khu vực|khu|chợ|ủy ban|ủy ban nhân dân|trường|cầu|gần|từ|về|ngã tư|ngã ba|vòng xoay|bệnh viện|công an|địa bàn|thuộc|cư dân|dân|người dân|bà con|trung tâm|công viên|khu công nghiệp|khu dân cư|ga|bến xe|đình|trạm y tế|trạm|một cửa|lên|xuống|qua|ra|đến|tới|dưới|trên|trong|ngoài|ấp|khu phố|trọ|nhà thờ|chùa|vùng|phía|hướng|đi|quê|sống|tiểu học|mầm non|trung học cơ sở|trung học phổ thông|làng'.split(
    '|',
  ),
)
/** Weak triggers: without accents they are other words ("toi" tôi, "tu" tự), so they do not vouch for an ordinary word. */
const MOVES = phraseSet('tới|qua|ra|đến|đi|lên|xuống|về|từ|dưới|trên|trong|ngoài|bên|dân|ga'.split('|'))
/** Before these the same syllables are a person's name. */
const PERSONS = phraseSet(
  'anh|chị|ông|bà|cô|chú|bác|dì|cậu|mợ|thím|thầy|em|bé|cháu|tên|tôi là|mình là|em là|họ tên|bs|bác sĩ|đồng chí|chủ tịch|nguyễn|huỳnh|phạm'.split(
    '|',
  ),
)
/** Family and middle names, when written with a capital: without one they are other words. */
const SURNAMES = phraseSet(
  'văn|thị|nguyễn|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trương|đoàn|mai|lâm|cao|thái|hà|lưu|đào|trịnh'.split(
    '|',
  ),
)
/**
 * Pairs of syllables that are also ordinary Vietnamese when typed without accents ("di an" đi ăn, "dong hoa" đóng hóa,
 * "minh hoa" minh họa) or a wish ("bình an"). They need a trigger, a type word or their district.
 */
const ORDINARY = new Set(
  'binh an|tan binh|binh hoa|dong hoa|minh hoa|di an|an phu|phu an|an long|an dien|an tay|an binh|an thai|an linh|an lap|thanh an|hoa loi|long hoa|dinh an|dinh thanh|dinh hoa|hoa phu|tan an|phu hoa|vinh hoa|lac an|tam lap|thanh hoi|long tan|hung hoa|thai hoa|an thanh|phu tan|hiep thanh|tan lap|khanh binh|bach dang|thanh phuoc|dinh hiep|tan thanh|dat cuoc|bau bang|thoi hoa|binh co|an hoa|phu chanh'.split(
    '|',
  ),
)
/** Of these, the ones that are ordinary words even with their accents. */
const ORDINARY_ACCENTED = new Set(['bình an', 'tân binh', 'vinh hoa', 'phú quý'])
const ROADS = phraseSet(['đường', 'tuyến đường', 'tỉnh lộ', 'hẻm'])

/** Why a name in the text is taken as a place, in Vietnamese for the console; null: it is not. */
export function acceptMention(
  tokens: readonly Token[],
  mention: Mention,
  context: { districtNamed: boolean },
): string | null {
  if (mention.type !== null) return 'khớp chính xác, có loại đơn vị'
  const window = tokens.slice(mention.from, mention.to)
  if (window.some((t) => t.kind === 'word' && t.text.length <= 1)) return null
  const before = tokens.slice(Math.max(0, mention.from - 4), mention.from)
  if (context.districtNamed) return 'khớp chính xác, có huyện hoặc thành phố đi kèm'
  const beside = wordsOf(tokens).length - window.length
  if (beside === 0) return 'cả tin nhắn là địa danh'
  if (window.length === 1) return 'viết tắt hoặc viết liền'
  if (endsWith(before, ROADS) || isPerson(before)) return null
  if (isOrdinary(tokens, window))
    return triggered(before, window) && !endsWith(before, MOVES) ? 'khớp chính xác, sau từ chỉ nơi chốn' : null
  if (triggered(before, window)) return 'khớp chính xác, sau từ chỉ nơi chốn'
  if (isCapitalised(tokens, window)) return 'khớp chính xác, viết hoa'
  if (window.length >= 3) return 'khớp chính xác'
  if (beside <= 2) return 'khớp chính xác, tin nhắn ngắn'
  return 'khớp chính xác'
}

function isPerson(before: readonly Token[]): boolean {
  const last = before.at(-1)
  return endsWith(before, PERSONS) || (last?.capital === true && hasPhrase([last], SURNAMES))
}

function isOrdinary(tokens: readonly Token[], window: readonly Token[]): boolean {
  const text = window.map((t) => t.text).join(' ')
  if (ORDINARY_ACCENTED.has(text)) return true
  const plain = window.every((t) => t.text === t.bare)
  if (!plain) return false
  return ORDINARY.has(window.map((t) => t.bare).join(' ')) && !isCapitalised(tokens, window)
}

/** A capital on each syllable means a name, unless the whole message is in capitals. */
function isCapitalised(tokens: readonly Token[], window: readonly Token[]): boolean {
  if (!window.every((t) => t.capital)) return false
  const words = tokens.filter((t) => t.kind === 'word')
  return words.some((t) => !t.capital)
}

function triggered(before: readonly Token[], window: readonly Token[]): boolean {
  const last = before.at(-1)
  if (
    last?.kind === 'mark' &&
    [',', '-', '('].includes(last.text) &&
    window.every((t) => t.text !== t.bare || t.capital)
  ) {
    return true
  }
  return endsWith(before, TRIGGERS) || (last?.kind === 'number' && window.every((t) => t.capital))
}

function endsWith(before: readonly Token[], phrases: ReturnType<typeof phraseSet>): boolean {
  for (let n = 1; n <= Math.min(4, before.length); n++) {
    const tail = before.slice(before.length - n)
    const found = hasPhraseWhole(tail, phrases)
    if (found) return true
  }
  return false
}

function hasPhraseWhole(tail: readonly Token[], phrases: ReturnType<typeof phraseSet>): boolean {
  const entries = phrases.get(tail[0]?.bare ?? '') ?? []
  return entries.some((e) => e.words.length === tail.length) && hasPhrase(tail, onlyOfLength(phrases, tail))
}

function onlyOfLength(phrases: ReturnType<typeof phraseSet>, tail: readonly Token[]): ReturnType<typeof phraseSet> {
  const head = tail[0]?.bare ?? ''
  return new Map([[head, (phrases.get(head) ?? []).filter((e) => e.words.length === tail.length)]])
}
