import type { IntentId, Lexicon, Scored } from '../core/understanding.ts'
import { MATTERS } from './matters.ts'
import { findPhrases, indexPhrases, type PhraseIndex } from './phrases.ts'
import { type Token, tokenise, wordsOf } from './tokens.ts'

/**
 * Under this score the caller should say that it does not know. The score is the share of the question's weight
 * that the card explains (0..1), so a question with one known word among many stays low.
 */
export const ANSWER_THRESHOLD = 0.45

/** Words of courtesy and grammar carry nothing in a search. Bare. */
const STOP = new Set(
  'a ad ai anh ban bao bi biet cac cai can cam chao chi cho chua co con cua da dang de di do duoc em gi giup hoi la lam minh moi muon nao nay ne neu nha nhe nhu o oi on phai roi sao se tai the thi toi tui tu va vay ve voi xin a nhieu khong ma den ra vao khi nua thu tuc giay nop'.split(
    ' ',
  ),
)

interface Posting {
  card: number
  /** Term weight, BM25-saturated. */
  weight: number
}

export interface CardIndex {
  cards: Lexicon['cards']
  terms: ReadonlyMap<string, readonly Posting[]>
  idf: ReadonlyMap<string, number>
  /** Title and keywords of every card, by which a question names it. */
  names: PhraseIndex<number>
  /** Matters that the card itself speaks of. */
  matters: readonly ReadonlySet<string>[]
}

/** BM25 (k1 0.9, b 0.4) over bare syllables, bare pairs (weight 0.5) and accented syllables (0.1, a tie-break). */
export function indexCards(cards: Lexicon['cards']): CardIndex {
  const counts = cards.map((c) => count(c))
  const average = counts.reduce((s, c) => s + total(c), 0) / Math.max(1, counts.length)
  const documents = new Map<string, number>()
  for (const c of counts) for (const term of c.keys()) documents.set(term, (documents.get(term) ?? 0) + 1)
  const idf = new Map([...documents].map(([t, n]) => [t, Math.log(1 + (cards.length - n + 0.5) / (n + 0.5))] as const))
  const terms = new Map<string, Posting[]>()
  counts.forEach((c, card) => {
    const length = total(c) / Math.max(1, average)
    for (const [term, tf] of c) {
      // Most of the weight is for being there at all; the rest, BM25's saturation, ranks the cards.
      const weight = 0.6 + (0.4 * tf) / (tf + 0.9 * (0.6 + 0.4 * length))
      const list = terms.get(term) ?? []
      list.push({ card, weight })
      terms.set(term, list)
    }
  })
  const names = indexPhrases(cards.flatMap((c, i) => [c.title, ...c.keywords].map((k) => [k, i] as const)))
  return { cards, terms, idf, names, matters: cards.map(mattersOf) }
}

function mattersOf(card: Lexicon['cards'][number]): Set<string> {
  const own = [card.title, ...card.keywords, ...card.questions].flatMap((t) => findPhrases(tokenise(t), MATTERS))
  return new Set(own.map((h) => h.value))
}

/** The three cards that answer best. Intent and topics, if known, lift the cards that share them. */
export function searchCards(
  index: CardIndex,
  tokens: readonly Token[],
  prior: { intent: IntentId; topics: readonly Scored<string>[] },
): Scored<string>[] {
  const query = [...new Set(termsOf(tokens))]
  if (query.length === 0 || index.cards.length === 0) return []
  const unseen = Math.log(1 + index.cards.length)
  let whole = 0
  const scores = new Float64Array(index.cards.length)
  for (const term of query) {
    const weight = (index.idf.get(term) ?? unseen * (term.startsWith('b:') ? 0.6 : 0)) * share(term)
    whole += weight
    for (const p of index.terms.get(term) ?? []) scores[p.card] = (scores[p.card] ?? 0) + weight * p.weight
  }
  const fits = fitOf(index, tokens)
  return index.cards
    .map((card, i) => ({
      id: card.id,
      score: fitted(lifted((scores[i] ?? 0) / Math.max(whole, 1e-9), card, prior), fits[i] ?? 'words'),
    }))
    .filter((s) => s.score > 0.1)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
}

/**
 * How a question stands to a card: `named` by one of its keywords (`alone`: no other card is), sharing only `words` with it, or about
 * something `else` that the card says nothing of ("nhận con nuôi" and an allowance for a parent alone).
 */
type Fit = 'alone' | 'named' | 'words' | 'else'

function fitOf(index: CardIndex, tokens: readonly Token[]): Fit[] {
  const said = new Set(findPhrases(tokens, MATTERS).map((h) => h.value))
  const hits = findPhrases(tokens, index.names)
  // "giấy khai sinh" inside "mất giấy khai sinh" names nothing of its own.
  const whole = hits.filter((h) => !hits.some((o) => o.from <= h.from && h.to <= o.to && o.to - o.from > h.to - h.from))
  const named = new Set(whole.map((h) => h.value))
  return index.cards.map((_, i) => {
    const speaksOf = [...said].every((m) => index.matters[i]?.has(m) === true)
    if (named.has(i)) return speaksOf ? (named.size === 1 ? 'alone' : 'named') : 'else'
    return said.size > 0 ? 'else' : 'words'
  })
}

/** Named: surely offered, and alone certain. Else: no answer. Only words in common: certain when they are nearly all. */
function fitted(score: number, fit: Fit): number {
  switch (fit) {
    case 'else':
      return 0
    case 'named':
      return rounded(Math.max(score, Math.min(score + 0.2, 0.85)))
    case 'alone':
      return rounded(Math.max(score, Math.min(score + 0.2, 0.85), score >= 0.35 ? 0.76 : 0))
    case 'words':
      return rounded(score < WORDS_ENOUGH ? score * 0.8 : score)
  }
}

function rounded(n: number): number {
  return Math.round(n * 1000) / 1000
}

const WORDS_ENOUGH = 0.75

function lifted(
  score: number,
  card: Lexicon['cards'][number],
  prior: { intent: IntentId; topics: readonly Scored<string>[] },
): number {
  if (score === 0) return 0
  const topic = prior.topics.find((t) => t.id === card.topicId)?.score ?? 0
  const intent = card.intent === prior.intent ? 0.1 : 0
  return Math.round(Math.min(1, score * 0.75 + topic * 0.25 + intent) * 1000) / 1000
}

function share(term: string): number {
  if (term.startsWith('p:')) return 0.5
  return term.startsWith('a:') ? 0.1 : 1
}

function count(card: Lexicon['cards'][number]): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (text: string, times: number): void => {
    for (const term of termsOf(tokenise(text))) counts.set(term, (counts.get(term) ?? 0) + times)
  }
  add(card.title, 3)
  for (const k of card.keywords) add(k, 2)
  for (const q of card.questions) add(q, 1)
  return counts
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts].reduce((s, [term, n]) => s + (term.startsWith('b:') ? n : 0), 0)
}

function termsOf(tokens: readonly Token[]): string[] {
  const words = wordsOf(tokens).filter((t) => !STOP.has(t.bare))
  return words.flatMap((t, i) => {
    const next = words[i + 1]
    const own = t.text === t.bare ? [`b:${t.bare}`] : [`b:${t.bare}`, `a:${t.text}`]
    return next === undefined ? own : [...own, `p:${t.bare} ${next.bare}`]
  })
}
