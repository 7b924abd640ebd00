import { beforeAll, describe, expect, it } from 'vitest'
import type { Understand } from '../../../src/core/index.ts'
import { maskForReview } from '../../../src/nlp/mask-personal.ts'
import { planPack } from '../../support/pack.ts'
import { realUnderstand } from '../../support/understand.ts'

let understand: Understand
beforeAll(() => {
  understand = realUnderstand(planPack())
}, 120_000)

const masked = (text: string, known: string[] = []): string => maskForReview(text, { understand, known })

describe('what leaves for review', () => {
  it.each([
    ['gọi tôi 0912 345 678 nhé', '0912'],
    ['cccd 074 190 001 234 của tôi', '190'],
    ['xe 61A-123.45 đậu trước nhà', '123'],
    ['xe 61c1 12345 phóng ẩu', '12345'],
    ['rác trước số nhà 12/4 đường Yersin', '12/4'],
    ['đèn hư ở hẻm 35 đường Yersin', '35'],
    ['nhà số 7B ồn ào', '7B'],
    ['cán bộ anh Dũng quát dân', 'Dũng'],
    ['Tôi là Trần Văn Bảy, rác không ai đổ', 'Bảy'],
    ['phiếu PA-2611-7K3QM sao rồi', '7K3QM'],
    ['viết cho tôi: a.b@thu.vn', 'a.b@'],
    ['xem https://vi.du/anh?id=44', 'vi.du'],
  ])('hides who it is about: %s', (text, gone) => expect(masked(text)).not.toContain(gone))

  it.each([
    'rác ở phường Phú Cường 5 ngày không ai dọn',
    'đường số 5 khu phố 2 phường Phú Hòa ngập',
    'Quốc lộ 13 kẹt xe từ 5h chiều 30/4',
    'thu 500 ngàn mỗi nhà làm đường',
    'ở Tân Định có trại heo hôi',
  ])('keeps what is learned from: %s', (text) => expect(masked(text)).toBe(text))

  it('hides what the case knows of its contact, also in lower case', () => {
    expect(masked('lan đây, rác ở chợ, gọi lan nha; bụi lan vô nhà', ['Lan', '0912000111'])).toBe(
      '[tên] đây, rác ở chợ, gọi [tên] nha; bụi [tên] vô nhà',
    )
  })

  it('hides nothing of the commune behind a title', () => {
    expect(masked('đường ở Dĩ An hư, cô Lan nói chờ')).toBe('đường ở Dĩ An hư, cô [tên] nói chờ')
  })

  it('never throws, and is short', () => {
    const long = `${'số 1/2/'.repeat(600)} 0912345678`
    expect(masked(long).length).toBeLessThan(long.length * 3)
    expect(masked('')).toBe('')
    expect(masked('\ud83d')).toBeTypeOf('string')
  })
})
