import { bare } from '../../core/text.ts'
import { oneOf, type Random } from './random.ts'

/** Slips of the thumb for training; the bench tests with other tables. A slip of a word, or the word itself. */
type Slip = (word: string, random: Random) => string

/** U+0300 grave, U+0301 acute, U+0309 hook, U+0303 tilde, U+0323 dot below. */
const TONES = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323']
const TONE = /[\u0300\u0301\u0309\u0303\u0323]/u
const TELEX_TONE: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
}
const VNI_TONE: Readonly<Record<string, string>> = {
  '\u0300': '2',
  '\u0301': '1',
  '\u0309': '3',
  '\u0303': '4',
  '\u0323': '5',
}
/** Circumflex, breve, horn. */
const TELEX_MARK: Readonly<Record<string, string>> = { '\u0302': '', '\u0306': 'w', '\u031b': 'w' }
const VNI_MARK: Readonly<Record<string, string>> = { '\u0302': '6', '\u0306': '8', '\u031b': '7' }

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^s/u, 'x'],
  [/^x/u, 's'],
  [/^ch/u, 'tr'],
  [/^tr/u, 'ch'],
  [/^l/u, 'n'],
  [/^d/u, 'gi'],
  [/^gi(?=\p{L})/u, 'd'],
  [/^v/u, 'd'],
  [/^r/u, 'g'],
  [/n$/u, 'ng'],
  [/ng$/u, 'n'],
  [/t$/u, 'c'],
  [/c$/u, 't'],
  [/i$/u, 'y'],
  [/y$/u, 'i'],
]

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 's',
  b: 'v',
  c: 'x',
  d: 'f',
  e: 'r',
  g: 'h',
  h: 'j',
  i: 'o',
  k: 'l',
  l: 'k',
  m: 'n',
  n: 'm',
  o: 'p',
  p: 'o',
  q: 'w',
  r: 'e',
  s: 'd',
  t: 'r',
  u: 'y',
  v: 'b',
  x: 'z',
  y: 'u',
}

const otherTone: Slip = (word, random) =>
  word
    .normalize('NFD')
    .replace(TONE, () => oneOf(random, TONES))
    .normalize('NFC')

const noTone: Slip = (word) => word.normalize('NFD').replace(TONE, '').normalize('NFC')

const noMark: Slip = (word) => (word.includes('đ') ? word.replace('đ', 'd') : bare(word))

const otherSound: Slip = (word, random) => {
  const fitting = SOUNDS.filter(([from]) => from.test(word))
  if (fitting.length === 0) return word
  const [from, to] = oneOf(random, fitting)
  return word.replace(from, to)
}

const dropped: Slip = (word, random) => {
  const at = Math.floor(random() * word.length)
  return word.slice(0, at) + word.slice(at + 1)
}

const swapped: Slip = (word, random) => {
  const at = Math.floor(random() * (word.length - 1))
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
}

const doubled: Slip = (word, random) => {
  const at = Math.floor(random() * word.length)
  return word.slice(0, at + 1) + word.slice(at)
}

const neighbour: Slip = (word, random) => {
  const at = Math.floor(random() * word.length)
  const other = NEIGHBOURS[word.charAt(at)]
  return other === undefined ? word : word.slice(0, at) + other + word.slice(at + 1)
}

/** "đường" -> "dduwowngf": the keys, with the keyboard's own spelling switched off. */
const telexKeys: Slip = (word) => keys(word, { d: 'dd', marks: TELEX_MARK, tones: TELEX_TONE })

const vniKeys: Slip = (word) => keys(word, { d: 'd9', marks: VNI_MARK, tones: VNI_TONE })

function keys(
  word: string,
  k: { d: string; marks: Readonly<Record<string, string>>; tones: Readonly<Record<string, string>> },
): string {
  let tone = ''
  let out = ''
  for (const letter of word.normalize('NFD')) {
    const mark = k.marks[letter]
    if (k.tones[letter] !== undefined) tone = k.tones[letter]
    // A circumflex is typed in telex by the letter again.
    else if (mark !== undefined) out += mark === '' ? out.charAt(out.length - 1) : mark
    else out += letter === 'đ' ? k.d : letter
  }
  return out + tone
}

/** Likelier slips stand more than once. */
const SLIPS: readonly Slip[] = [
  otherTone,
  otherTone,
  noTone,
  noTone,
  noMark,
  otherSound,
  otherSound,
  dropped,
  dropped,
  swapped,
  swapped,
  doubled,
  neighbour,
  telexKeys,
  telexKeys,
  vniKeys,
]

/** About every fifth word with a slip, at least one in the message; some spaces forgotten. */
export function withSlips(text: string, random: Random): string {
  const words = text.split(' ')
  const sure = Math.floor(random() * words.length)
  const slipped = words.map((word, i) => {
    if (word.length < 2 || !/^\p{L}+[.,?!]*$/u.test(word)) return word
    return i === sure || random() < 0.2 ? oneOf(random, SLIPS)(word, random) : word
  })
  return slipped.reduce((line, word) => line + (line !== '' && random() < 0.04 ? '' : ' ') + word, '').trim()
}
