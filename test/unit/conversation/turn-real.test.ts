import { beforeAll, describe, expect, it } from 'vitest'
import type { Understand } from '../../../src/core/index.ts'
import { Chat } from '../../support/chat.ts'
import { planPack } from '../../support/pack.ts'
import { realUnderstand } from '../../support/understand.ts'

/** The main paths with the real pack and the real understander. */
let understand: Understand
beforeAll(() => {
  understand = realUnderstand(planPack())
}, 120_000)

const chatting = (): Chat => new Chat({ pack: planPack(), understand })

describe('with the real pack and understander', () => {
  it('a complaint without accents reaches the check with three answers', () => {
    const chat = chatting()
    expect(chat.says('rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')).toMatch(
      /^Đã ghi nhận: rác thải tồn đọng.*, phường Phú Cường \(thành phố Thủ Dầu Một\), khoảng 5 ngày\./,
    )
    chat.says('ko co hinh')
    expect(chat.says('ẩn danh')).toContain('[Gửi] [Sửa] [Hủy]')
    chat.says('gửi đi')
    expect(chat.opened()).toEqual([
      expect.objectContaining({ topicId: 'rac_thai', localityId: '25747-2022', anonymous: true }),
    ])
  })

  it('short pieces are joined, corrected and answered in between', () => {
    const chat = chatting()
    chat.says('rác')
    chat.says('ở chợ')
    chat.says('phường Phú Lợi')
    expect(chat.says('làm khai sinh cần giấy tờ gì')).toContain('Giấy chứng sinh')
    chat.says('để sau')
    chat.says('khỏi')
    expect(chat.says('không phải, ở phường Phú Cường')).toContain('phường Phú Cường (thành phố Thủ Dầu Một)')
    chat.says('ok')
    expect(chat.opened()).toEqual([expect.objectContaining({ localityId: '25747-2022', placeText: 'ở chợ' })])
  })

  it('danger, tố cáo and khiếu nại are each met as they must be', () => {
    const danger = chatting()
    danger.says('cháy nhà ở phường Phú Cường')
    expect(danger.last?.say[0]?.kind).toBe('call')
    expect(chatting().says('tôi muốn tố cáo cán bộ địa chính nhận tiền')).toMatch(
      /^Danh tính của Anh\/Chị được giữ bí mật/,
    )
    expect(chatting().says('tôi muốn khiếu nại quyết định thu hồi đất')).toMatch(/^Tin nhắn chưa phải là đơn khiếu nại/)
  })

  it.each([
    'ông phó phường ăn tiền của mấy nhà xây lố',
    'ong can bo dat dai vom tien toi 10 trieu moi ky',
    'trưởng ấp lấy tiền cứu trợ bỏ túi',
  ])('an accusation without the word tố cáo is protected first: %s', (words) => {
    const chat = chatting()
    expect(chat.says(words)).toMatch(/^Danh tính của Anh\/Chị được giữ bí mật/)
    expect(chat.opened()).toEqual([])
  })

  it('questions are answered from cards, and nobody is recommended', () => {
    const chat = chatting()
    expect(chat.says('dang ky ket hon o dau')).toContain('Căn cứ: ')
    expect(chat.says('bầu cho ai bây giờ')).toContain('không giới thiệu')
    expect(chat.says('số tổng đài là gì')).toContain('1022')
  })
})
