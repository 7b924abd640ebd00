import { bare } from '../core/text.ts'
import type { Example, Form } from '../nlp/learn/example.ts'
import { CHAT_ENDS, CHAT_WORDS, HOOK_AND_TILDE, NEIGHBOURS, SOUNDS, VOWELS } from './test-noise-tables.ts'

/** Numbers in [0, 1) that depend on the seed alone. */
type Random = () => number

/**
 * A message written with accents, as somebody else would have typed it: for the test alone, by tables that training
 * does not know. The same text gives the same spelling always. `form` and `source` say that it was made by rule.
 */
export function respelled(example: Example, form: Exclude<Form, 'clean'>): Example {
  const random = randomOf(`test ${form} ${example.text}`)
  return { ...example, text: WAYS[form](example.text, random), form, source: `${example.source} (made by rule)` }
}

const WAYS: Readonly<Record<Exclude<Form, 'clean'>, (text: string, random: Random) => string>> = {
  bare: (text) => bare(text),
  teen: chat,
  typo: slips,
}

/** Lower case, words shortened as chats do, endings; a quarter of the other words lose their accents. */
function chat(text: string, random: Random): string {
  const words = text.toLowerCase().split(' ')
  const spelled = words.map((word) => {
    const choices = CHAT_WORDS[word]
    if (choices !== undefined && random() < 0.75) return pick(random, choices)
    return random() < 0.25 ? bare(word) : word
  })
  return spelled.join(' ').replace(/[.,;]+$/u, '') + pick(random, CHAT_ENDS)
}

/** About every seventh word with a slip, at least one in the message; a space forgotten now and then. */
function slips(text: string, random: Random): string {
  const words = text.split(' ')
  const able = words.flatMap((word, i) => (/^\p{L}{2,}[.,?!]*$/u.test(word) ? [i] : []))
  const sure = able[Math.floor(random() * able.length)]
  const typed = words.map((word, i) => {
    if (!able.includes(i) || (i !== sure && random() >= 0.14)) return word
    return slipped(word, random)
  })
  return typed.reduce((line, word) => line + (line === '' || random() < 0.025 ? '' : ' ') + word, '')
}

/** Tries ways in a random order until one of them changes the word. */
function slipped(word: string, random: Random): string {
  const from = Math.floor(random() * SLIPS.length)
  for (let n = 0; n < SLIPS.length; n++) {
    const typed = SLIPS[(from + n) % SLIPS.length]?.(word, random) ?? word
    if (typed !== word) return typed
  }
  return word
}

type Slip = (word: string, random: Random) => string

const hookOrTilde: Slip = (word) =>
  word
    .normalize('NFD')
    .replace(/[\u0309\u0303]/u, (tone) => HOOK_AND_TILDE[tone] ?? tone)
    .normalize('NFC')

const otherVowel: Slip = (word, random) => replaced(word, VOWELS, random)

const otherSound: Slip = (word, random) => replaced(word, SOUNDS, random)

const wrongKey: Slip = (word, random) => {
  const at = Math.floor(random() * word.length)
  const key = NEIGHBOURS[word.charAt(at)]
  return key === undefined ? word : word.slice(0, at) + key + word.slice(at + 1)
}

const extraKey: Slip = (word, random) => {
  const at = Math.floor(random() * word.length)
  const key = NEIGHBOURS[word.charAt(at)]
  return key === undefined ? word : word.slice(0, at + 1) + key + word.slice(at + 1)
}

const lostInside: Slip = (word, random) => {
  if (word.length < 4) return word
  const at = 1 + Math.floor(random() * (word.length - 2))
  return word.slice(0, at) + word.slice(at + 1)
}

const apart: Slip = (word) => (word.length < 4 ? word : `${word.slice(0, 1)} ${word.slice(1)}`)

/** The tone stays behind as the key it is typed with, the other marks are right: "đường" -> "đươngf". */
const toneKey: Slip = (word) => {
  const parts = word.normalize('NFD')
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/u.exec(parts)?.[0]
  const key =
    tone === undefined ? undefined : { '\u0300': 'f', '\u0301': 's', '\u0303': 'x', '\u0309': 'r', '\u0323': 'j' }[tone]
  if (tone === undefined || key === undefined) return word
  const plain = parts.replace(tone, '').normalize('NFC')
  return plain.replace(/(\p{L})([^\p{L}]*)$/u, `$1${key}$2`)
}

const SLIPS: readonly Slip[] = [hookOrTilde, otherVowel, otherSound, wrongKey, lostInside, toneKey, extraKey, apart]

function replaced(word: string, table: readonly (readonly [RegExp, string])[], random: Random): string {
  const fitting = table.filter(([from]) => from.test(word))
  const chosen = fitting[Math.floor(random() * fitting.length)]
  return chosen === undefined ? word : word.replace(chosen[0], chosen[1])
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

/** Xorshift (Marsaglia 2003) from a hash of the seed; another generator than training's. */
function randomOf(seed: string): Random {
  let state = 2166136261
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16777619)
  state = state >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
