import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MessengerMessageBody, renderMessenger } from '../../../src/channels/messenger/render.ts'
import type { OutboundContent } from '../../../src/core/messages.ts'
import { graphBodyError, graphSendBody } from '../../../src/sandbox/graph-validate.ts'

type Menu = Extract<OutboundContent, { kind: 'menu' }>
const menuOf = (n: number, label = (i: number) => `Mục ${i}`): Menu => ({
  kind: 'menu',
  text: 'Chọn:',
  choices: Array.from({ length: n }, (_, i) => ({ id: `c${i + 1}`, label: label(i + 1) })),
})
const payloads = (bodies: MessengerMessageBody[]) =>
  (bodies.at(-1)?.quick_replies ?? []).flatMap((r) => (r.content_type === 'text' ? [r.payload] : []))
const taken = (message: MessengerMessageBody) =>
  graphBodyError(graphSendBody.parse({ recipient: { id: '1' }, messaging_type: 'RESPONSE', message }))

describe('a menu on Messenger', () => {
  it.each([
    [12, 12, false],
    [13, 13, false],
    [14, 13, true],
    [25, 13, true],
  ])('of %s choices shows %s quick replies', (n, shown, more) => {
    const found = payloads(renderMessenger(menuOf(n)))
    expect(found).toHaveLength(shown)
    expect(found.at(-1)).toBe(more ? 'more:12' : `c${n}`)
  })

  it('shows every choice once, page after page, in order, within the limits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 60 }), (n, length) => {
        const menu = menuOf(n, (i) => `${i} ${'x'.repeat(length)}`)
        const seen: string[] = []
        let from: number | undefined = 0
        while (from !== undefined) {
          const bodies: MessengerMessageBody[] = renderMessenger({ ...menu, from })
          for (const body of bodies) expect(taken(body)).toBeUndefined()
          const ids = payloads(bodies)
          const next: RegExpExecArray | null = /^more:(\d+)$/.exec(ids.at(-1) ?? '')
          seen.push(...(next === null ? ids : ids.slice(0, -1)))
          from = next === null ? undefined : Number(next[1])
        }
        expect(seen).toEqual(menu.choices.map((c) => c.id))
      }),
      { numRuns: 200, seed: 7 },
    )
  })

  it('numbers a later page as the whole menu is numbered', () => {
    const [body] = renderMessenger({ ...menuOf(20, (i) => `Một nhãn rất dài thứ ${i}`), from: 12 })
    expect(body?.text).toContain('13. Một nhãn rất dài thứ 13')
    expect(body?.text).not.toContain('12. ')
    expect(body?.quick_replies?.[0]).toMatchObject({ title: expect.stringMatching(/^13\. /) })
  })

  it.each([19, 20, 21])('keeps a label of %s characters whole somewhere', (length) => {
    const label = 'n'.repeat(length)
    const [body] = renderMessenger(menuOf(1, () => label))
    const reply = body?.quick_replies?.[0]
    const title = reply?.content_type === 'text' ? reply.title : ''
    expect(title.length).toBeLessThanOrEqual(20)
    expect(title === label).toBe(length <= 20)
    expect(body?.text?.includes(label)).toBe(length > 20)
  })
})

describe('text limits of Messenger', () => {
  it.each([1999, 2000, 2001])('%s characters', (n) => {
    const bodies = renderMessenger({ kind: 'text', text: 'a'.repeat(n) })
    expect(bodies).toHaveLength(n > 2000 ? 2 : 1)
    expect(bodies.map((b) => b.text).join('')).toHaveLength(n)
    for (const body of bodies) expect(taken(body)).toBeUndefined()
  })

  it.each([639, 640, 641])('a template of %s characters', (n) => {
    const bodies = renderMessenger({ kind: 'link', text: 'a'.repeat(n), url: 'https://example.vn', label: 'Mở' })
    expect(bodies).toHaveLength(n > 640 ? 2 : 1)
    for (const body of bodies) expect(taken(body)).toBeUndefined()
  })

  it.each([2, 3, 4])('a template for %s numbers has three buttons at most, and all numbers can be read', (n) => {
    const numbers = Array.from({ length: n }, (_, i) => ({ phone: `11${i}`, label: `Số ${i}` }))
    const bodies = renderMessenger({ kind: 'call', text: 'Gọi:', numbers })
    expect(bodies.at(-1)?.attachment?.payload).toMatchObject({ buttons: { length: Math.min(n, 3) } })
    for (const { phone } of numbers) expect(JSON.stringify(bodies)).toContain(`: ${phone}`)
    for (const body of bodies) expect(taken(body)).toBeUndefined()
  })
})
