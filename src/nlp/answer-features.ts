import { bare } from '../core/text.ts'
import type { IntentId, Scored } from '../core/understanding.ts'
import { type CardIndex, sum, termsOf, termWeight } from './answer-index.ts'
import { MATTERS } from './matters.ts'
import { findPhrases } from './phrases.ts'
import { officeWords } from './synonyms.ts'
import { type Token, wordsOf } from './tokens.ts'

/** What is known of the message besides its words. */
export interface Prior {
  intents: readonly Scored<IntentId>[]
  topics: readonly Scored<string>[]
}

/** A card that may answer, and what speaks for it, in the order of `FEATURES`. */
export interface Candidate {
  card: number
  features: readonly number[]
}

export const FEATURES = [
  'covered',
  'matched',
  'name',
  'nameInOwnWords',
  'question',
  'pairs',
  'accents',
  'intent',
  'topic',
  'lead',
  'named',
  'unexplained',
  'strangest',
  'length',
  'bias',
] as const

const CANDIDATES = 10

/** The cards that share most with the question, and what they share. */
export function candidatesOf(index: CardIndex, tokens: readonly Token[], prior: Prior): Candidate[] {
  const words = wordsOf(tokens)
  const own = new Set(termsOf(words))
  const wide = new Set([...own, ...officeWords(tokens).flatMap((w) => termsOf(wordsOf(w)))])
  const inOwnWords = sharesOf(index, own)
  const shares = sharesOf(index, wide)
  const rows = index.cards.flatMap((card, i) => {
    const share = shares[i]
    if (share === undefined || share.matched === 0) return []
    const topic = prior.topics.find((t) => t.id === card.topicId)?.score ?? 0
    const intent = prior.intents.find((t) => t.id === card.intent)?.score ?? 0
    return [{ i, share, topic, intent, base: share.name + share.question + share.covered + 0.3 * topic + 0.2 * intent }]
  })
  const best = rows.sort((a, b) => b.base - a.base || a.i - b.i).slice(0, CANDIDATES)
  const named = namedIn(index, tokens)
  const foreign = foreignIn(index, tokens)
  const ruledIn = best.filter((r) => !foreign(r.i))
  const typed = new Set(words.flatMap((w) => (w.text === w.bare ? [] : [w.text])))
  return ruledIn.map((r) => {
    const rival = best.find((b) => b.i !== r.i)?.base ?? 0
    const unexplained = words.filter((w) => !index.postings.get(w.bare)?.has(r.i)).map((w) => termWeight(w.bare))
    return {
      card: r.i,
      features: [
        r.share.covered,
        Math.min(1, r.share.matched / 20),
        r.share.name,
        inOwnWords[r.i]?.name ?? 0,
        r.share.question,
        Math.min(1, r.share.pairs / 10),
        accentsAgree(index, r.i, typed),
        r.intent,
        r.topic,
        r.base - rival,
        named.has(r.i) ? 1 : 0,
        Math.min(1, sum(unexplained) / 30),
        Math.max(0, ...unexplained) / 5,
        Math.min(1, words.length / 30),
        1,
      ],
    }
  })
}

interface Share {
  /** Share of the question's weight that the card has, 0..1. */
  covered: number
  /** BM25 of the question against the card. */
  matched: number
  /** How far one of the card's names stands in the question, 0..1. */
  name: number
  /** Likeness (cosine) to the nearest example question, 0..1. */
  question: number
  /** Weight of the pairs of syllables that both have. */
  pairs: number
}

function sharesOf(index: CardIndex, terms: ReadonlySet<string>): Share[] {
  const whole = sum([...terms].map(termWeight))
  const shares = index.cards.map((): Share => ({ covered: 0, matched: 0, name: 0, question: 0, pairs: 0 }))
  const common = new Float64Array(index.phrases.length)
  for (const term of terms) {
    const weight = termWeight(term)
    for (const p of index.terms.get(term) ?? []) common[p] = (common[p] ?? 0) + weight
    for (const [card, saturation] of index.postings.get(term) ?? []) {
      const share = shares[card]
      if (share === undefined) continue
      share.covered += weight / Math.max(1e-9, whole)
      share.matched += weight * saturation
      if (term.includes(' ')) share.pairs += weight
    }
  }
  index.phrases.forEach((phrase, p) => {
    const both = common[p] ?? 0
    const share = shares[phrase.card]
    if (both === 0 || share === undefined) return
    if (phrase.kind === 'name') share.name = Math.max(share.name, (both / phrase.weight) * (both / (both + 4)))
    share.question = Math.max(share.question, both / Math.sqrt(phrase.weight * whole))
  })
  return shares
}

/** Cards of which a name stands in the question, whole and with its accents, and is no part of a longer one. */
function namedIn(index: CardIndex, tokens: readonly Token[]): ReadonlySet<number> {
  const hits = findPhrases(tokens, index.names)
  const whole = hits.filter((h) => !hits.some((o) => o.from <= h.from && h.to <= o.to && o.to - o.from > h.to - h.from))
  return new Set(whole.map((h) => h.value))
}

/**
 * Procedures that do not speak of a thing that the question is about ("nhận con nuôi" and an allowance for a parent
 * alone): no answer, however much else they share. Other cards may answer: a stolen motorbike is told to the police.
 */
function foreignIn(index: CardIndex, tokens: readonly Token[]): (card: number) => boolean {
  const said = new Set(findPhrases(tokens, MATTERS).map((h) => h.value))
  const silent = (card: number): boolean => [...said].some((matter) => index.matters[card]?.has(matter) !== true)
  return (card) => index.cards[card]?.intent === 'ask_procedure' && silent(card)
}

/** Share of the syllables typed with accents that the card has so, among those that it has at all; 1: none typed. */
function accentsAgree(index: CardIndex, card: number, typed: ReadonlySet<string>): number {
  const known = index.accented[card]
  const bares = index.bares[card]
  if (known === undefined || bares === undefined) return 1
  let both = 0
  let agree = 0
  for (const word of typed) {
    if (!bares.has(bare(word))) continue
    both++
    if (known.has(word)) agree++
  }
  return both === 0 ? 1 : agree / both
}
