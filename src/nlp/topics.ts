import type { IntentId, Lexicon, Scored } from '../core/understanding.ts'
import { best, softmax } from './head.ts'
import type { TrainedModel } from './model.ts'
import { findPhrases, indexPhrases, type PhraseIndex } from './phrases.ts'
import type { Token } from './tokens.ts'

export interface TopicReader {
  index: PhraseIndex<string>
  topics: Lexicon['topics']
  model: TrainedModel
}

export interface TopicFinding {
  /** Best first, at most 3, scores 0..1. */
  topics: Scored<string>[]
  /** Keywords seen, by topic. */
  words: ReadonlyMap<string, readonly string[]>
}

/** Below this share a topic is noise. */
const FLOOR = 0.03

export function topicReader(lexicon: Lexicon, model: TrainedModel): TopicReader {
  const phrases = lexicon.topics.flatMap((t) => [t.name, ...t.keywords].map((k) => [k, t.id] as const))
  return { index: indexPhrases(phrases), topics: lexicon.topics, model }
}

/**
 * Topics by classifier and keywords together; a topic that does not go with the intent counts less.
 * @param raw margins of the head of topics for the message
 */
export function findTopics(
  reader: TopicReader,
  { tokens, raw, intents }: { tokens: readonly Token[]; raw: Float64Array; intents: readonly Scored<IntentId>[] },
): TopicFinding {
  const { topics: head, thresholds } = reader.model
  const words = keywordsIn(reader, tokens)
  const boosted = raw.map((m, k) => {
    const id = head.labels[k] ?? ''
    return m + keywordBoost(words.get(id)) + intentBoost(reader, id, intents)
  })
  const certainty = 1 / (1 + Math.exp(-(thresholds.topicSlope * Math.max(...raw) + thresholds.topicOffset)))
  const shares = softmax(boosted, head.sharpness)
  const known = new Set(reader.topics.map((t) => t.id))
  const first = shares[best(shares)] ?? 0
  const beside = (k: number): number => chanceBeside(boosted[k] ?? -1, words.get(head.labels[k] ?? ''))
  const present = (k: number): number => Math.min(first, Math.max(shares[k] ?? 0, beside(k)))
  const scored = head.labels.map((id, k) => ({ id, score: present(k) * certainty }))
  const topics = scored
    .filter((s) => known.has(s.id) && s.score >= FLOOR)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map((s) => ({ id: s.id, score: Math.round(s.score * 1000) / 1000 }))
  return { topics: topics.length > 0 ? topics : fromKeywords(words), words }
}

/**
 * Chance that a topic is a matter of its own beside the first: shares leave nothing for a second one, however clear
 * it is ("đèn tắt, với lại karaoke ồn"). By its own margin: from 0 on it would be taken for the topic by itself. One
 * that is named by a keyword needs less.
 */
function chanceBeside(margin: number, named: readonly string[] | undefined): number {
  return 1 / (1 + Math.exp((named === undefined ? 1.5 : 0) - 4 * margin))
}

/** Topics of the pack that no example teaches are still found by their own words. */
function fromKeywords(words: ReadonlyMap<string, readonly string[]>): Scored<string>[] {
  return [...words]
    .map(([id, list]) => ({ id, score: Math.min(0.6, 0.25 + 0.15 * list.length) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
}

function keywordsIn(reader: TopicReader, tokens: readonly Token[]): Map<string, string[]> {
  const words = new Map<string, string[]>()
  for (const hit of findPhrases(tokens, reader.index)) {
    const list = words.get(hit.value) ?? []
    if (!list.includes(hit.phrase)) words.set(hit.value, [...list, hit.phrase])
  }
  return words
}

/** Longer keywords say more; the second and third add less. */
function keywordBoost(found: readonly string[] | undefined): number {
  if (found === undefined) return 0
  const longest = Math.max(...found.map((w) => w.split(' ').length))
  return Math.min(0.6, 0.1 + 0.1 * longest + 0.05 * (found.length - 1))
}

function intentBoost(reader: TopicReader, id: string, intents: readonly Scored<IntentId>[]): number {
  const topic = reader.topics.find((t) => t.id === id)
  if (topic === undefined) return 0
  return intents.reduce((sum, s) => sum + (topic.intents.includes(s.id) ? 0.35 * s.score : 0), 0)
}
