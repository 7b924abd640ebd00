import { endsWith, phraseSet } from './phrases.ts'
import type { Mention } from './place-index.ts'
import type { Token } from './tokens.ts'

/** Before these the name is what the matter is not at. */
const DENIED = phraseSet('không phải|chứ không phải|không phải ở|chứ không phải ở|đâu phải|nhầm'.split('|'))
/** Where the writer lives, comes from or is registered. */
const HOME = phraseSet(
  'quê|quê ở|quê em ở|dân|người|dân ở|sống ở|sống tại|đang ở|tôi ở|tui ở|em ở|mình ở|con ở|nhà ở|nhà tôi ở|nhà em ở|nhà mình ở|ngụ|ngụ tại|trú tại|thường trú|thường trú ở|thường trú tại|hộ khẩu|hộ khẩu ở|ông nội ở|bà ngoại ở|ông ngoại ở|bà nội ở|mẹ ở|ba ở|bố ở|vợ ở|chồng ở|cháu ở|gia đình ở|họ hàng ở|trọ ở|ở trọ|chuyển từ|làm ở|làm việc ở|đi làm ở|chạy từ|đi từ'.split(
    '|',
  ),
)
const FROM = phraseSet(['từ'])
/** "từ Phú Cường lên Phú Giáo": a move, and the matter is where it ends. "đến" is a stretch of road. */
const MOVES: ReadonlySet<string> = new Set(['lên', 'len', 'về', 've', 'qua', 'sang', 'xuống', 'xuong'])
/** What the place is only near to. */
const NEAR = phraseSet(
  'gần|giáp|giáp ranh|giáp với|ranh|ranh giới|cách|kế|kế bên|sát|hướng về|hướng|đi về hướng|đi hướng'.split('|'),
)

/** What may be called after a place and stand in another. */
const NAMED_AFTER = phraseSet(
  'khu phố|ấp|chợ|trường|cầu|công ty|bệnh viện|bv|nhà máy|ngã tư|ngã ba|khu công nghiệp'.split('|'),
)

/**
 * How much a mention tells where the matter is: 5 with its type, 4 plainly, 3 something called after it, 2 near it,
 * 1 where the writer lives, 0 denied. Only the order counts, and only between places of one message.
 */
export function weightOf(tokens: readonly Token[], mention: Mention): number {
  const before = tokens.slice(Math.max(0, mention.from - 8), mention.from)
  const head = mention.type === null ? before : withoutType(before, mention.type)
  if (endsWith(head, DENIED)) return 0
  if (endsWith(head, FROM) && tokens.slice(mention.to, mention.to + 3).some((t) => MOVES.has(t.text))) return 1
  if (endsWith(head, HOME)) return 1
  if (endsWith(head, NEAR)) return 2
  if (mention.type !== null) return 5
  return endsWith(head, NAMED_AFTER) ? 3 : 4
}

function withoutType(before: readonly Token[], type: string): Token[] {
  const words = before.filter((t) => t.kind === 'word')
  return words.slice(0, Math.max(0, words.length - type.split(' ').length))
}
