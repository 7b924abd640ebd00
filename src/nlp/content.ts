import { findPhrases, phraseSet } from './phrases.ts'
import { type Token, wordsOf } from './tokens.ts'
import type { TopicFinding } from './topics.ts'

/** Syllables that say nothing of the matter itself: courtesy, pronouns, grammar. Bare. */
const EMPTY = new Set(
  'a ad admin ai anh ban bao bac bot cai cam cau cho chao chi chu chua co con cua cung da dang day de den di do duoc em gi giup gium hoi ho i kinh khong la lai lam minh moi mot muon nao nay ne neu nha nhe nho nhu o oi ok on ong ba phai qua ra rang roi sao se tai thi the toi tui tu tra loi thoi u va van vang vay ve vi voi xin y vo nua thua quy moi nguoi alo hello hi kinh gui'.split(
    ' ',
  ),
)
const COURTESY = phraseSet(
  'cho tôi hỏi|cho em hỏi|cho mình hỏi|xin chào|chào bạn|cảm ơn|tên là|cho hỏi|phản ánh|kiến nghị|tôi muốn phản ánh|giúp tôi|tôi muốn hỏi|có việc|vấn đề|một chuyện|một việc|tư vấn'.split(
    '|',
  ),
)

/** Has a matter of its own: four content syllables, or three with a topic's words among them. */
export function isSubstantial(tokens: readonly Token[], topics: TopicFinding): boolean {
  const words = wordsOf(tokens)
  const polite = new Set(findPhrases(words, COURTESY).flatMap((h) => words.slice(h.from, h.to)))
  const content = words.filter((t) => !polite.has(t) && !EMPTY.has(t.bare) && t.text.length > 1)
  if (content.length >= 4) return true
  return content.length >= 2 && topics.words.size > 0 && words.length >= 3
}
