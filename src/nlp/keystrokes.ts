import { bare } from '../core/text.ts'
import { isSyllable, placeTone } from './syllables.ts'
import { accentedCount, bareCount, likeliest } from './vocabulary.ts'

/** What a key does to the letters before it. Digits: VNI; letters: telex. */
const TONES: Readonly<Record<string, string>> = {
  s: '\u0301',
  1: '\u0301',
  f: '\u0300',
  2: '\u0300',
  r: '\u0309',
  3: '\u0309',
  x: '\u0303',
  4: '\u0303',
  j: '\u0323',
  5: '\u0323',
}

/**
 * The syllable that was meant where a Vietnamese keyboard was off: "dduwowngf" -> "đường", "toois" -> "tối". Marks
 * that were never typed are filled in from our own text ("duongf" -> "đường"). Null: a syllable as it stands, another
 * language, or nothing that the keys would give.
 */
export function fromTelex(word: string): string | null {
  if (word.length < 3 || word.length > 10 || !/^[a-zđ]+$/.test(word) || NOT_KEYS.has(word)) return null
  if (isSyllable(word) && !/oo(ng|c)$/.test(word)) return null
  if (/^[bcmstx]oong$/.test(word)) return null
  // "toj", "loj": in chat "j" at the end is "i" far oftener than a key for a tone.
  const chat = word.replace(/(?<=[aou])j$/, 'i')
  if (chat !== word && bareCount(chat) > 0) return chat
  return settle(press(word))
}

/** The same for VNI: "nu7oc1" -> "nước", "duong2" -> "đường". Null for "ql13" and "hem3" alike. */
export function fromVni(word: string): string | null {
  if (word.length < 3 || word.length > 10 || !/^[a-zđ]+\d[a-zđ\d]*$/.test(word) || /\d{3}/.test(word)) return null
  return settle(press(word))
}

/** A number stands inside the word ("d9i", "nu7oc1"): nobody writes a house number so. */
export function isInnerVni(word: string): boolean {
  return /\d[a-zđ]/.test(word) || /[6-9][1-5]$/.test(word)
}

/** Words after which a number is a number: "hem3" is "hẻm 3", not "hẻm". */
export const COUNTED: ReadonlySet<string> = new Set(
  'so to ap hem ngo lau khu phuong quan lo tang lop cap ca doi kp phong day cong tram toa nha tuyen dot lan loai thu thon xom'.split(
    ' ',
  ),
)

/** English and other words that the keys would turn into syllables. */
const NOT_KEYS = new Set(
  'max fax tax box mix fix sex bus gas sos has was for car bar far her are air tour our your over per war sir are new now how low show view know down own was has his its yes less pass boss miss news post test best list fast last cost most host must just east west visa sms gps usb ads ups cars apps vips mod god kids add odd off offer see free need keep feel seen week meet been deep food good book look room zoom soon moon pool cool tool school door poor too two www law raw saw draw web wow'.split(
    ' ',
  ),
)

interface Pressed {
  letters: string
  tone: string
  /** A key for a mark was pressed (đ, â, ơ ...), not a tone alone. */
  marked: boolean
}

/** Presses the keys one after another. Null: a key without a letter to change. */
function press(word: string): Pressed | null {
  const first = /^[^aeiouy\d]*/.exec(word)?.[0] ?? ''
  let letters = first.replace(/^dd/, 'đ').replace(/^w$/, 'ư')
  const onset = letters.length
  let tone = ''
  let horn = false
  let marked = letters !== first
  for (const key of word.slice(first.length)) {
    const vowel = /[aeiouyâêôăơư]/.test(letters.slice(1)) || /^[aeiouy]/.test(letters)
    if (TONES[key] !== undefined) {
      if (!vowel || (tone !== '' && tone !== TONES[key])) return null
      tone = TONES[key]
    } else if (key === 'w' || key === '7' || key === '8') {
      horn = true
      marked = true
    } else if (key === '9' || (key === 'd' && letters.startsWith('d') && vowel)) {
      letters = letters.replace(/^d/, 'đ')
      marked = true
    } else if (key === '6' || (/[aeo]/.test(key) && letters.slice(onset).includes(key))) {
      const hat = addHat(letters, key === '6' ? /[aeo](?=[^aeo]*$)/ : new RegExp(`${key}(?=[^${key}]*$)`))
      if (hat === null) return null
      letters = hat
      marked = true
    } else if (/\d/.test(key)) return null
    else letters += key
  }
  return { letters: horn ? addHorn(letters) : letters, tone, marked }
}

function addHat(letters: string, where: RegExp): string | null {
  const out = letters.replace(where, (v) => `${v}\u0302`.normalize('NFC'))
  return out === letters ? null : out
}

function addHorn(letters: string): string {
  if (/uo/.test(letters)) return letters.replace('uo', /uo$/.test(letters) ? 'uơ' : 'ươ')
  if (/(?<!q)ua$/.test(letters)) return letters.replace(/ua$/, 'ưa')
  return letters.replace(/[aou](?=[^aou]*$)/, (v) => (v === 'a' ? 'ă' : v === 'o' ? 'ơ' : 'ư'))
}

/** Known to our text; else the commonest syllable with these letters and this tone; else what the keys say. */
function settle(pressed: Pressed | null): string | null {
  if (pressed === null) return null
  const whole = withTone(pressed.letters, pressed.tone)
  if (whole === null) return null
  if (accentedCount(whole) > 0) return whole
  return likeliest(bare(whole), pressed.tone) ?? (pressed.marked ? whole : null)
}

/** Puts a tone on its vowel. Null: not a syllable. */
export function withTone(letters: string, tone: string): string | null {
  const [, , vowels = '', last = ''] =
    /^(qu|gi(?=[aeiouyâêôăơư])|[^aeiouyâêôăơư]*)([aeiouyâêôăơư]+)([a-zđ]*)$/.exec(letters) ?? []
  if (vowels === '') return null
  const at = letters.length - last.length - vowels.length + toneVowel(vowels, last)
  const out = placeTone(`${letters.slice(0, at + 1)}${tone}${letters.slice(at + 1)}`.normalize('NFC'))
  return isSyllable(out) ? out : null
}

function toneVowel(vowels: string, last: string): number {
  const marked = Math.max(...[...'âêôăơư'].map((v) => vowels.lastIndexOf(v)))
  if (marked >= 0)
    return vowels.endsWith('ươ') ? vowels.length - 1 : vowels.includes('ơ') ? vowels.indexOf('ơ') : marked
  if (vowels.length === 1) return 0
  if (last !== '') return vowels.length - 1
  return vowels.length === 3 ? 1 : 0
}
