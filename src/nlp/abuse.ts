import { findPhrases, phraseSet } from './phrases.ts'
import type { Token } from './tokens.ts'

/** Insults and obscenities, spelled as people spell them to pass filters. */
const INSULTS = phraseSet(
  'địt|đụ|đụ má|đụ mẹ|địt mẹ|đm|đmm|đcm|dcm|dmm|dkm|đkm|đệt|đậu má|đù má|đù|má mày|mẹ mày|mẹ kiếp|con mẹ nó|mẹ nó|vl|vcl|vkl|vãi lồn|vãi lz|clgt|cmm|cmnr|cc gì|cl|clm|lồn|lol mẹ|cặc|con cặc|cak|buồi|đéo|đếch|đíu|cứt|như cứt|cục cứt|chó đẻ|chó má|đồ chó|thằng chó|con chó|lũ chó|bọn chó|óc chó|súc vật|súc sinh|đồ ngu|ngu như|ngu vãi|ngu thế|ngu quá|thằng ngu|bọn ngu|lũ ngu|ngu si|ngu xuẩn|mặt lồn|đồ khốn|khốn nạn|thằng khốn|khốn kiếp|mất dạy|vô học|đồ điên|bọn điên|con điên|thằng điên|bú|liếm|bọn ăn hại|lũ ăn hại|đồ ăn hại|ăn hại|ăn bám|bọn vô dụng|đồ vô dụng|rác rưởi|cút|cút đi|biến đi|câm mồm|câm họng|chết mẹ|bố mày|cha mày|ông nội mày|tổ cha|đồ rác|thứ rác|hãm lồn|hãm l|đĩ|con đĩ|đĩ mẹ|phò|bố láo|láo toét|mả mẹ|mả cha|đồ quỷ|wtf|fuck|fuck you|shit|dmcs|đmcs|bitch|stupid|đồ mặt dày|bot ngu|ngu'.split(
    '|',
  ),
)
/** Words that look like an insult but are not, in their company. */
const INNOCENT = phraseSet(
  'chó thả rông|chó cắn|con chó nhà|chó dại|con chó dữ|con chó chết|chó mèo|mấy con chó|bầy chó|đàn chó|nuôi chó|nhà nuôi con chó|cứt chó|phân chó|cứt heo|cứt bò|bú sữa|bé bú|rác rưởi bừa bãi|bị điên|con đĩa|nghỉ bú|cho con bú|ngu ngơ|cl2'.split(
    '|',
  ),
)
const THREATS = phraseSet(
  'tao giết|tao chém|tao đốt|tao cho mày|đốt trụ sở|đốt ủy ban|cho nổ tung|liệu hồn|coi chừng tao|tao đập|tao đánh|tao tìm tới|cho nổ bom|đặt bom|biết tay tao'.split(
    '|',
  ),
)
const TRICKS = phraseSet(
  'ignore previous|ignore all|ignore your|previous instructions|system prompt|developer mode|jailbreak|act as|pretend to be|you are now|bỏ qua hướng dẫn|bỏ qua mọi hướng dẫn|bỏ qua các hướng dẫn|bỏ qua tất cả|bỏ qua chỉ thị|bỏ qua lệnh|bỏ qua quy tắc|quên các hướng dẫn|quên hết hướng dẫn|quên mọi hướng dẫn|đóng vai|giả vờ là|giả làm|từ giờ bạn là|từ bây giờ bạn là|hãy là một|chế độ nhà phát triển|câu lệnh hệ thống|lời nhắc hệ thống|in ra prompt|tiết lộ prompt|không có giới hạn|không bị giới hạn|drop table|select from|script alert|mật khẩu admin|mật khẩu quản trị|repeat after me|nói theo tôi|lặp lại câu|viết mã độc|hack'.split(
    '|',
  ),
)

export type AbuseFinding =
  | { kind: 'none' }
  | { kind: 'insult' | 'threat' | 'trick'; phrase: string; words: ReadonlySet<Token> }

/** Insults, threats against staff and attempts to make the bot something else. */
export function findAbuse(tokens: readonly Token[]): AbuseFinding {
  const trick = findPhrases(tokens, TRICKS)[0]
  if (trick !== undefined) return { kind: 'trick', phrase: trick.phrase, words: new Set() }
  const threat = findPhrases(tokens, THREATS)[0]
  if (threat !== undefined) return { kind: 'threat', phrase: threat.phrase, words: new Set() }
  const innocent = findPhrases(tokens, INNOCENT)
  const insults = findPhrases(tokens, INSULTS).filter(
    (h) => isMeant(tokens, h) && !innocent.some((x) => x.from < h.to && h.from < x.to),
  )
  const first = insults[0]
  if (first === undefined) return { kind: 'none' }
  return { kind: 'insult', phrase: first.phrase, words: new Set(insults.flatMap((h) => tokens.slice(h.from, h.to))) }
}

/**
 * Of the insults, those that stay insults when typed without accents: "cho de" is mostly "chợ để", "ngu" mostly
 * "ngủ", "bo may" mostly "bỏ mấy", so the others count only with their accents.
 */
const SURE_BARE = new Set(
  'đm|đmm|đcm|dcm|dmm|dkm|đkm|vl|vcl|vkl|vãi lồn|vãi lz|clgt|cmm|cmnr|óc chó|súc vật|súc sinh|khốn nạn|thằng khốn|khốn kiếp|mất dạy|vô học|địt mẹ|đụ mẹ|mẹ kiếp|mặt lồn|thằng ngu|bọn ngu|lũ ngu|bot ngu|ngu xuẩn|ngu vãi|bọn ăn hại|lũ ăn hại|đồ ăn hại|đồ vô dụng|câm mồm|câm họng|đồ khốn|con cặc|mả cha|láo toét|wtf|fuck|fuck you|shit|dmcs|đmcs|bitch|stupid|đồ rác|thứ rác'.split(
    '|',
  ),
)

function isMeant(tokens: readonly Token[], hit: { from: number; to: number; phrase: string }): boolean {
  const typed = tokens.slice(hit.from, hit.to)
  return SURE_BARE.has(hit.phrase) || typed.some((t) => t.text !== t.bare)
}
