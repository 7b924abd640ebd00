import { describe, expect, it } from 'vitest'
import type { PlaceMatch } from '../../../src/core/index.ts'
import { titleOf } from '../../../src/tickets/filing.ts'
import { Chat } from '../../support/chat.ts'
import { complains, entity, placeAt, understood } from '../../support/understanding.ts'

const FIRST = 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don'
const first = complains('rac_thai', { place: placeAt('phu-cuong', FIRST, 'Phu Cuong') })

/** A complaint up to the check. */
function atCheck(): Chat {
  const chat = new Chat()
  chat.says(FIRST, first)
  chat.taps('complaint.skip')
  chat.taps('complaint.skip')
  return chat
}

describe('a complaint', () => {
  it('takes everything from the first message and asks only for the rest', () => {
    const chat = new Chat()
    expect(chat.says(FIRST, first)).toBe(
      'Đã ghi nhận: rác thải tồn đọng, đổ trộm, phường Phú Cường (thành phố Thủ Dầu Một), khoảng 5 ngày.\n' +
        'Anh/Chị gửi thêm ảnh hoặc vị trí cụ thể được không? (Đừng gửi ảnh giấy tờ tùy thân.) [Bỏ qua]',
    )
    expect(chat.photo()).toContain('Gửi phản ánh này đến UBND Phường Phú Cường? [Gửi] [Sửa] [Ẩn danh] [Hủy]')
    expect(chat.opened()).toEqual([])
    chat.says('gửi')
    expect(chat.opened()).toEqual([
      {
        kind: 'PA',
        topicId: 'rac_thai',
        localityId: 'phu-cuong',
        placeText: '',
        lat: null,
        lon: null,
        description: FIRST,
        urgency: 'normal',
        anonymous: false,
        contactName: null,
        contactPhone: null,
        mediaRefs: ['in-2'],
        topicGuesses: [{ id: 'rac_thai', score: 0.9 }],
      },
    ])
    expect(chat.active).toBeNull()
  })

  it('asks what it is about when only the wish to complain is told', () => {
    const chat = new Chat()
    expect(chat.says('tôi muốn phản ánh', { intent: 'report_issue' })).toContain('Anh/Chị muốn phản ánh việc gì?')
    chat.says('rác', { topics: [{ id: 'rac_thai', score: 0.8 }] })
    expect(chat.says('ở chợ')).toContain('Nơi đó thuộc phường/xã nào?')
    expect(chat.state).toMatchObject({ draft: { parts: ['rác'], placeText: 'ở chợ' } })
  })

  it('asks which of two places of one name is meant, and takes the district as an answer', () => {
    const chat = new Chat()
    const place: PlaceMatch = {
      kind: 'ambiguous',
      localityIds: ['tan-dinh-bc', 'tan-dinh-btu'],
      span: { start: 0, end: 8 },
      rule: '',
    }
    expect(chat.says('rác ở Tân Định', complains('rac_thai', { place }))).toContain(
      'Tân Định có ở 2 nơi. Anh/Chị nói nơi nào? [Phường Tân Định (thị xã Bến Cát)] [Xã Tân Định (huyện Bắc Tân Uyên)]',
    )
    expect(chat.says('bắc tân uyên')).toContain('xã Tân Định (huyện Bắc Tân Uyên)')
  })

  it('says once that a place is beyond the province, takes one within it, and ends when it is outside indeed', () => {
    const place: PlaceMatch = { kind: 'outside', name: 'Quận 9', span: { start: 5, end: 11 }, rule: '' }
    const chat = new Chat()
    expect(chat.says('rác ở Quận 9', complains('rac_thai', { place }))).toContain('Quận 9 ở ngoài tỉnh')
    const inside = 'à ở phường Phú Cường'
    expect(chat.says(inside, understood({ place: placeAt('phu-cuong', inside, 'Phú Cường') }))).toContain('Phú Cường')
    expect(chat.state).toMatchObject({ draft: { localityId: 'phu-cuong', outside: null } })

    const other = new Chat()
    other.says('rác ở Quận 9', complains('rac_thai', { place }))
    expect(other.says('đúng rồi', understood({ reply: 'yes' }))).toContain('liên hệ chính quyền nơi đó')
    expect(other.opened()).toEqual([])
  })

  it('asks for the commune of a district, offering only those that exist', () => {
    const chat = new Chat()
    const said = 'ổ gà ở Thủ Dầu Một'
    const asked = chat.says(said, complains('duong_hu_hong', { place: placeAt('tdm', said, 'Thủ Dầu Một') }))
    expect(asked).toContain('Ở phường/xã nào của thành phố Thủ Dầu Một?')
    expect(chat.labels).not.toContain('Phường Cũ Kỹ')
    expect(chat.labels.length).toBeLessThanOrEqual(5)
    expect(chat.says('chánh mỹ')).toContain('phường Chánh Mỹ')
  })

  it('goes on without a known place after two tries', () => {
    const chat = new Chat()
    chat.says('đèn đường hỏng', complains('den_duong'))
    chat.says('gần cây xăng')
    expect(chat.says('đoạn cuối đường')).toContain('Anh/Chị gửi thêm ảnh')
    expect(chat.state).toMatchObject({ draft: { localityId: null, placeText: 'gần cây xăng, đoạn cuối đường' } })
  })

  it('asks for the topic once and then leaves it to the dispatchers', () => {
    const chat = new Chat()
    const said = 'việc lạ ở phường Phú Cường chưa ai xử lý'
    const place = placeAt('phu-cuong', said, 'Phú Cường')
    expect(chat.says(said, understood({ intent: 'report_issue', substantial: true, place }))).toContain('[Việc khác]')
    expect(chat.says('khó nói lắm')).toContain('Anh/Chị gửi thêm ảnh')
    chat.taps('complaint.skip')
    chat.taps('complaint.skip')
    chat.taps('complaint.send')
    expect(chat.opened()[0]).toMatchObject({ topicId: null, description: `${said}\nkhó nói lắm` })
  })

  it('hears a place at the topic question, and offers only what can be reported', () => {
    const chat = new Chat()
    const topics = [{ id: 'khai_sinh', score: 0.2 }]
    chat.says('hẻm 45 tối thui', understood({ intent: 'report_issue', substantial: true, topics }))
    expect(chat.labels).not.toContain('Đăng ký khai sinh')
    const asked = chat.says('phú hòa', { place: placeAt('phu-hoa', 'phú hòa', 'phú hòa') })
    expect(asked).toContain('phường Phú Hòa')
    expect(asked).toContain('[Việc khác]')
    expect(chat.state).toMatchObject({ draft: { parts: ['hẻm 45 tối thui'] } })
  })

  it('takes the place that a first message means, not the one it denies', () => {
    const chat = new Chat()
    const said = 'nhà ngập rác, không phải ở phường Phú Cường mà ở Phú Lợi'
    chat.says(said, complains('rac_thai', { place: placeAt('phu-cuong', said, 'Phú Cường') }))
    expect(chat.state).toMatchObject({ draft: { localityId: 'phu-loi' } })
  })

  it('is a kiến nghị when the resident proposes something', () => {
    const chat = new Chat()
    const said = 'nên trồng thêm cây ở phường Phú Cường'
    chat.says(said, complains('den_duong', { intent: 'suggest', place: placeAt('phu-cuong', said, 'Phú Cường') }))
    expect(chat.taps('complaint.skip')).toContain('Gửi kiến nghị này')
    chat.taps('complaint.send')
    expect(chat.opened()[0]?.kind).toBe('KN')
  })
})

describe('corrections', () => {
  it('takes the place that is meant, not the one that is denied', () => {
    const chat = atCheck()
    const said = 'không phải phường Phú Cường, ở phường Phú Hòa'
    expect(chat.says(said, understood({ place: placeAt('phu-cuong', said, 'Phú Cường') }))).toContain(
      'UBND Phường Phú Hòa',
    )
    expect(chat.state).toMatchObject({ draft: { localityId: 'phu-hoa' } })
  })

  it('takes the topic that is meant', () => {
    const chat = new Chat()
    const said = 'đường bẩn quá ở phường Phú Cường'
    chat.says(said, complains('duong_hu_hong', { place: placeAt('phu-cuong', said, 'Phú Cường') }))
    const topics = [
      { id: 'duong_hu_hong', score: 0.8 },
      { id: 'rac_thai', score: 0.7 },
    ]
    expect(chat.says('ý tôi là rác chứ không phải đường', understood({ topics, intent: 'report_issue' }))).toContain(
      'rác thải tồn đọng',
    )
    expect(chat.state).toMatchObject({ draft: { topicId: 'rac_thai' } })
  })

  it.each([
    ['không phải rác, ý là đường hư', 'đường hư'],
    ['ko phai rac, y em la duong hu truoc nha', 'duong hu truoc nha'],
    ['đường hư chứ không phải rác', 'đường hư'],
    ['không phải rác mà là đường ổ gà', 'đường ổ gà'],
    // One word is no title.
    ['nhầm, đường', 'Đường hư hỏng, ổ gà'],
  ])('a corrected matter gives the case its title: %s', (said, headline) => {
    const chat = new Chat()
    chat.says('rác trước nhà ở Phú Cường', complains('rac_thai', { place: placeAt('phu-cuong', FIRST, 'Phu Cuong') }))
    chat.says(said, complains('duong_hu_hong'))
    chat.taps('complaint.skip')
    chat.taps('complaint.skip')
    chat.says('gửi', understood({ reply: 'yes' }))
    expect(chat.opened()).toEqual([expect.objectContaining({ topicId: 'duong_hu_hong', headline })])
    expect(titleOf(headline)).toBe(headline)
  })

  it('keeps the street when only the ward was wrong', () => {
    const chat = new Chat()
    const said = 'rác ở hẻm 12 đường Yersin phường Phú Hòa'
    const address = entity('address', 'hẻm 12 đường Yersin phường Phú Hòa')
    chat.says(said, complains('rac_thai', { place: placeAt('phu-hoa', said, 'Phú Hòa'), entities: [address] }))
    chat.says('không phải, ở phường Phú Cường')
    expect(chat.state).toMatchObject({ draft: { localityId: 'phu-cuong', placeText: 'hẻm 12 đường Yersin' } })
  })

  it('adds what begins with "thêm:" at any step', () => {
    const chat = atCheck()
    expect(chat.says('thêm: có mùi hôi')).toContain('Đã ghi thêm.')
    chat.taps('complaint.send')
    expect(chat.opened()[0]?.description).toBe(`${FIRST}\nthêm: có mùi hôi`)
  })

  it('lets content and place be written anew', () => {
    const chat = atCheck()
    chat.taps('complaint.edit')
    chat.taps('complaint.edit-what')
    expect(chat.says('xe rác không đến', complains('rac_thai'))).toContain('xe rác không đến')
    chat.taps('complaint.edit')
    expect(chat.taps('complaint.edit-place')).toContain('Việc này ở đâu?')
    expect(chat.says('phường Phú Lợi')).toContain('UBND Phường Phú Lợi')
  })
})

describe('a change of mind', () => {
  it('answers a question in the middle and comes back to the same step', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    const said = chat.says('làm khai sinh cần gì?', {
      intent: 'ask_procedure',
      substantial: true,
      answers: [{ id: 'khai-sinh', score: 1 }],
    })
    expect(said).toContain('Cần mang:')
    expect(said.endsWith('[Bỏ qua]')).toBe(true)
    expect(chat.state).toMatchObject({ step: 'media' })
  })

  it('asks before it throws the words away, and sends nothing', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    expect(chat.says('thôi hủy', { reply: 'cancel' })).toContain('[Bỏ] [Ghi tiếp]')
    expect(chat.says('ghi tiep')).toContain('[Bỏ qua]')
    chat.says('hủy', { reply: 'cancel' })
    expect(chat.says('bỏ')).toContain('không có gì được gửi đi')
    expect(chat.active).toBeNull()
    expect(chat.opened()).toEqual([])
  })

  it('keeps a second matter until the first is sent', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    const other = 'karaoke ồn ban đêm ở phường Phú Lợi'
    expect(chat.says(other, complains('tieng_on', { place: placeAt('phu-loi', other, 'Phú Lợi') }))).toContain(
      '[Ghi thêm] [Việc khác]',
    )
    chat.says('việc khác')
    chat.taps('complaint.skip')
    chat.taps('complaint.skip')
    expect(chat.taps('complaint.send')).toContain('Giờ đến việc thứ hai.')
    chat.taps('complaint.skip')
    chat.taps('complaint.send')
    expect(chat.opened().map((d) => [d.topicId, d.localityId])).toEqual([
      ['rac_thai', 'phu-cuong'],
      ['tieng_on', 'phu-loi'],
    ])
  })

  it('keeps what is written while the menu is shown', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    expect(chat.says('menu', { intent: 'menu' })).toContain('[Ghi tiếp]')
    expect(chat.says('ghi tiếp')).toContain('[Bỏ qua]')
  })
})

describe('words at the check', () => {
  it('send only on a plain yes; "đừng gửi" and asides do not', () => {
    for (const said of ['đừng gửi', 'khoan gửi đã', 'gửi ảnh sau', 'sao lâu vậy', 'dung gui']) {
      const chat = atCheck()
      const asked = chat.says(said)
      expect(chat.opened(), said).toEqual([])
      expect(asked, said).toContain('[Gửi]')
      expect(chat.state, said).toMatchObject({ draft: { parts: [FIRST] } })
    }
    const yes = atCheck()
    yes.says('đúng rồi gửi đi')
    expect(yes.opened()).toHaveLength(1)
  })

  it('a wish to stop is first a wish to stop this complaint', () => {
    const chat = atCheck()
    expect(chat.says('thôi khỏi gửi nữa', { intent: 'stop', confidence: 0.95 })).toContain('[Bỏ] [Ghi tiếp]')
    expect(chat.effects).toEqual([])
  })
})

describe('who sends', () => {
  it('takes a number as contact when asked, masks it on the screen, and saves it', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    chat.taps('complaint.skip')
    const said = chat.says('Nguyễn Văn An 0912345678', { entities: [entity('phone', '0912345678')] })
    expect(said).toContain('Nguyễn Văn An 09••••••78')
    expect(said).not.toContain('0912345678')
    chat.taps('complaint.send')
    expect(chat.opened()[0]).toMatchObject({ contactName: 'Nguyễn Văn An', contactPhone: '0912345678' })
    expect(chat.effects).toContainEqual({ type: 'save-contact', name: 'Nguyễn Văn An', phone: '0912345678' })
  })

  it('does not take a number in the complaint for the sender’s', () => {
    const chat = new Chat()
    const said = 'tờ rơi cho vay số 0911222333 dán khắp phường Phú Cường'
    chat.says(
      said,
      complains('rac_thai', {
        place: placeAt('phu-cuong', said, 'Phú Cường'),
        entities: [entity('phone', '0911222333')],
      }),
    )
    expect(chat.state).toMatchObject({ contact: { phone: null } })
  })

  it('uses the contact that is known, and leaves it out when asked to', () => {
    const chat = new Chat({ knownContact: { name: 'Lan', phone: '0987654321' } })
    chat.says(FIRST, first)
    expect(chat.taps('complaint.skip')).toContain('Liên hệ: Lan 09••••••21')
    expect(chat.says('an danh')).toContain('Sẽ gửi ẩn danh')
    chat.taps('complaint.send')
    expect(chat.opened()[0]).toMatchObject({ anonymous: true, contactName: null, contactPhone: null })
  })

  it('hides a signature in the text of who then chooses to stay unnamed', () => {
    const chat = new Chat()
    const said = 'rác ở phường Phú Cường lâu rồi, sđt tôi 0912 345 678'
    chat.says(
      said,
      complains('rac_thai', {
        place: placeAt('phu-cuong', said, 'Phú Cường'),
        entities: [entity('phone', '0912 345 678', '0912345678')],
      }),
    )
    chat.taps('complaint.skip')
    chat.taps('complaint.anonymous')
    chat.taps('complaint.send')
    expect(chat.opened()[0]?.description).not.toContain('345')
  })

  it('hides identity numbers and says so', () => {
    const chat = new Chat()
    const said = chat.says('rác trước nhà, cccd 074 099 012345', complains('rac_thai'))
    expect(said).toContain('Số giấy tờ tùy thân trong tin đã được che.')
    expect(JSON.stringify(chat.state)).not.toContain('012345')
  })
})

describe('guidance on khiếu nại', () => {
  it('says what a message is not, then offers to take it down', () => {
    const chat = new Chat()
    const said = chat.says('tôi khiếu nại quyết định thu hồi đất', { intent: 'complaint_formal', substantial: true })
    expect(said).toContain('Tin nhắn chưa phải là đơn khiếu nại theo luật.')
    expect(said).toContain('90 ngày')
    expect(said).toContain('[Ghi phản ánh] [Gặp cán bộ] [Không cần]')
    expect(chat.says('ghi phan anh')).toContain('Việc này ở đâu?')
    expect(chat.opened()).toEqual([])
  })
})
