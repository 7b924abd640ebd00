import type { IntentId, Lexicon, Scored } from '../core/understanding.ts'
import { featuresOf } from './features.ts'
import { type LinearModel, margins, softmax } from './linear.ts'
import { findPhrases, indexPhrases, type PhraseIndex } from './phrases.ts'
import type { Token } from './tokens.ts'

export interface TopicReader {
  index: PhraseIndex<string>
  topics: Lexicon['topics']
  model: LinearModel
}

export interface TopicFinding {
  /** Best first, at most 3, scores 0..1. */
  topics: Scored<string>[]
  /** Keywords seen, by topic. */
  words: ReadonlyMap<string, readonly string[]>
}

/** Below this share a topic is noise. */
const FLOOR = 0.08
const SHARPNESS = 5

export function topicReader(lexicon: Lexicon, model: LinearModel): TopicReader {
  const phrases = lexicon.topics.flatMap((t) => [t.name, ...t.keywords].map((k) => [k, t.id] as const))
  return { index: indexPhrases(phrases), topics: lexicon.topics, model }
}

/** Topics by classifier and keywords together; a topic that does not go with the intent counts less. */
export function findTopics(
  reader: TopicReader,
  tokens: readonly Token[],
  intents: readonly Scored<IntentId>[],
): TopicFinding {
  const words = keywordsIn(reader, tokens)
  const raw = margins(reader.model, featuresOf(tokens, reader.model.bits))
  const boosted = raw.map((m, k) => {
    const id = reader.model.labels[k] ?? ''
    return m + keywordBoost(words.get(id)) + intentBoost(reader, id, intents)
  })
  const best = Math.max(...boosted)
  const certainty = 1 / (1 + Math.exp(-4 * (best + 0.75)))
  const shares = softmax(boosted, SHARPNESS)
  const known = new Set(reader.topics.map((t) => t.id))
  const scored = reader.model.labels.map((id, k) => ({ id, score: (shares[k] ?? 0) * certainty }))
  const topics = scored
    .filter((s) => known.has(s.id) && s.score >= FLOOR)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map((s) => ({ id: s.id, score: Math.round(s.score * 1000) / 1000 }))
  return { topics: topics.length > 0 ? topics : fromKeywords(words), words }
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
