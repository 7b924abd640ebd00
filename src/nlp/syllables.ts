import { bare } from '../core/text.ts'

/** The shape of Vietnamese syllables: enough to tell a syllable from a typing artefact. */

const ONSET = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?'
const RIME =
  '(?:a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|ua|uai|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ya|ye|yeu)'
const CLOSED = '(?:a|e|i|o|u|y|ie|oa|oe|oo|ua|ue|uo|uy|uye|ye)(?:ch|ng|nh|[cmnpt])'
const BARE_SYLLABLE = new RegExp(`^${ONSET}(?:${RIME}|${CLOSED})$`)

/** True when a word without accents could be one Vietnamese syllable. */
export function isBareSyllable(word: string): boolean {
  return BARE_SYLLABLE.test(word)
}

const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g
const STOPPED = /(?:c|ch|p|t)$/

/** True when a word could be one syllable as written: its letters, at most one tone, and a tone that its end allows. */
export function isSyllable(word: string): boolean {
  const apart = word.normalize('NFD')
  const tones = apart.match(TONE_MARKS) ?? []
  if (tones.length > 1) return false
  const letters = bare(word)
  if (!isBareSyllable(letters)) return false
  if (!STOPPED.test(letters) || word === letters) return true
  return tones[0] === '\u0301' || tones[0] === '\u0323' || tones.length === 0
}

const OLD_PLACES: readonly (readonly [RegExp, string])[] = (
  [
    ['à', 'ò', 'è', 'ỳ', 'ù'],
    ['á', 'ó', 'é', 'ý', 'ú'],
    ['ả', 'ỏ', 'ẻ', 'ỷ', 'ủ'],
    ['ã', 'õ', 'ẽ', 'ỹ', 'ũ'],
    ['ạ', 'ọ', 'ẹ', 'ỵ', 'ụ'],
  ] as const
).flatMap(([a, o, e, y, u]): (readonly [RegExp, string])[] => [
  [new RegExp(`o${a}$`), `${o}a`],
  [new RegExp(`o${e}$`), `${o}e`],
  [new RegExp(`(?<!q)u${y}$`), `${u}y`],
  [new RegExp(`q${u}y$`), `qu${y}`],
  [new RegExp(`${o}a(?=[a-z])`), `o${a}`],
  [new RegExp(`${o}e(?=[a-z])`), `o${e}`],
  [new RegExp(`(?<!q)${u}y(?=[a-z])`), `u${y}`],
])

/** A vowel group with its tone on either of two letters: the rest needs no look. */
const MOVABLE = /o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]|[òóỏõọ][ae]|[ùúủũụ]y/

/** One place for the tone mark: "hoà" -> "hòa", "thuỷ" -> "thủy", "hòang" -> "hoàng". Lower case, NFC in and out. */
export function placeTone(word: string): string {
  if (!MOVABLE.test(word)) return word
  let out = word
  for (const [from, to] of OLD_PLACES) out = out.replace(from, to)
  return out
}
