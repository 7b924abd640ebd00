import { bare } from '../core/text.ts'
import type { Lexicon } from '../core/understanding.ts'
import { MATTERS } from './matters.ts'
import { weightOf } from './ordinary.ts'
import { findPhrases, indexPhrases, type PhraseIndex } from './phrases.ts'
import { asRead, type Token, tokenise, wordsOf } from './tokens.ts'

type Card = Lexicon['cards'][number]

/** What stands on a card: its name (title and keywords) or an example question. */
interface Phrase {
  card: number
  kind: 'name' | 'question'
  /** Sum of the weights of its terms. */
  weight: number
}

export interface CardIndex {
  cards: readonly Card[]
  phrases: readonly Phrase[]
  /** Phrases by term; a term is a bare syllable, or two that follow each other with a space between. */
  terms: ReadonlyMap<string, readonly number[]>
  /** Cards by term, with BM25's saturation of how often it stands there (0..1). */
  postings: ReadonlyMap<string, ReadonlyMap<number, number>>
  /** Accented syllables of a card, by card: the tie-break between "bầu" and "bậu". */
  accented: readonly ReadonlySet<string>[]
  bares: readonly ReadonlySet<string>[]
  /** Title and keywords of every card, by which a question names it. */
  names: PhraseIndex<number>
  /** Matters (`matters.ts`) that the card itself speaks of. */
  matters: readonly ReadonlySet<string>[]
}

/** Index of the cards of one pack; built once. */
export function indexCards(cards: readonly Card[]): CardIndex {
  const phrases: Phrase[] = []
  const terms = new Map<string, number[]>()
  const counts = cards.map(() => new Map<string, number>())
  const accented = cards.map(() => new Set<string>())
  cards.forEach((card, i) => {
    const add = (text: string, kind: Phrase['kind']): void => {
      const tokens = wordsOf(tokenise(text))
      const own = new Set(termsOf(tokens))
      for (const term of own) {
        push(terms, term, phrases.length)
        counts[i]?.set(term, (counts[i]?.get(term) ?? 0) + (kind === 'name' ? 2 : 1))
      }
      for (const t of tokens) accented[i]?.add(t.text)
      phrases.push({ card: i, kind, weight: sum([...own].map(termWeight)) })
    }
    for (const name of [card.title, ...card.keywords]) add(name, 'name')
    for (const question of card.questions) add(question, 'question')
  })
  const names = indexPhrases(cards.flatMap((c, i) => [c.title, ...c.keywords].map((k) => [asRead(k), i] as const)))
  const bares = accented.map((set) => new Set([...set].map(bare)))
  return { cards, phrases, terms, accented, bares, names, matters: cards.map(mattersOf), postings: postingsOf(counts) }
}

function mattersOf(card: Card): Set<string> {
  const own = [card.title, ...card.keywords, ...card.questions].flatMap((t) => findPhrases(tokenise(t), MATTERS))
  return new Set(own.map((h) => h.value))
}

/** BM25's term frequency, k1 0.9, b 0.4, scaled to 0..1. */
function postingsOf(counts: readonly ReadonlyMap<string, number>[]): CardIndex['postings'] {
  const lengths = counts.map((c) => sum([...c.values()]))
  const average = sum(lengths) / Math.max(1, counts.length)
  const postings = new Map<string, Map<number, number>>()
  counts.forEach((c, card) => {
    const norm = 0.9 * (0.6 + (0.4 * (lengths[card] ?? 0)) / Math.max(1, average))
    for (const [term, tf] of c) {
      const list = postings.get(term) ?? new Map<number, number>()
      list.set(card, tf / (tf + norm))
      postings.set(term, list)
    }
  })
  return postings
}

/** Bare syllables and bare pairs. */
export function termsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((t, i) => {
    const next = tokens[i + 1]
    return next === undefined ? [t.bare] : [t.bare, `${t.bare} ${next.bare}`]
  })
}

/** What a term says of the matter: little for "cần" and "ở đâu". A pair counts half of its syllables. */
export function termWeight(term: string): number {
  const space = term.indexOf(' ')
  if (space < 0) return weightOf(term)
  return 0.25 * (weightOf(term.slice(0, space)) + weightOf(term.slice(space + 1)))
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
