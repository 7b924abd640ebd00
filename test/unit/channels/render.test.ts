import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessenger } from '../../../src/channels/messenger/render.ts'
import { renderZalo } from '../../../src/channels/zalo/render.ts'
import { type OutboundContent, outboundContent } from '../../../src/core/messages.ts'
import { graphBodyError, graphSendBody } from '../../../src/sandbox/graph-validate.ts'
import { zaloBodyError, zaloSendBody } from '../../../src/sandbox/zalo-validate.ts'

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    'Chọn:',
    'Ủy ban nhân dân phường Phú Cường',
    '😀'.repeat(90),
    ' ',
    'Xin chào Anh/Chị. '.repeat(150),
    'x'.repeat(4100),
  ),
)
const label = fc.oneof(
  fc.string({ minLength: 1, maxLength: 200 }),
  fc.constantFrom(' ', 'Có', 'Một nhãn rất là dài và dài hơn nữa'),
)
const phone = fc.constantFrom('114', '1022', '0274 382 2222', '+84 912 345 678', 'không rõ', '')
const content: fc.Arbitrary<OutboundContent> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({
    kind: fc.constant('menu' as const),
    text: words,
    choices: fc.array(fc.record({ id: fc.string({ minLength: 1, maxLength: 200 }), label }), {
      minLength: 1,
      maxLength: 30,
    }),
  }),
  fc.record({
    kind: fc.constant('link' as const),
    text: words,
    url: fc.constantFrom('https://example.vn/phieu/1', '/phieu/1', '', 'javascript:alert(1)'),
    label: fc.oneof(label, fc.constant('')),
  }),
  fc.record({
    kind: fc.constant('call' as const),
    text: words,
    numbers: fc.array(fc.record({ phone, label: fc.oneof(label, fc.constant('')) }), { minLength: 1, maxLength: 9 }),
  }),
  fc.record({
    kind: fc.constant('media' as const),
    ref: fc.constantFrom('https://example.vn/1.jpg', 'blob:1'),
    caption: words,
  }),
  fc.record({ kind: fc.constant('ask-contact-info' as const), text: words }),
  fc.record({
    kind: fc.constant('list' as const),
    text: words,
    items: fc.array(
      fc.record(
        {
          title: label,
          subtitle: fc.oneof(fc.string({ maxLength: 500 }), fc.constantFrom('', ' ')),
          url: fc.constantFrom('https://example.vn/phieu/1', '/phieu/1'),
          imageUrl: fc.constant('https://example.vn/1.png'),
        },
        { requiredKeys: ['title', 'url'] },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  }),
)

const hasWords = (c: OutboundContent) => c.kind === 'media' || c.kind === 'case-notice' || c.text.trim() !== ''

describe('whatever is to be said', () => {
  it('becomes bodies that Zalo takes', () => {
    fc.assert(
      fc.property(content, (c) => {
        expect(outboundContent.safeParse(c).success).toBe(true)
        const bodies = renderZalo(c)
        if (hasWords(c) && c.kind !== 'media') expect(bodies.length).toBeGreaterThan(0)
        for (const message of bodies) {
          const parsed = zaloSendBody.safeParse({ recipient: { user_id: '1' }, message })
          expect(parsed.error?.message).toBeUndefined()
          if (parsed.success) expect(zaloBodyError(parsed.data)).toBeUndefined()
        }
      }),
      { numRuns: 500, seed: 11 },
    )
  })

  it('becomes bodies that Messenger takes', () => {
    fc.assert(
      fc.property(content, (c) => {
        const bodies = renderMessenger(c)
        if (hasWords(c) && c.kind !== 'media') expect(bodies.length).toBeGreaterThan(0)
        for (const message of bodies) {
          const parsed = graphSendBody.safeParse({ recipient: { id: '1' }, messaging_type: 'RESPONSE', message })
          expect(parsed.error?.message).toBeUndefined()
          if (parsed.success) expect(graphBodyError(parsed.data)).toBeUndefined()
        }
      }),
      { numRuns: 500, seed: 12 },
    )
  })
})

describe('what has no button', () => {
  it('is still readable: addresses and numbers stand in the text', () => {
    const link: OutboundContent = { kind: 'link', text: 'Xem', url: '/phieu/1', label: 'Mở' }
    expect(renderZalo(link)).toEqual([{ text: 'Xem\n/phieu/1' }])
    expect(renderMessenger(link)).toEqual([{ text: 'Xem\n/phieu/1' }])
    const numbers = [1, 2, 3, 4, 5, 6].map((n) => ({ phone: `11${n}`, label: `Số ${n}` }))
    const call: OutboundContent = { kind: 'call', text: 'Gọi:', numbers }
    for (const n of numbers) {
      expect(JSON.stringify(renderZalo(call)[0]?.text)).toContain(`${n.label}: ${n.phone}`)
      expect(JSON.stringify(renderMessenger(call))).toContain(`${n.label}: ${n.phone}`)
    }
  })
})
