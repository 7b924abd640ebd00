import { bare } from '../../core/text.ts'
import { oneOf, type Random } from './random.ts'

/**
 * Chat spelling for training. The words are our own choice; the noise that the bench tests with comes from another
 * table, so that what is measured is not what was learned by heart.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  không: ['ko', 'hok', 'k', 'hong', 'kg'],
  được: ['dc', 'đc', 'dk', 'dượt'],
  với: ['vs', 'dới', 'zới'],
  gì: ['j', 'gì z', 'dì'],
  rồi: ['r', 'rùi', 'rầu'],
  biết: ['bít', 'biet', 'pít'],
  mình: ['mik', 'mk', 'mìn'],
  nước: ['nc', 'nuoc'],
  quá: ['wá', 'quá xá', 'qá'],
  người: ['ng', 'ngta', 'ngừi'],
  trước: ['trc', 'trướk'],
  cũng: ['cug', 'cũg', 'cg'],
  đường: ['đg', 'duong', 'đườg'],
  bây: ['bi'],
  giờ: ['h', 'jờ'],
  vậy: ['z', 'dạ', 'dzậy', 'v'],
  như: ['nhu', 'nhw'],
  nào: ['nèo', 'nao'],
  điện: ['đien', 'đin'],
  thoại: ['thoai', 'thọi'],
  nhiều: ['nhìu', 'nhiu'],
  thôi: ['thui', 'thoi'],
  tôi: ['t', 'tui', 'toi'],
  em: ['e', 'iem'],
  anh: ['a'],
  chị: ['c', 'chụy'],
  làm: ['lm', 'lèm'],
  sao: ['seo', 's'],
  luôn: ['lun', 'luon'],
  nhà: ['nhà', 'nhè'],
  mấy: ['mí', 'mey'],
  hôm: ['hum'],
  nay: ['nai'],
  phường: ['p', 'phườg'],
  giấy: ['zấy', 'jấy'],
  giúp: ['júp', 'zúp', 'giúpp'],
  chưa: ['chua', 'chx'],
  lắm: ['lém'],
  bạn: ['bn', 'pạn'],
  những: ['nhữg', 'nhg'],
  thế: ['thía', 'tke'],
  vẫn: ['vx', 'vẫnn'],
  phải: ['fải', 'p'],
  xin: ['xjn'],
  muốn: ['mún', 'mun'],
  cho: ['ch', 'xho'],
  hỏi: ['hoi', 'hỏj'],
  cái: ['kái', 'cái'],
  ơi: ['oi', 'ưi'],
  mà: ['mà', 'ma'],
  đi: ['đi', 'ik'],
  yêu: ['iu'],
  khi: ['khj', 'lúc'],
  trong: ['trg', 'trog'],
  đang: ['đag', 'dg'],
  hết: ['hít', 'het'],
}

/** Spellings of sounds; applied to some of the words that stand in no list. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^ph/u, 'f'],
  [/^qu/u, 'w'],
  [/^gi(?=\p{L})/u, 'j'],
  [/^c(?=[aăâoôơuư\u00c0-\u1ef9])/u, 'k'],
  [/nh$/u, 'h'],
  [/ng$/u, 'g'],
  [/i$/u, 'j'],
  [/^kh/u, 'k'],
  [/^ngh/u, 'ng'],
]

const ENDS: readonly string[] = ['', '', '', '', ' ạ', ' á', ' =))', ' :(', ' @@', ' nha', ' z', '!!', '...', ' huhu']

/** The message as a hurried thumb types it: lower case, short words, a third of the accents left out. */
export function chatSpelling(text: string, random: Random): string {
  const words = text.toLowerCase().split(' ')
  const spelled = words.map((word) => {
    const listed = WORDS[word]
    if (listed !== undefined && random() < 0.7) return oneOf(random, listed)
    if (/^\p{L}+$/u.test(word) && random() < 0.12) return soundSpelling(word, random)
    return random() < 0.33 ? bare(word) : word
  })
  const short = random() < 0.5 ? spelled.map((w) => w.replace(/[.,;]$/u, '')) : spelled
  return short.join(' ') + oneOf(random, ENDS)
}

function soundSpelling(word: string, random: Random): string {
  const fitting = SOUNDS.filter(([from]) => from.test(word))
  if (fitting.length === 0 || word.length < 3) return word
  const [from, to] = oneOf(random, fitting)
  return word.replace(from, to)
}
