import { bare } from '../core/text.ts'
import { fromTelex, withTone } from './keystrokes.ts'
import { isSyllable, placeTone } from './syllables.ts'
import { accentedCount, bareCount, isForeign } from './vocabulary.ts'

/** Lower case, NFC, one tone placement, without letters held down ("quáaaa"). Expects plain letters. */
export function cleanWord(raw: string): string {
  const lower = raw.normalize('NFC').toLowerCase().replaceAll('ð', 'đ')
  const short = lower.replace(/(\p{L})\1{2,}/gu, '$1')
  return placeTone(trimTail(short))
}

/** "quáa" -> "quá": a plain vowel repeated after its accented self ("cứu" has two different ones). */
function trimTail(word: string): string {
  let out = word
  while (out.length > 2) {
    const last = out.charAt(out.length - 1)
    const before = out.charAt(out.length - 2)
    if (!/[aeiouy]/.test(last) || bare(before) !== last || before === last || /[ưứừửữự]/.test(before)) break
    out = out.slice(0, -1)
  }
  return out
}

/** The syllable that a clean word stands for, when it is none itself: keyboard left-overs and chat spelling. */
export function respell(word: string): string {
  if (accentedCount(word) > 0 || isForeign(word)) return word
  const typed = fromTelex(word)
  if (typed !== null) return typed
  const chat = fromChat(word)
  if (chat !== null) return chat
  // Swaps that are right even for syllables that our text does not have.
  const swapped = SWAPS.map(([from, to]) => word.replace(from, to)).find((w) => w !== word && isSyllable(w))
  return swapped ?? word
}

const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/^f/, 'ph'],
  [/^dz/, 'v'],
  [/^z/, 'v'],
  [/^w/, 'qu'],
]

/** Chat spelling: beginnings and ends that stand for others. All that fit are tried; our text decides. */
const BEGINNINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^f/, ['ph']],
  [/^dz/, ['v', 'd', 'gi']],
  [/^z/, ['v', 'd', 'gi', 'r']],
  [/^w/, ['qu']],
  [/^q(?!u)/, ['qu']],
  [/^j/, ['gi', 'd', 'ch']],
  [/^kw/, ['qu']],
  [/^k(?=[aoôơuưăâáàảãạóòỏõọúùủũụ])/, ['c']],
  [/^c(?=[eêiíìỉĩịéèẻẽẹếềểễệ])/, ['k']],
  [/^ng(?=[eêiíìỉĩịếềểễệ])/, ['ngh']],
  [/^ngh(?=[aoôơuưăâ])/, ['ng']],
  [/^g(?=[eêế])/, ['gh']],
  [/^đd/, ['đ']],
]
const ENDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<=[aeiouyăâêôơư\p{M}])h$/u, ['nh']],
  [/(?<![n])g$/u, ['ng']],
  [/k$/, ['ch', 'c', 't']],
  [/iu$/, ['iêu', 'yêu']],
  [/ui$/, ['uôi', 'ôi']],
  [/un$/, ['uôn']],
  [/it$/, ['iêt']],
  [/ik$/, ['iêt', 'ich']],
  [/(.)\1$/u, ['$1']],
]

function fromChat(word: string): string | null {
  if (word.length > 8 || isSyllable(word)) return null
  const { letters, tone } = apart(word)
  // "ok", "tv": too little to tell.
  if (word.length < 3 && tone === '') return null
  const begun = [letters, ...variants(letters, BEGINNINGS)]
  const ended = begun.flatMap((b) => [b, ...variants(b, ENDS)])
  let best: string | null = null
  let most = 0
  for (const candidate of ended) {
    const whole = tone === '' ? candidate : withTone(candidate, tone)
    if (whole === null || whole === word) continue
    const seen = tone === '' && whole === bare(whole) ? bareCount(whole) : accentedCount(whole)
    if (seen > most) [best, most] = [whole, seen]
  }
  return best
}

function variants(word: string, rules: readonly (readonly [RegExp, readonly string[]])[]): string[] {
  return rules.flatMap(([pattern, tos]) => (pattern.test(word) ? tos.map((to) => word.replace(pattern, to)) : []))
}

/** A word without its tone, and the tone. */
function apart(word: string): { letters: string; tone: string } {
  const marks = word.normalize('NFD')
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(marks)?.[0] ?? ''
  return { letters: marks.replace(tone, '').normalize('NFC'), tone }
}
