import { beforeAll, describe, expect, it } from 'vitest'
import type { Understand } from '../../../src/core/index.ts'
import { saysNoPhoto } from '../../../src/flows/complaint/needless.ts'
import { Chat } from '../../support/chat.ts'
import { planPack } from '../../support/pack.ts'
import { turnFigures } from '../../support/turns.ts'
import { realUnderstand } from '../../support/understand.ts'

let understand: Understand
beforeAll(() => {
  understand = realUnderstand(planPack())
}, 120_000)

const chatting = (): Chat => new Chat({ pack: planPack(), understand })

describe('how much is asked', () => {
  it('takes about three messages from the first word to the code, and asks for nothing that was said', () => {
    const figures = turnFigures({ pack: planPack(), understand })
    expect(figures.complaints).toBeGreaterThanOrEqual(70)
    expect(figures.mean).toBeLessThanOrEqual(3.15)
    expect(figures.needless).toBe(0)
    expect(figures.never).toBeLessThanOrEqual(2)
    expect(figures.topicRight).toBeGreaterThanOrEqual(62)
    expect(figures.placeRight).toBeGreaterThanOrEqual(64)
  })

  it('a late land file in a named district is taken down with one yes', () => {
    const chat = chatting()
    const said = chat.says('hồ sơ sang tên sổ đỏ của tôi ở Thủ Dầu Một trễ hẹn 2 tháng mà không có thư xin lỗi')
    expect(said).toContain('[Gửi] [Sửa] [Ẩn danh] [Hủy]')
    expect(chat.opened()).toEqual([])
    chat.says('gửi')
    expect(chat.opened()).toEqual([expect.objectContaining({ topicId: 'gcn_tre_hen', localityId: '718-2022' })])
  })

  it('a photo that cannot be had is not asked for; one that comes all the same is kept', () => {
    const chat = chatting()
    expect(chat.says('Ở Vĩnh Tân có đống rác to sau chợ 10 ngày rồi, em không có chụp hình được')).toContain('[Gửi]')
    expect(chat.photo()).toContain('Ảnh: 1')
  })

  it('the summary says how to leave a number, and a number alone is one', () => {
    const chat = chatting()
    expect(chat.says('karaoke hát tới khuya ở phường Phú Cường')).toContain(
      'Liên hệ: không có (muốn được gọi lại, nhắn số điện thoại vào đây)',
    )
    expect(chat.says('0912000111')).toContain('Liên hệ: 09••••••11')
    chat.says('gửi')
    expect(chat.opened()).toEqual([expect.objectContaining({ contactPhone: '0912000111' })])
  })

  it('two communes of one name are asked about, whatever the matter', () => {
    expect(chatting().says('karaoke ồn cả đêm ở Tân Định')).toContain('Tân Định có ở 2 nơi')
  })

  it('a place alone answers the question where, also one whose words look like something else', () => {
    const chat = chatting()
    chat.says('rác không ai đổ')
    expect(chat.says('Thủ Dầu Một')).toContain('Ở phường/xã nào của thành phố Thủ Dầu Một?')
  })
})

describe('there is no photo', () => {
  it.each(['em không có chụp hình được', 'ko co hinh dau', 'chưa chụp', 'cái này ko chụp hình được', 'khong co anh'])(
    '%s',
    (text) => expect(saysNoPhoto(text)).toBe(true),
  )

  it.each([
    'hình như không ai dọn',
    'không phải hình thức đâu',
    'ko co anh nao toi xu ly',
    'gửi hình nè',
    'không ai dọn rác',
  ])('is not said by: %s', (text) => expect(saysNoPhoto(text)).toBe(false))
})
