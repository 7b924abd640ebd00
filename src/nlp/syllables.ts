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

/** One place for the tone mark: "hoà" -> "hòa", "thuỷ" -> "thủy", "hòang" -> "hoàng". Lower case, NFC in and out. */
export function placeTone(word: string): string {
  let out = word
  for (const [from, to] of OLD_PLACES) out = out.replace(from, to)
  return out
}

/**
 * What is left when a telex keyboard was off: "dduwowngf" -> "duong" (bare). Null when the word is
 * a syllable as it stands or does not become one.
 */
export function telexLeftover(word: string): string | null {
  if (word.length < 3 || !/^[a-z]+$/.test(word) || isBareSyllable(word)) return null
  const plain = word
    .replace(/dd/g, 'd')
    .replace(/([aeo])\1/g, '$1')
    .replace(/w/g, '')
    .replace(/^([^aeiouy]*[aeiouy]+)([sfrxj])([a-z]*)$/, '$1$3')
    .replace(/^(.*[aeiouy][a-z]*)[sfrxj]$/, '$1')
  return plain !== word && isBareSyllable(plain) ? plain : null
}
