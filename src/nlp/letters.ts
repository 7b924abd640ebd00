/** A message in plain letters, with the way back to what was written. */
export interface Readable {
  /** NFC; no invisible characters, no fullwidth or look-alike letters, every dash a "-". */
  text: string
  /** Where the character at `i` of `text` begins in the original. */
  startOf: (i: number) => number
  /** Where the character before `i` of `text` ends in the original. */
  endOf: (i: number) => number
}

/** Characters that `plainLetters` changes; a message without any is taken as it stands. */
const STRANGE =
  /[\u0300-\u036F]|[\u00AD\u0131\u0251\u0261\u0370-\u03FF\u0400-\u052F\u061C\u180E\u200B-\u200F\u2010-\u2015\u202A-\u202E\u2060-\u206F\u20AB\u2212\u24B6-\u24E9\uFEFF\uFF00-\uFFEF\u{1D400}-\u{1D7FF}\u{1F130}-\u{1F149}\u{E0000}-\u{E01EF}]|[\uFE00-\uFE0F]/u
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E01EF}]|[\uFE00-\uFE0F]/u
const MARK = /\p{M}/u
const DASH = /[\u2010-\u2015\u2212\uFF0D]/

/** Letters of other alphabets that look like ours: a way past word lists, or a slip of a keyboard. */
const LOOK_ALIKE: ReadonlyMap<string, string> = new Map(
  [
    ['аɑα', 'a'],
    ['ΑА', 'A'],
    ['ВΒ', 'B'],
    ['в', 'b'],
    ['сϲ', 'c'],
    ['СϹ', 'C'],
    ['ԁ', 'd'],
    ['₫', 'đ'],
    ['еёε', 'e'],
    ['ЕЁΕ', 'E'],
    ['ɡ', 'g'],
    ['һн', 'h'],
    ['НΗ', 'H'],
    ['іıι', 'i'],
    ['ІΙ', 'I'],
    ['ј', 'j'],
    ['Ј', 'J'],
    ['кκ', 'k'],
    ['КΚ', 'K'],
    ['м', 'm'],
    ['МΜ', 'M'],
    ['Ν', 'N'],
    ['оο', 'o'],
    ['ОΟ', 'O'],
    ['рρ', 'p'],
    ['РΡ', 'P'],
    ['ѕ', 's'],
    ['Ѕ', 'S'],
    ['тτ', 't'],
    ['ТΤ', 'T'],
    ['υ', 'u'],
    ['ν', 'v'],
    ['хχ', 'x'],
    ['ХΧ', 'X'],
    ['уγ', 'y'],
    ['УΥ', 'Y'],
    ['Ζ', 'Z'],
  ].flatMap(([from = '', to = '']) => [...from].map((c): [string, string] => [c, to])),
)
/** A letter bears at most three marks; more is "zalgo", and composing thousands is slow. */
const MAX_MARKS = 3

/** Never throws; time grows with the length of the text. */
export function plainLetters(original: string): Readable {
  if (!STRANGE.test(original)) return { text: original, startOf: (i) => i, endOf: (i) => i }
  const starts: number[] = []
  const ends: number[] = []
  let text = ''
  for (const { written, start, end } of clusters(original)) {
    const plain = plainCluster(written)
    for (let i = 0; i < plain.length; i++) {
      starts.push(start)
      ends.push(end)
    }
    if (plain === '' && ends.length > 0) ends[ends.length - 1] = Math.max(ends[ends.length - 1] ?? 0, start)
    text += plain
  }
  return { text, startOf: (i) => starts[i] ?? original.length, endOf: (i) => ends[i - 1] ?? 0 }
}

interface Cluster {
  written: string
  start: number
  end: number
}

/** A character with the marks upon it; characters that nobody sees between them do not part them. */
function* clusters(text: string): Generator<Cluster> {
  let open: Cluster = { written: '', start: 0, end: 0 }
  let marks = 0
  let at = 0
  for (const c of text) {
    const end = at + c.length
    if (open.written !== '' && MARK.test(c) && !INVISIBLE.test(c)) {
      marks++
      open = { written: marks <= MAX_MARKS ? open.written + c : open.written, start: open.start, end }
    } else if (!INVISIBLE.test(c)) {
      if (open.written !== '') yield open
      open = { written: c, start: at, end }
      marks = 0
    }
    at = end
  }
  if (open.written !== '') yield open
}

function plainCluster(written: string): string {
  const [first = '', ...marks] = written
  const base = DASH.test(first) ? '-' : (LOOK_ALIKE.get(first) ?? first.normalize('NFKC'))
  return (base + [...new Set(marks)].join('')).normalize('NFC')
}
