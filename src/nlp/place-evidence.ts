import { endsWith, hasPhrase, phraseSet } from './phrases.ts'
import type { Mention } from './place-index.ts'
import { type Token, wordsOf } from './tokens.ts'

/** Words after which a place is expected. */
const TRIGGERS = phraseSet(
  'ở|tại|bên|khu vực|khu|chợ|ủy ban|ủy ban nhân dân|trường|cầu|gần|từ|về|ngã tư|ngã ba|vòng xoay|bệnh viện|công an|địa bàn|thuộc|cư dân|dân|người dân|bà con|trung tâm|công viên|khu công nghiệp|khu dân cư|ga|bến xe|đình|trạm y tế|trạm|một cửa|lên|xuống|qua|ra|đến|tới|dưới|trên|trong|ngoài|ấp|khu phố|trọ|nhà thờ|chùa|vùng|phía|hướng|đi|quê|sống|tiểu học|mầm non|trung học cơ sở|trung học phổ thông|làng'.split(
    '|',
  ),
)
/** Before these the same syllables are a person's name. */
const PERSONS = phraseSet(
  'anh|chị|ông|bà|cô|chú|bác|dì|cậu|mợ|thím|thầy|em|bé|cháu|cu|thằng|con|cán bộ|tên|tôi là|mình là|em là|họ tên|bs|bác sĩ|đồng chí|chủ tịch|nguyễn|huỳnh|phạm'.split(
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
  'binh an|tan binh|binh hoa|dong hoa|minh hoa|di an|an phu|phu an|an long|an dien|an tay|an thai|an lap|an son|thanh an|hoa loi|long hoa|dinh an|dinh thanh|dinh hoa|hoa phu|tan an|vinh hoa|lac an|tan lap|tan thanh|tay nam'.split(
    '|',
  ),
)
/** Of these, the ones that are ordinary words even with their accents. */
const ORDINARY_ACCENTED = new Set(['bình an', 'tân binh', 'vinh hoa', 'tây nam', 'đất cuốc'])
/** What is called after a place and need not stand there. */
const BUSINESSES = phraseSet(
  'quán|tiệm|tiệm vàng|cửa hàng|công ty|khách sạn|nhà nghỉ|phòng khám|nhà thuốc|nhà hàng|karaoke|ngân hàng|quán phở|quán cơm|quán nhậu|công ty tnhh|xưởng gỗ|kim|xe buýt|nhà xe|gara|xưởng|hãng'.split(
    '|',
  ),
)
const ROADS = phraseSet(['đường', 'tuyến đường', 'tỉnh lộ', 'hẻm'])

/** Why a name in the text is taken as a place, in Vietnamese for the console; null: it is not. */
export function acceptMention(
  tokens: readonly Token[],
  mention: Mention,
  context: { districtNamed: boolean; onlyFormer: boolean },
): string | null {
  if (mention.type !== null) return 'khớp chính xác, có loại đơn vị'
  const window = tokens.slice(mention.from, mention.to)
  if (window.some((t) => t.kind === 'word' && t.text.length <= 1)) return null
  const before = tokens.slice(Math.max(0, mention.from - 4), mention.from)
  if (context.districtNamed) return 'khớp chính xác, có huyện hoặc thành phố đi kèm'
  const beside = wordsOf(tokens).length - window.length
  if (beside === 0) return 'cả tin nhắn là địa danh'
  // A unit of another year is named with its type: "Bình Dương" alone is the province.
  if (context.onlyFormer) return null
  if (window.length === 1 || isJoined(window)) return 'viết tắt hoặc viết liền'
  if (endsWith(before, ROADS) || endsWith(before, BUSINESSES) || isPerson(before)) return null
  if (isPartOfWord(tokens, mention) && !isCapitalised(tokens, window)) return null
  if (isOrdinary(tokens, window))
    return standsAsPlace(tokens, mention, before) ? 'khớp chính xác, ở chỗ của địa danh' : null
  if (triggered(before, window)) return 'khớp chính xác, sau từ chỉ nơi chốn'
  if (isCapitalised(tokens, window)) return 'khớp chính xác, viết hoa'
  if (window.length >= 3) return 'khớp chính xác'
  if (beside <= 2) return 'khớp chính xác, tin nhắn ngắn'
  return 'khớp chính xác'
}

/**
 * Two syllables of a name with a third beside them are often a word of two: "tân ca", "hòa đơn", "tiếng ồn". First and
 * second syllable of words that begin with the last syllable of a name, or end with the first. Bare.
 */
const WORDS_AFTER: ReadonlySet<string> = new Set(
  'tan ca|tan tam|tan tinh|tan nat|tan sau|tan cuoi|hoa don|hoa hong|hoa van|hoa nhau|hoa vao|hoa thuan|hoa giai|hoa qua|hoa chan|hoa binh|tieng on|tieng dong|tieng trong|tieng no|tieng keu|thieu tien|thieu giay|thieu rac|thieu nguoi|thieu ho|giao dich|giao thong|giao vien|nghia trang|nghia vu|nghia tinh|nghia la|truong hoc|truong lop|truong bi|truong hop|hung phan|hung them|hung du|thanh toan|thanh tra|thanh nien|thanh pho|thanh lap|thanh cong|thanh mot|thanh cai|phuoc duc|hoi dong|hoi he|hoi nghi|hoi truong|loi dung|loi ich|loi nhuan|phu huynh|phu thu|phu cap|phu nu|my vien|my pham|my thuat|dinh danh|dinh ky|dinh cu|dinh kien|an toan|an ninh|an uong|an com|an cuoi|an ve|an sang|an trua|an toi|an hay|an thuan|long le|long nat|long lanh|nguyen nhan|lap lai|lap trinh|nam bo|tan thanh|phu quy|phu the|tan tam|uyen uong|uyen bien|uyen nha|cat giay|cat da|cat dien|co the|duong tinh|son hao|thuan mua|long nhien|hoa roi|hiep hoi|bang khen|lap rap|dang hang|binh dang|binh phuc|cuoc song|cuoc hen'.split(
    '|',
  ),
)
const WORDS_BEFORE: ReadonlySet<string> = new Set(
  'ca an|huong tay|gio tay|phia tay|mien tay|cau binh|hai long|bai binh|con duong|su an|doi binh|hoa binh|thai binh'.split(
    '|',
  ),
)

function isPartOfWord(tokens: readonly Token[], mention: Mention): boolean {
  const at = (i: number): string => tokens[i]?.bare ?? ''
  return (
    WORDS_AFTER.has(`${at(mention.to - 1)} ${at(mention.to)}`) ||
    WORDS_BEFORE.has(`${at(mention.from - 1)} ${at(mention.from)}`)
  )
}

/** Written without a space: nobody joins ordinary words so often. */
function isJoined(window: readonly Token[]): boolean {
  return window.every((t, i) => i === 0 || t.start === window[i - 1]?.end)
}

/** Nouns that a place follows and an ordinary word does not. */
const SITES = phraseSet(
  'ngã sáu|ngã tư|ngã ba|ngã năm|ngã 3|ngã 4|ngã 5|ngã 6|vòng xoay|ga|chung cư|cầu|cầu ngầm|hầm chui|cầu vượt|suối|rạch|kênh|bờ kè|bãi xe|bến xe|chợ|trường|bệnh viện|công viên|công an|ủy ban|khu vực|khu công nghiệp|khu dân cư|tạm trú|thường trú|trụ sở|bưu điện|nhà trọ|xóm trọ|khu trọ|trọ|nhà thờ|chùa|đình|ấp|khu phố|cù lao|làng|sổ đỏ|đất|trạm y tế|một cửa|bùng binh|ở|tại|khu|xưởng|lò gạch|rừng|lò cao su|điện lực|hội phụ nữ|bv'.split(
    '|',
  ),
)
const AREAS = phraseSet('khu phố|ấp|tổ|đường|hẻm|ngã tư|ngã ba'.split('|'))

/** After a place word, between marks, or with a quarter after it: an ordinary word does not stand so. */
function standsAsPlace(tokens: readonly Token[], mention: Mention, before: readonly Token[]): boolean {
  if (endsWith(before, SITES)) return true
  const last = tokens[mention.from - 1]
  const numbered = last?.kind === 'number' && endsWith(before.slice(0, -1), NUMBERED)
  const next = tokens[mention.to]
  const opens = last === undefined || last.kind === 'mark'
  const closes = next === undefined || next.text === ',' || next.text === '.'
  const leads = hasHead(tokens.slice(mention.to, mention.to + 2))
  return numbered || (opens && (closes || leads)) || leads
}

function hasHead(after: readonly Token[]): boolean {
  return endsWith(after, AREAS) || endsWith(after.slice(0, 1), AREAS)
}
const NUMBERED = phraseSet('hẻm|ấp|khu phố|tổ|ngã|đường'.split('|'))

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
