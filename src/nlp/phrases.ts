import { bare } from '../core/text.ts'
import { cleanWord } from './spelling.ts'
import type { Token } from './tokens.ts'

/** A phrase found in a message: token positions, end exclusive. */
export interface PhraseHit<T> {
  value: T
  phrase: string
  from: number
  to: number
}

interface Entry<T> {
  words: readonly string[]
  bares: readonly string[]
  phrase: string
  value: T
}

/** Phrases by their first bare syllable. */
export type PhraseIndex<T> = ReadonlyMap<string, readonly Entry<T>[]>

/** Builds an index; phrases are written with accents, one space between syllables. */
export function indexPhrases<T>(phrases: Iterable<readonly [string, T]>): PhraseIndex<T> {
  const index = new Map<string, Entry<T>[]>()
  for (const [phrase, value] of phrases) {
    const words = phrase.trim().split(/\s+/).map(cleanWord)
    const bares = words.map(bare)
    const head = bares[0]
    if (head === undefined || head === '') continue
    const list = index.get(head) ?? []
    list.push({ words, bares, phrase, value })
    index.set(head, list)
  }
  return index
}

/**
 * Every phrase in the tokens. A syllable typed with accents must have the right ones; one typed
 * without matches any ("chay" is "cháy", "chạy" is not). Marks between syllables break a phrase.
 */
export function findPhrases<T>(tokens: readonly Token[], index: PhraseIndex<T>): PhraseHit<T>[] {
  const hits: PhraseHit<T>[] = []
  for (let i = 0; i < tokens.length; i++) {
    for (const entry of index.get(tokens[i]?.bare ?? '') ?? []) {
      if (matchesAt(tokens, i, entry.words, entry.bares)) {
        hits.push({ value: entry.value, phrase: entry.phrase, from: i, to: i + entry.words.length })
      }
    }
  }
  return hits
}

/** True when any of the phrases is there. */
export function hasPhrase(tokens: readonly Token[], index: PhraseIndex<unknown>): boolean {
  for (let i = 0; i < tokens.length; i++) {
    for (const entry of index.get(tokens[i]?.bare ?? '') ?? []) {
      if (matchesAt(tokens, i, entry.words, entry.bares)) return true
    }
  }
  return false
}

/** One list of phrases, all of the same meaning. */
export function phraseSet(phrases: readonly string[]): PhraseIndex<true> {
  return indexPhrases(phrases.map((p) => [p, true] as const))
}

/** A syllable of a message stands for a word of ours. */
export function sameSyllable(token: Token, word: string, wordBare: string): boolean {
  return token.text === word || (token.bare === wordBare && token.text === token.bare)
}

function matchesAt(tokens: readonly Token[], at: number, words: readonly string[], bares: readonly string[]): boolean {
  for (let j = 0; j < words.length; j++) {
    const token = tokens[at + j]
    if (token === undefined || !sameSyllable(token, words[j] ?? '', bares[j] ?? '')) return false
  }
  return true
}

/**
 * The value of the longest phrase that, with fillers before and after it, is the whole message. Undefined: there is
 * more in it.
 */
export function matchWhole<T>(
  tokens: readonly Token[],
  index: PhraseIndex<T>,
  fillers: PhraseIndex<unknown>,
): T | undefined {
  const hits = findPhrases(tokens, index).sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
  const filler = new Set(findPhrases(tokens, fillers).flatMap((h) => range(h.from, h.to)))
  const whole = (h: PhraseHit<T>): boolean => tokens.every((_, i) => (i >= h.from && i < h.to) || filler.has(i))
  return hits.find(whole)?.value
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

/** True when the tokens end with one of the phrases, of at most four syllables. */
export function endsWith(tokens: readonly Token[], phrases: PhraseIndex<unknown>): boolean {
  for (let n = 1; n <= Math.min(4, tokens.length); n++) {
    const at = tokens.length - n
    const entries = phrases.get(tokens[at]?.bare ?? '') ?? []
    if (entries.some((e) => e.words.length === n && matchesAt(tokens, at, e.words, e.bares))) return true
  }
  return false
}
