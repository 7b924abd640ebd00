import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenise } from '../../../src/nlp/tokens.ts'

const read = (text: string): string =>
  tokenise(text)
    .map((t) => t.text)
    .join(' ')

describe('the reader of words', () => {
  it.each([
    ['telex', 'dduwowngf ngaapj quas ddi toois khoong thaays', 'đường ngập quá đi tối không thấy'],
    ['telex with its marks at the end', 'tieengs vieetj tienge duongdw', 'tiếng việt tiêng đương'],
    ['telex without its marks', 'duongf nuocs', 'đường nước'],
    ['VNI', 'duong2 hu7 ma2 kho6ng ai su7a3 nu7oc1 d9uc5', 'đường hư mà không ai sửa nước đục'],
    ['one VNI word', 'duong2 ngập', 'đường ngập'],
    ['numbers behind a word', 'hem3 so1 to5 ap2 QL13 kp2', 'hem 3 so 1 to 5 ap 2 quốc lộ 13 khu phố 2'],
    ['English', 'max speed box test as of ok', 'max speed box test as of ok'],
    [
      'joined words',
      'khongbiet khôngbiếtlàmsao thudaumot ducocong',
      'khong biet không biết làm sao thu dau mot du co cong',
    ],
    ['joined words with capitals', 'ThuDauMot', 'thu dau mot'],
    ['words of other languages', 'facebook karaoke complain camera', 'facebook karaoke complain camera'],
    ['broken syllables', 'n ước yếu đư ờng hư', 'nước yếu đường hư'],
    ['short forms that only look broken', 'k ai r ồn', 'không ai rồi ồn'],
    ['chat spelling', 'zậy thui nhìu mìh đườg thik jờ fải', 'vậy thôi nhiều mình đường thích giờ phải'],
    ['letters held down', 'khôngggg đẹpppp quáaaa', 'không đẹp quá'],
    ['fullwidth, styled and Cyrillic letters', 'ｒáｃ 𝐫á𝐜 rа́c', 'rác rác rác'],
    ['invisible characters', 'r\u200Bá\u2060c \u202Eđổ\u202C', 'rác đổ'],
    ['a heap of marks', `ra${'\u0301'.repeat(500)}c`, 'rác'],
    ['k as no and as thousand', 'k có, 50 k', 'không có , 50 nghìn'],
    ['kp', 'kp 3, kp tui', 'khu phố 3 , không phải tui'],
    [
      'p',
      'P.5, 10 p nữa, p Phú Cường, kp 2 p. phú lợi',
      'phường . 5 , 10 phút nữa , phường phú cường , khu phố 2 phường . phú lợi',
    ],
    ['đt', 'ĐT 743, đt 0912', 'đường tỉnh 743 , điện thoại 0912'],
    ['dt', 'dt 100m2', 'diện tích 100 m 2'],
    ['hs', 'nộp hs ở đâu, hs trường tiểu học', 'nộp hồ sơ ở đâu , học sinh trường tiểu học'],
    ['cc', 'làm cc, ở cc Phú Đạt, phòng cc', 'làm căn cước , ở chung cư phú đạt , phòng công chứng'],
    ['ng', 'ng ta, đường Ng Trãi', 'người ta , đường nguyễn trãi'],
    ['đk', 'k đủ đk, muốn đk tạm trú', 'không đủ điều kiện , muốn đăng ký tạm trú'],
    ['words of the centre', 'mần răng đi mô rứa, đau răng', 'làm sao đi đâu vậy , đau răng'],
    ['words of the south', 'giấy khai sanh, bịnh viện', 'giấy khai sinh , bệnh viện'],
    ['emoji', 'hư rồi 😡', 'hư rồi 😡'],
  ])('reads %s', (_what, text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

/** What a phone, a keyboard or a prankster may send. */
const ODD = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme-composite', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'đường',
        'n',
        'ước',
        ' ',
        '\u0301',
        '\u200B',
        'duong2',
        'ｒ',
        '𝐫',
        '\uD800',
        'dd',
        '7',
        '.',
        'khongbiet',
        'k',
        'P',
        '/',
        '@',
        'a.vn',
        '😡',
        '\u202E',
        'ThuDau',
      ),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join('')),
)

describe('tokens', () => {
  it('are slices of the text as written, in order, whatever the text', () => {
    fc.assert(
      fc.property(ODD, (text) => {
        let before = 0
        for (const token of tokenise(text)) {
          expect(text.slice(token.start, token.end)).toBe(token.raw)
          expect(token.end).toBeGreaterThan(token.start)
          expect(token.start).toBeGreaterThanOrEqual(before)
          before = token.start
        }
      }),
      { seed: 1022, numRuns: 2000 },
    )
  })

  it.each(['khongbietlamsao', 'n ước', 'kp 3', 'ThuDauMot', 'nu7oc1', 'r\u200Bác'])(
    'keeps every letter of "%s"',
    (text) => {
      const tokens = tokenise(text)
      const seen = new Set(tokens.flatMap((t) => Array.from({ length: t.end - t.start }, (_, i) => t.start + i)))
      expect([...text].every((c, i) => c === ' ' || seen.has(i))).toBe(true)
    },
  )

  it.each([
    ['one letter', 'a'],
    ['one joined word', 'khongbiet'],
    ['long joined words', `${'khongbietlamsao'.repeat(2)}kkkk `],
    ['marks', '\u0301\u0323'],
    ['addresses of pages', 'a.'],
    ['addresses of mail', 'a@a-'],
    ['VNI', 'nu7oc1 '],
    ['broken syllables', 'n ước '],
    ['digits and separators', '1.2-'],
    ['invisible characters', '\u200Ba'],
    ['short forms', 'k p kp ng '],
  ])('of 4,000 characters of %s take hardly longer than of 1,000, and never long', (_what, unit) => {
    const long = unit.repeat(4000).slice(0, 4000)
    const time = (text: string): number => {
      const runs = Array.from({ length: 5 }, () => {
        const start = performance.now()
        tokenise(text)
        return performance.now() - start
      })
      return Math.min(...runs)
    }
    tokenise(long)
    // Four times the work; squared would be sixteen. Below 60 ms a busy machine decides.
    expect(time(long)).toBeLessThan(Math.max(60, 10 * time(long.slice(0, 1000))))
  })
})
