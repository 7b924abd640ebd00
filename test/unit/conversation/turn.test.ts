import { describe, expect, it } from 'vitest'
import type { TicketView } from '../../../src/core/index.ts'
import { Chat } from '../../support/chat.ts'
import { complains, placeAt, understood } from '../../support/understanding.ts'

const FIRST = 'rác ở phường Phú Cường mấy ngày'
const first = complains('rac_thai', { place: placeAt('phu-cuong', FIRST, 'Phú Cường') })
const fire = understood({ intent: 'emergency', emergency: 'fire', urgency: 'emergency', substantial: true })

const ANSWERED: TicketView = {
  id: 't1',
  code: 'PA-2611-7K3QM',
  status: 'accepted',
  topicId: 'rac_thai',
  localityId: 'phu-cuong',
  unitId: null,
  title: 'Rác',
  filedAt: new Date('2026-11-23T02:50:00Z'),
  dueAt: null,
  answeredAt: null,
  resultText: null,
  rating: null,
}

describe('danger', () => {
  it('is answered with numbers before anything else, then offers to take it down', () => {
    const chat = new Chat({ greeted: 'never' })
    chat.says('cháy nhà ở chợ', fire)
    expect(chat.last?.say[0]).toEqual({
      kind: 'call',
      text: 'Nếu đang nguy hiểm, gọi ngay Cứu hỏa 114.',
      numbers: [{ phone: '114', label: 'Cứu hỏa 114' }],
    })
    expect(chat.labels).toEqual(['Ghi lại', 'Không'])
    expect(chat.says('có', { reply: 'yes' })).toContain('Việc này ở đâu?')
    expect(chat.state).toMatchObject({ draft: { urgency: 'emergency', parts: ['cháy nhà ở chợ'] } })
    expect(chat.opened()).toEqual([])
  })

  it('keeps a complaint that is being written and goes on with it', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    chat.says('có cháy ở bãi rác', fire)
    expect(chat.last?.say[0]?.kind).toBe('call')
    expect(chat.says('không')).toContain('[Bỏ qua]')
    expect(chat.state).toMatchObject({ step: 'media', draft: { parts: [FIRST] } })
    chat.says('có cháy ở bãi rác', fire)
    chat.says('ghi lại')
    expect(chat.state).toMatchObject({ draft: { parts: [FIRST, 'có cháy ở bãi rác'], urgency: 'emergency' } })
  })

  it('names every service when the kind is not known', () => {
    const chat = new Chat()
    chat.says('cứu với', { intent: 'emergency', urgency: 'emergency' })
    const [call] = chat.last?.say ?? []
    expect(call?.kind === 'call' ? call.numbers.map((n) => n.phone) : []).toEqual(['114', '113', '115', '111'])
    expect(call?.kind === 'call' ? call.text : '').toContain('115 (cấp cứu)')
  })

  it('offers a person, not a form, to who wants to die', () => {
    const chat = new Chat()
    chat.says('tôi muốn chết', { intent: 'emergency', emergency: 'self-harm' })
    expect(chat.last?.say[0]?.kind).toBe('call')
    expect(chat.labels).toEqual(['Gặp cán bộ'])
    expect(chat.active).toBeNull()
  })

  it('is not read out of a tapped label', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    chat.sends({ kind: 'choice', choiceId: 'complaint.skip', label: 'cháy' }, fire)
    expect(chat.last?.say.some((c) => c.kind === 'call')).toBe(false)
  })
})

describe('words that hold anywhere', () => {
  it('stops, and says how to come back', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    expect(chat.says('stop')).toContain('nhận tin trở lại')
    expect(chat.effects).toEqual([{ type: 'stop-messages' }])
    expect(chat.active).toBeNull()
  })

  it('does not take "đúng" for "dừng"', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    chat.says('đúng', { reply: 'yes' })
    expect(chat.effects).toEqual([])
    expect(chat.active?.flowId).toBe('complaint')
  })

  it('calls a person without losing what is written', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    expect(chat.says('gặp cán bộ')).toContain('[Bỏ qua]')
    expect(chat.effects.map((e) => e.type)).toEqual(['hand-to-staff'])
    expect(chat.active?.flowId).toBe('complaint')
  })
})

describe('choices', () => {
  it('can be typed: label with and without accents, number, with a courtesy, or the raw id', () => {
    for (const typed of ['Ẩn danh', 'an danh', 'ẩn danh nhé', '3', 'số 3', 'complaint.anonymous']) {
      const chat = new Chat()
      chat.says(FIRST, first)
      chat.taps('complaint.skip')
      chat.says(typed)
      expect(chat.state, typed).toMatchObject({ anonymous: true })
    }
  })

  it('that belong to the past are answered with a way on', () => {
    const chat = new Chat()
    expect(chat.taps('complaint.send')).toContain('không còn hiệu lực')
    expect(chat.effects).toEqual([])
  })
})

describe('what is not understood', () => {
  it('is said once, then a person is offered, and never the same sentence twice in a row', () => {
    const chat = new Chat()
    const said = ['asdf', 'qwer', 'zxcv', 'hjkl', 'zzzz'].map((t) => chat.says(t))
    expect(said[0]).toContain('[Gửi phản ánh] [Hỏi thủ tục] [Xem tiến độ] [Gặp cán bộ]')
    expect(said[1]).toContain('[Gặp cán bộ]')
    for (const [i, line] of said.slice(1).entries()) expect(line).not.toBe(said[i])
  })

  it('a stored state of another version starts afresh and says so', () => {
    const chat = new Chat()
    chat.active = { flowId: 'complaint', version: 99, state: {} }
    expect(chat.says(FIRST, first)).toContain('phải bắt đầu lại')
    expect(chat.active?.version).toBe(1)
    chat.active = { flowId: 'complaint', version: 1, state: { broken: true } }
    expect(chat.says(FIRST, first)).toMatch(/bắt đầu lại/)
  })
})

describe('other contents', () => {
  it('a photo, a place or a contact card without a conversation begin a complaint', () => {
    const photo = new Chat()
    expect(photo.photo()).toContain('Anh/Chị cho biết đây là việc gì?')
    expect(photo.says('rác đầy đường', complains('rac_thai'))).toContain('Việc này ở đâu?')
    const pin = new Chat()
    pin.sends({ kind: 'location', lat: 10.98, lon: 106.65 })
    expect(pin.state).toMatchObject({ draft: { lat: 10.98, lon: 106.65 } })
    const card = new Chat()
    card.sends({ kind: 'contact-info', name: 'Lan', phone: '0912345678' })
    expect(card.state).toMatchObject({ contact: { name: 'Lan', phone: '0912345678' } })
  })

  it('photos right after filing join that case', () => {
    const chat = new Chat({ tickets: [ANSWERED] })
    chat.photo()
    expect(chat.effects).toEqual([{ type: 'add-to-ticket', ticketId: 't1', text: '', mediaRefs: ['in-1'] }])
  })

  it('the answer to a unit’s question goes to its case', () => {
    const chat = new Chat({ tickets: [{ ...ANSWERED, status: 'waiting-citizen' }] })
    chat.says('nhà số 12 đó', understood())
    expect(chat.effects).toEqual([{ type: 'add-to-ticket', ticketId: 't1', text: 'nhà số 12 đó', mediaRefs: [] }])
  })

  it('what cannot be read is said, and the question asked again', () => {
    const chat = new Chat()
    chat.says(FIRST, first)
    const said = chat.sends({ kind: 'unsupported', providerType: 'user_send_gif' })
    expect(said).toContain('Hệ thống chưa đọc được loại tin này.')
    expect(said).toContain('[Bỏ qua]')
  })

  it('the first contact is told what is kept and why, once', () => {
    const follow = new Chat({ greeted: 'never' })
    const said = follow.sends({ kind: 'follow' })
    expect(said).toContain('tin nhắn do hệ thống tự động trả lời')
    expect(said).toContain('Tổng đài 1022 (02741022)')
    expect(said).toContain('[Gửi phản ánh]')
    const direct = new Chat({ greeted: 'never' })
    expect(direct.says(FIRST, first)).toContain('Hệ thống lưu nội dung')
    expect(direct.taps('complaint.skip')).not.toContain('Hệ thống lưu nội dung')
  })
})
