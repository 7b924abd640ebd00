import { describe, expect, it } from 'vitest'
import { bare } from '../../../src/core/text.ts'
import { findLeaks } from '../../../src/nlp-eval/leaks.ts'

const STORY = 'Nhà tui ở cuối hẻm 12, ba đêm nay đèn đường tắt tối thui, con nhỏ đi học thêm về té hoài'

describe('findLeaks', () => {
  it.each([
    ['the same', STORY],
    ['without accents', bare(STORY).toUpperCase()],
    ['with other signs', STORY.replaceAll(',', ' ...')],
    ['with words added', `dạ ad ơi ${STORY}`],
    ['with a word exchanged', STORY.replace('thui', 'om')],
    [
      'with slips in many words',
      'Nhà tui ở cuôi hẻm 12, ba đêmnay đèn đườg tắt tốithui, con nhỏ đi họcthêm về té hòai',
    ],
  ])('finds a long message %s', (_, other) => {
    expect(findLeaks(['gì khác', other], [STORY])).toMatchObject([{ train: 1, gold: 0 }])
  })

  it('leaves alone messages about the same thing in other words, and other short ones', () => {
    const other = 'Cho em báo đèn đường hẻm 12 tắt ba đêm nay rồi, đi học thêm về tối lắm ạ'
    expect(findLeaks([other, 'cảm ơn', 'cảm ơn nhiều'], [STORY, 'cám ơn bạn'])).toEqual([])
  })

  it('finds a short message that is the same', () => {
    expect(findLeaks(['Làm lại từ đầu!'], ['lam lai tu dau'])).toMatchObject([{ likeness: 1, by: 'words' }])
  })
})
