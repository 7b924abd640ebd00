/**
 * Words of the regions, in the words that our text uses. A word that is also another one elsewhere ("răng", "mô",
 * "chi") counts only beside the neighbour that settles it. Written for this project.
 */
const PAIRS: ReadonlyMap<string, readonly [string, string]> = new Map(
  Object.entries<readonly [string, string]>({
    // Huế, Quảng Trị, Nghệ An
    'mần răng': ['làm', 'sao'],
    'làm răng': ['làm', 'sao'],
    'răng rứa': ['sao', 'vậy'],
    'răng mà': ['sao', 'mà'],
    'răng không': ['sao', 'không'],
    'vì răng': ['vì', 'sao'],
    'ở mô': ['ở', 'đâu'],
    'đi mô': ['đi', 'đâu'],
    'chỗ mô': ['chỗ', 'nào'],
    'khi mô': ['khi', 'nào'],
    'ai mô': ['ai', 'đâu'],
    'chi rứa': ['gì', 'vậy'],
    'cái chi': ['cái', 'gì'],
    'làm chi': ['làm', 'gì'],
    'có chi': ['có', 'gì'],
    'việc chi': ['việc', 'gì'],
    'chỗ ni': ['chỗ', 'này'],
    'đường ni': ['đường', 'này'],
    'bên ni': ['bên', 'này'],
    'cái ni': ['cái', 'này'],
    'hôm ni': ['hôm', 'nay'],
    'bữa ni': ['bữa', 'nay'],
    'bên nớ': ['bên', 'ấy'],
    'chỗ nớ': ['chỗ', 'ấy'],
    'bên tê': ['bên', 'kia'],
    'đàng hoàng': ['đàng', 'hoàng'],
    'đàng sau': ['đằng', 'sau'],
    'đàng trước': ['đằng', 'trước'],
    'ngoài đàng': ['ngoài', 'đường'],
    'bây chừ': ['bây', 'giờ'],
    // The south
    'khai sanh': ['khai', 'sinh'],
    'sanh con': ['sinh', 'con'],
    'học sanh': ['học', 'sinh'],
    'chánh quyền': ['chính', 'quyền'],
    'hành chánh': ['hành', 'chính'],
    'tài chánh': ['tài', 'chính'],
    'nhứt là': ['nhất', 'là'],
    'thứ nhứt': ['thứ', 'nhất'],
    'bịnh viện': ['bệnh', 'viện'],
    'bịnh nhân': ['bệnh', 'nhân'],
    'bảo hiễm': ['bảo', 'hiểm'],
    'nhơn dân': ['nhân', 'dân'],
    'tánh tình': ['tính', 'tình'],
    'đờn ca': ['đàn', 'ca'],
    // The north
    'mấy giời': ['mấy', 'trời'],
    'giời ơi': ['trời', 'ơi'],
    'ông giời': ['ông', 'trời'],
    'nhẽ ra': ['lẽ', 'ra'],
    'có nhẽ': ['có', 'lẽ'],
    'thế lày': ['thế', 'này'],
    'thế lào': ['thế', 'nào'],
    'nàm sao': ['làm', 'sao'],
  }),
)

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({ rứa: 'vậy', mần: 'làm', nớ: 'ấy', bịnh: 'bệnh', giời: 'trời' }),
)

/** Replaces in place the words of a region in a row of clean words. Numbers and marks are passed as ''. */
export function commonWords(words: readonly string[]): string[] {
  const out = [...words]
  for (let i = 0; i < out.length; i++) {
    const pair = PAIRS.get(`${words[i] ?? ''} ${words[i + 1] ?? ''}`)
    if (pair !== undefined) {
      out[i] = pair[0]
      out[i + 1] = pair[1]
      i++
    } else out[i] = WORDS.get(words[i] ?? '') ?? words[i] ?? ''
  }
  return out
}
