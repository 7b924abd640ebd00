import { type IntentId, type Lexicon, type Scored, URGENCIES, type Urgency } from '../core/understanding.ts'
import type { Danger } from './emergency.ts'
import { hasPhrase, phraseSet } from './phrases.ts'
import type { Token } from './tokens.ts'

const PRESSING = phraseSet(
  'nguy hiểm|gấp|khẩn|khẩn cấp|khẩn trương|rò điện|hở điện|dây điện đứt|đứt dây điện|dây điện rớt|dây điện rơi|dây điện sà|sắp sập|sắp đổ|sập|bị té|té xe|ngã xe|té mấy|té hoài|sụp|sụt lún|hố sâu|hố tử thần|dị ứng|ngộ độc|bị bệnh|nhập viện|trẻ em té|cháy nổ|nghiêm trọng|tính mạng|chết người|điện giật|điện giựt|chập điện|xẹt lửa|tóe lửa|gãy trụ|trụ điện nghiêng|trụ điện ngã|đe dọa|dọa nạt|khủng bố|xã hội đen|kêu cứu'.split(
    '|',
  ),
)
/** Intents that ask or chat: nothing is wrong yet. */
const CALM: ReadonlySet<IntentId> = new Set([
  'ask_procedure',
  'ask_public_info',
  'ask_election',
  'ask_hotline',
  'ask_contact',
  'suggest',
  'consult_feedback',
  'dialogue_register',
  'greeting',
  'menu',
  'stop',
  'off_topic',
  'abuse',
  'unknown',
])

/** The pack's urgency of the topic, raised by words of danger; asking is never more than normal without them. */
export function urgencyOf(m: {
  tokens: readonly Token[]
  danger: Danger
  intent: IntentId
  topics: readonly Scored<string>[]
  lexicon: Lexicon
  /** The classifier is sure that an officer would hurry. */
  pressing: boolean
}): Urgency {
  if (m.intent === 'emergency') return 'emergency'
  if (m.danger.kind === 'near') return 'high'
  if (m.danger.kind === 'serious' && !CALM.has(m.intent)) return 'high'
  const topic = m.lexicon.topics.find((t) => t.id === m.topics[0]?.id)
  const usual = topic?.urgency === 'emergency' ? 'high' : (topic?.urgency ?? 'normal')
  if (CALM.has(m.intent))
    return m.intent === 'unknown' ? 'normal' : lower(usual, hasPhrase(m.tokens, PRESSING) ? 'normal' : 'low')
  if (m.intent === 'survey_rating') return usual
  const own: Urgency = m.intent === 'denounce' || m.intent === 'complaint_formal' ? 'high' : 'normal'
  return higher(higher(usual, own), m.pressing || hasPhrase(m.tokens, PRESSING) ? 'high' : 'low')
}

function higher(a: Urgency, b: Urgency): Urgency {
  return URGENCIES.indexOf(a) >= URGENCIES.indexOf(b) ? a : b
}

function lower(a: Urgency, b: Urgency): Urgency {
  return URGENCIES.indexOf(a) <= URGENCIES.indexOf(b) ? a : b
}
