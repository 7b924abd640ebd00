import { describe, expect, it } from 'vitest'
import { type OpenSend, sendOfEcho } from '../../../src/conversation/lost-send.ts'
import type { OutboundContent } from '../../../src/core/messages.ts'

const send = (id: string, content: OutboundContent, status: OpenSend['status'] = 'uncertain'): OpenSend => ({
  id,
  status,
  content,
})
const text = (words: string): OutboundContent => ({ kind: 'text', text: words })
const menu: OutboundContent = { kind: 'menu', text: 'Chọn việc:', choices: [{ id: 'a', label: 'Gửi phản ánh' }] }

describe('the send of an echo without key', () => {
  it('is the one with the same words, however they are composed', () => {
    const sends = [send('1', text('Xin chào')), send('2', text('Đã tiếp nhận phiếu'))]
    expect(sendOfEcho(sends, ' Đã tiếp nhận  phiếu'.normalize('NFD'))?.id).toBe('2')
    expect(sendOfEcho(sends, 'Đã tiếp nhận')).toBeUndefined()
    expect(sendOfEcho(sends, '')).toBeUndefined()
    expect(sendOfEcho([send('1', { kind: 'media', ref: 'https://example.vn/a.jpg' })], 'a')).toBeUndefined()
  })

  it('is the one under way before an older one, else the oldest', () => {
    const sends = [send('1', text('Xin chào')), send('2', text('Xin chào')), send('3', text('Xin chào'), 'sending')]
    expect(sendOfEcho(sends, 'Xin chào')?.id).toBe('3')
    expect(sendOfEcho(sends.slice(0, 2), 'Xin chào')?.id).toBe('1')
  })

  it('knows a menu by the words above its lines', () => {
    expect(sendOfEcho([send('1', menu)], 'Chọn việc:\n1. Gửi phản ánh')?.id).toBe('1')
    expect(sendOfEcho([send('1', menu)], 'Chọn việc: khác')).toBeUndefined()
  })

  it('is proven by the last of several parts, not by an earlier one', () => {
    const long = `${'Câu đầu dài. '.repeat(200)}Hết.`
    expect(sendOfEcho([send('1', text(long))], long.slice(0, 1999).trim())).toBeUndefined()
    expect(sendOfEcho([send('1', text(long))], long.slice(2002))?.id).toBe('1')
  })

  it('is not proven by words that go out before a card of theirs', () => {
    const items = [{ title: 'Cấp giấy khai sinh', url: 'https://example.vn/1' }]
    const list: OutboundContent = { kind: 'list', text: 'Thủ tục gần nhất:', items }
    const asked: OutboundContent = {
      kind: 'ask-contact-info',
      text: 'Xin số điện thoại để cán bộ gọi lại. '.repeat(20),
    }
    for (const content of [list, asked]) {
      expect(sendOfEcho([send('1', content, 'sending')], 'text' in content ? content.text : '')).toBeUndefined()
    }
  })
})
