import { describe, expect, it } from 'vitest'
import { beginRating } from '../../../src/conversation/begin-rating.ts'
import type { TicketView } from '../../../src/core/index.ts'
import { Chat } from '../../support/chat.ts'
import { smallPack } from '../../support/small-pack.ts'
import { complains, entity, placeAt, understood } from '../../support/understanding.ts'

function ticket(given: Partial<TicketView> = {}): TicketView {
  return {
    id: 't1',
    code: 'PA-2611-7K3QM',
    status: 'accepted',
    topicId: 'rac_thai',
    localityId: 'phu-cuong',
    unitId: 'u-phu-cuong',
    title: 'Rác thải ở phường Phú Cường',
    filedAt: new Date('2026-11-20T02:00:00Z'),
    dueAt: new Date('2026-12-01T10:00:00Z'),
    answeredAt: null,
    resultText: null,
    rating: null,
    ...given,
  }
}

describe('tố cáo', () => {
  const said = 'tôi tố cáo ông Trần Văn Tám nhận tiền'
  const u = understood({
    intent: 'denounce',
    substantial: true,
    topics: [{ id: 'nhung_nhieu', score: 0.9 }],
    entities: [entity('name', 'Trần Văn Tám')],
  })

  it('says first how the sender is protected, and repeats no name', () => {
    const chat = new Chat()
    const answer = chat.says(said, u)
    expect(answer.startsWith('Danh tính của Anh/Chị được giữ bí mật')).toBe(true)
    expect(answer).not.toContain('Tám')
    expect(chat.says('ghi kin')).not.toContain('Tám')
    expect(chat.opened()).toEqual([])
    chat.says('gửi kín')
    expect(chat.opened()).toEqual([
      expect.objectContaining({
        kind: 'TC',
        anonymous: true,
        contactName: null,
        contactPhone: null,
        description: said,
      }),
    ])
  })

  it('does not disturb a complaint that is being written', () => {
    const chat = new Chat()
    const first = 'rác ở phường Phú Cường mấy ngày'
    chat.says(first, complains('rac_thai', { place: placeAt('phu-cuong', first, 'Phú Cường') }))
    expect(chat.says(said, u)).toContain('Danh tính của Anh/Chị được giữ bí mật')
    expect(chat.says('không ghi')).toContain('[Bỏ qua]')
    expect(chat.active?.flowId).toBe('complaint')
  })
})

describe('answers from the pack', () => {
  const birth = understood({ intent: 'ask_procedure', substantial: true, answers: [{ id: 'khai-sinh', score: 1 }] })

  it('gives papers, place, time, fee, source and date, and what may be asked next', () => {
    const chat = new Chat()
    expect(chat.says('thủ tục khai sinh', birth)).toBe(
      [
        'Đăng ký khai sinh',
        'Đăng ký trong 60 ngày kể từ ngày sinh.',
        'Cần mang:',
        '- Giấy chứng sinh',
        '- Giấy tờ cư trú (cần kiểm tra lại)',
        'Nơi nộp: Trung tâm Phục vụ hành chính công cấp xã bất kỳ',
        'Thời hạn: Ngay trong ngày',
        'Lệ phí: Miễn phí khi đúng hạn',
        'Trực tuyến: Toàn trình',
        'Căn cứ: Luật Hộ tịch 2014, Điều 15 · kiểm tra 30/07/2026',
        'Xem thêm tại trang chính thức:',
        'Anh/Chị cần gì thêm? [Đăng ký kết hôn] [Chứng thực bản sao] [Gặp cán bộ]',
      ].join('\n'),
    )
    expect(chat.says('1')).toContain('Đăng ký kết hôn')
  })

  it('answers by the version in force on the day of the question', () => {
    const then = new Chat({ now: new Date('2022-10-03T03:00:00Z') })
    expect(then.says('khai sinh', birth)).toContain('UBND cấp xã nơi cha hoặc mẹ cư trú')
    const lastDay = new Chat({ now: new Date('2025-06-30T16:59:00Z') })
    expect(lastDay.says('khai sinh', birth)).toContain('UBND cấp xã nơi cha hoặc mẹ cư trú')
    const firstDay = new Chat({ now: new Date('2025-06-30T17:00:00Z') })
    expect(firstDay.says('khai sinh', birth)).toContain('Trung tâm Phục vụ hành chính công')
  })

  it('asks which is meant when no card is certain, and admits what it does not know', () => {
    const chat = new Chat()
    const answers = [
      { id: 'khai-sinh', score: 0.6 },
      { id: 'ket-hon', score: 0.58 },
    ]
    expect(chat.says('đăng ký', { intent: 'ask_procedure', substantial: true, answers })).toContain(
      '[Đăng ký khai sinh] [Đăng ký kết hôn]',
    )
    expect(chat.says('thủ tục mua máy bay', { intent: 'ask_procedure', substantial: true })).toContain(
      'chưa có câu trả lời chắc chắn',
    )
  })

  it('asks which is meant when several cards fit alike', () => {
    const answers = [
      { id: 'khai-sinh', score: 0.85 },
      { id: 'ket-hon', score: 0.85 },
    ]
    expect(new Chat().says('phí bao nhiêu', { intent: 'ask_procedure', answers })).toContain('[Đăng ký kết hôn]')
  })

  it('never says whom to vote for', () => {
    const chat = new Chat()
    const said = chat.says('bầu ai thì tốt', {
      intent: 'ask_election',
      topics: [{ id: 'tu_choi_gioi_thieu', score: 0.9 }],
      answers: [{ id: 'bo-phieu', score: 0.9 }],
    })
    expect(said).toContain('không giới thiệu và không ủng hộ ai')
  })

  it('splits a long card into at most three messages of 1,200 and keeps the source', () => {
    const pack = smallPack()
    const card = pack.cards.get('khai-sinh')
    if (card === undefined) throw new Error('card')
    const version = card.versions[1]
    if (version === undefined) throw new Error('version')
    const papers = Array.from({ length: 40 }, (_, i) => ({
      text: `Giấy tờ số ${i} ${'rất dài '.repeat(10)}`,
      confidence: 'A' as const,
    }))
    const long = { ...card, versions: [{ ...version, papers, link: null }] }
    const chat = new Chat({ pack: smallPack({ cards: new Map([[card.id, long]]) }) })
    chat.says('khai sinh', birth)
    const texts = chat.last?.say.filter((c) => c.kind === 'text') ?? []
    expect(texts.length).toBeLessThanOrEqual(3)
    expect(texts.every((c) => c.text.length <= 1200)).toBe(true)
    expect(texts.at(-1)?.text).toContain('Căn cứ: ')
  })
})

describe('status', () => {
  it('shows state, unit and promise of one’s own case, and lists several', () => {
    const one = new Chat({ tickets: [ticket()] })
    expect(one.says('hồ sơ của tôi', { intent: 'ask_status' })).toBe(
      'PA-2611-7K3QM: Rác thải ở phường Phú Cường\nTình trạng: đơn vị đang xử lý.\nĐơn vị: UBND phường Phú Cường\n' +
        'Hẹn trả lời trước 17:00 thứ Ba 01/12.\nAnh/Chị cần gì thêm về phiếu này? [Bổ sung] [Gặp cán bộ]',
    )
    one.says('bo sung')
    one.says('vẫn còn mùi')
    expect(one.effects).toEqual([{ type: 'add-to-ticket', ticketId: 't1', text: 'vẫn còn mùi', mediaRefs: [] }])
    const many = new Chat({
      tickets: Array.from({ length: 8 }, (_, i) => ticket({ id: `${i}`, code: `PA-2611-AAAA${i}` })),
    })
    many.says('hồ sơ của tôi', { intent: 'ask_status' })
    expect(many.choices).toHaveLength(5)
    const pages = many.last?.say.find((c) => c.kind === 'list')
    expect(pages?.items).toHaveLength(5)
    expect(pages?.items[0]).toEqual({
      title: 'PA-2611-AAAA0 Rác thải ở phường Phú Cường',
      subtitle: 'Đơn vị đang xử lý',
      url: 'https://vidu.vn/phieu/PA-2611-AAAA0',
    })
    expect(many.says('2')).toContain('PA-2611-AAAA1')
  })

  it('shows others the public view, and of a sealed case nothing', () => {
    const chat = new Chat()
    const other = ticket({ status: 'waiting-citizen' })
    const shown = chat.says('PA-2611-7K3QM', { intent: 'ask_status' }, { mentioned: other })
    expect(shown).toContain('đang chờ người gửi bổ sung')
    expect(shown).not.toContain('[Bổ sung]')
    const sealed = ticket({ code: 'TC-2611-7K3QM', title: '' })
    expect(chat.says('TC-2611-7K3QM', { intent: 'ask_status' }, { mentioned: sealed })).toContain(
      'Không tìm thấy mã này',
    )
    expect(
      chat.says(
        'TC-2611-7K3QM',
        { intent: 'ask_status' },
        { mentioned: sealed, mentionedIsMine: true, tickets: [sealed] },
      ),
    ).toBe('TC-2611-7K3QM: đang được xử lý theo quy định bảo vệ người tố cáo.')
  })

  it('says when a code is unknown, and when a promise is late', () => {
    const chat = new Chat()
    expect(chat.says('PA-2611-ZZZZZ', { intent: 'ask_status' })).toContain('Không tìm thấy mã này')
    const late = new Chat({ tickets: [ticket({ dueAt: new Date('2026-11-20T10:00:00Z') })] })
    expect(late.says('hồ sơ của tôi', { intent: 'ask_status' })).toContain('hiện đã trễ')
  })
})

describe('rating', () => {
  function asked(): Chat {
    const chat = new Chat({ tickets: [ticket({ status: 'answered', answeredAt: new Date('2026-11-22T03:00:00Z') })] })
    const begun = beginRating({ ticket: ticket(), pack: smallPack(), active: null })
    chat.active = begun.active
    chat.choices = begun.choices
    return chat
  }

  it('takes a mark by tap, label or number, then a word', () => {
    const chat = asked()
    expect(chat.labels).toHaveLength(5)
    expect(chat.says('5')).toContain('góp thêm một lời')
    chat.says('làm nhanh lắm')
    expect(chat.effects).toEqual([
      { type: 'rate-ticket', ticketId: 't1', rating: 5, comment: null },
      { type: 'rate-ticket', ticketId: 't1', rating: 5, comment: 'làm nhanh lắm' },
    ])
  })

  it('offers to reopen to who is not satisfied', () => {
    const chat = asked()
    expect(chat.says('chua hai long')).toContain('[Mở lại] [Không cần]')
    chat.says('rác vẫn còn nguyên')
    chat.says('mở lại')
    expect(chat.effects.at(-1)).toEqual({ type: 'reopen-ticket', ticketId: 't1', comment: 'rác vẫn còn nguyên' })
  })

  it('lets a complaint in the middle wait and go on', () => {
    const chat = new Chat()
    const first = 'rác ở phường Phú Cường mấy ngày'
    chat.says(first, complains('rac_thai', { place: placeAt('phu-cuong', first, 'Phú Cường') }))
    const begun = beginRating({ ticket: ticket(), pack: smallPack(), active: chat.active })
    chat.active = begun.active
    chat.choices = begun.choices
    chat.taps('rate:4')
    expect(chat.taps('rating.skip')).toContain('[Bỏ qua]')
    expect(chat.active?.flowId).toBe('complaint')
  })

  it('finds the last answered case when it was not asked', () => {
    const chat = new Chat({ tickets: [ticket({ status: 'answered', answeredAt: new Date('2026-11-22T03:00:00Z') })] })
    expect(chat.says('tôi muốn đánh giá', { intent: 'survey_rating' })).toContain('PA-2611-7K3QM')
    expect(new Chat().says('tôi muốn đánh giá', { intent: 'survey_rating' })).toContain('chưa có phiếu nào')
  })
})

describe('the rest', () => {
  it('takes a data request only after a yes', () => {
    const chat = new Chat()
    expect(chat.says('xóa dữ liệu của tôi', { intent: 'privacy_request' })).toContain('Gửi yêu cầu "Xóa dữ liệu"')
    expect(chat.opened()).toEqual([])
    chat.says('có', { reply: 'yes' })
    expect(chat.opened()[0]).toMatchObject({ kind: 'YC', topicId: 'xoa_du_lieu' })
  })

  it('issues and redeems link codes', () => {
    const chat = new Chat()
    chat.says('Liên kết')
    chat.says('mã của tôi là lk-7k3qma')
    expect(chat.effects).toEqual([{ type: 'issue-link-code' }, { type: 'redeem-link-code', code: 'LK-7K3QMA' }])
  })

  it('meets abuse calmly and hands over to people with their hours', () => {
    const chat = new Chat()
    expect(chat.says('đồ ngu', { intent: 'abuse', abusive: true })).toContain('[Gửi phản ánh] [Gặp cán bộ]')
    expect(chat.says('gap can bo')).toContain('07:30–11:30, 13:30–17:00')
    expect(chat.effects).toEqual([{ type: 'hand-to-staff', reason: 'Người dân muốn gặp cán bộ' }])
  })
})
