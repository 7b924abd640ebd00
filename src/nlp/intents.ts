import type { IntentId, Lexicon, Scored } from '../core/understanding.ts'
import { type Head, softmax } from './head.ts'
import { isIntent } from './second-intent.ts'

/** Under this margin of the best label nothing in the message is like anything seen. Set by cross-validation. */
const REJECT_MARGIN = -0.75

/**
 * Intents with their shares, best first, at most 3; 'unknown' when the message is like nothing seen.
 * @param raw margins of the head for the message
 */
export function readIntents(head: Head, raw: Float64Array): Scored<IntentId>[] {
  const shares = softmax(raw, head.sharpness)
  const scored = head.labels
    .flatMap((id, k) => (isIntent(id) ? [{ id, score: round(shares[k] ?? 0) }] : []))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  if (Math.max(...raw) >= REJECT_MARGIN) return scored.slice(0, 3)
  return [{ id: 'unknown' as const, score: 0.5 }, ...scored.filter((s) => s.id !== 'unknown').map(halved)].slice(0, 3)
}

function halved(s: Scored<IntentId>): Scored<IntentId> {
  return { id: s.id, score: round(s.score / 2) }
}

function round(n: number): number {
  return Math.round(n * 1000) / 1000
}

/** These go with any topic, or with none. */
const TOPICLESS: ReadonlySet<IntentId> = new Set([
  'suggest',
  'complaint_formal',
  'denounce',
  'survey_rating',
  'consult_feedback',
  'talk_to_human',
  'greeting',
  'menu',
  'stop',
  'abuse',
  'off_topic',
  'unknown',
  'emergency',
])

/**
 * Weighs the intents by the topics seen: "trưởng ấp mấy năm bầu lại" is about the election of heads of hamlets, which
 * residents ask about and do not report.
 */
export function agreeWithTopics(
  intents: readonly Scored<IntentId>[],
  topics: readonly Scored<string>[],
  known: Lexicon['topics'],
): Scored<IntentId>[] {
  if ((topics[0]?.score ?? 0) < 0.25) return [...intents]
  const weighed = intents.map((i) => ({ id: i.id, score: i.score * affinity(i.id, topics, known) }))
  const sum = weighed.reduce((s, i) => s + i.score, 0)
  const kept = intents.reduce((s, i) => s + i.score, 0)
  return weighed.map((i) => ({ id: i.id, score: round((i.score / sum) * kept) })).sort((a, b) => b.score - a.score)
}

function affinity(intent: IntentId, topics: readonly Scored<string>[], known: Lexicon['topics']): number {
  if (TOPICLESS.has(intent)) return 0.7
  return topics.reduce((s, t) => s + (known.find((k) => k.id === t.id)?.intents.includes(intent) ? t.score : 0), 0.25)
}
