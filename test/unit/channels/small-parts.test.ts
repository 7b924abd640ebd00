import { describe, expect, it } from 'vitest'
import { bounded, platformTime } from '../../../src/channels/content.ts'
import { silentLog } from '../../../src/channels/deps.ts'
import { parseJson, quoteLongIntegers } from '../../../src/channels/json.ts'
import { fitMenu, unreadNumbers, withCountryCode } from '../../../src/channels/menu.ts'
import { keyOfMetadata, partMetadata } from '../../../src/channels/messenger/metadata.ts'
import { heaviestUsage } from '../../../src/channels/messenger/usage.ts'
import { sendParts } from '../../../src/channels/send-parts.ts'
import { createWebAdapter } from '../../../src/channels/web/adapter.ts'
import { messengerWindow, zaloWindow } from '../../../src/channels/windows.ts'
import { zaloAddress, zaloParty } from '../../../src/channels/zalo/address.ts'
import { untilMorning } from '../../../src/channels/zalo/errors.ts'
import { renderZalo } from '../../../src/channels/zalo/render.ts'
import { DAY, HOUR } from '../../../src/core/durations.ts'
import type { SendResult } from '../../../src/core/messages.ts'

describe('parseJson', () => {
  it('keeps ids beyond 2^53 exactly', () => {
    expect(parseJson('{"a":184719329217930001,"b":[-1234567890123456789],"c":12.5e3,"d":1795420800123}')).toEqual({
      a: '184719329217930001',
      b: ['-1234567890123456789'],
      c: 12500,
      d: 1795420800123,
    })
  })

  it('leaves digits inside strings alone, escapes included', () => {
    const text = String.raw`{"a":"x\" 12345678901234567890 \\","b":"\\\"","c":12345678901234567890}`
    expect(parseJson(text)).toEqual({ a: 'x" 12345678901234567890 \\', b: '\\"', c: '12345678901234567890' })
    expect(quoteLongIntegers('{"a":"1"}')).toBe('{"a":"1"}')
  })

  it('says undefined to what is no JSON, however deep or long', () => {
    for (const text of ['', '{', 'nope', '{"a":"', '['.repeat(300_000)]) expect(parseJson(text)).toBeUndefined()
    expect(parseJson(`{"a":"${'\\"'.repeat(1_000_000)}"}`)).toBeDefined()
  })

  it('gives text that a database can hold', () => {
    expect(parseJson('{"a":"x\\u0000y\\ud800"}')).toEqual({ a: 'xy\ufffd' })
  })
})

describe('windows', () => {
  const now = new Date('2026-11-23T03:00:00Z')
  const ago = (ms: number) => new Date(now.getTime() - ms)

  it('are counted to the millisecond', () => {
    expect([48 * HOUR, 48 * HOUR + 1, 7 * DAY, 7 * DAY + 1].map((ms) => zaloWindow(ago(ms), now))).toEqual([
      'free',
      'paid',
      'paid',
      'closed',
    ])
    expect(zaloWindow(null, now)).toBe('unknown')
    const person = [24 * HOUR, 24 * HOUR + 1, 7 * DAY, 7 * DAY + 1].map((ms) => messengerWindow(ago(ms), 'person', now))
    expect(person).toEqual(['response', 'human-agent', 'human-agent', 'closed'])
    expect([24 * HOUR, 24 * HOUR + 1].map((ms) => messengerWindow(ago(ms), 'bot', now))).toEqual(['response', 'closed'])
    expect(messengerWindow(null, 'person', now)).toBe('closed')
  })

  it('open again at 06:05 in Viet Nam', () => {
    expect(untilMorning(new Date('2026-11-22T22:00:00Z'))).toBe(65 * 60_000)
    expect(untilMorning(new Date('2026-11-23T15:00:00Z'))).toBe(8 * HOUR + 5 * 60_000)
  })
})

describe('platformTime', () => {
  const now = new Date('2026-11-23T03:00:00Z')
  it('reads seconds, milliseconds and text, and refuses the absurd', () => {
    for (const value of [1763868000, 1763868000000, '1763868000000'])
      expect(platformTime(value, now)).toEqual(new Date(1763868000000))
    for (const value of [undefined, null, 'x', -1, 0, 1e300, Number.NaN, '99999999999999'])
      expect(platformTime(value, now)).toEqual(now)
  })
})

describe('bounded', () => {
  it('keeps content within what can be read back', () => {
    expect(bounded({ kind: 'text', text: 'x'.repeat(30_000) }, 'e')).toEqual({ kind: 'text', text: 'x'.repeat(20_000) })
    expect(bounded({ kind: 'choice', choiceId: 'x'.repeat(2000), label: 'l' }, 'e')).toEqual({
      kind: 'unsupported',
      providerType: 'e',
    })
    expect(bounded({ kind: 'location', lat: 91, lon: 0 }, 'e')).toEqual({ kind: 'unsupported', providerType: 'e' })
  })
})

describe('menus and numbers', () => {
  it('number only what no button shows whole', () => {
    const limits = { maxTextLength: 2000, maxChoices: 2, maxLabelLength: 10 }
    const labels = ['Ngắn', 'Một nhãn rất dài', 'Thừa']
    const choices = labels.map((label, i) => ({ id: `c${i}`, label }))
    expect(fitMenu({ text: 'Chọn:', choices }, limits)).toEqual({
      text: 'Chọn:\n2. Một nhãn rất dài\n3. Thừa',
      buttons: [
        { id: 'c0', title: 'Ngắn' },
        { id: 'c1', title: '2. Một…' },
      ],
    })
  })

  it('always leave a number readable', () => {
    const numbers = [
      { phone: '114', label: 'Cứu hỏa' },
      { phone: '0274 382 2222', label: 'Trực ban' },
    ]
    expect(unreadNumbers('Gọi 0274.382.2222 ngay', numbers)).toEqual(['Cứu hỏa: 114'])
    expect(unreadNumbers('Gọi 114 hoặc 0274 382 2222', numbers)).toEqual([])
    expect(unreadNumbers('Gọi 0911412345', numbers)).toHaveLength(2)
  })

  it('get the code of the country', () => {
    const all = ['0274 382 2222', '1022', '113', '+84912345678', '84912345678', '0912.345.678']
    expect(all.map(withCountryCode)).toEqual([
      '842743822222',
      '841022',
      '84113',
      '84912345678',
      '84912345678',
      '84912345678',
    ])
  })
})

describe('parts of one message', () => {
  const run = (results: (SendResult | Error)[]) =>
    sendParts({
      parts: results,
      sendOne: async (result) => {
        if (result instanceof Error) throw result
        return result
      },
      log: silentLog,
    })
  const sent = (id: string): SendResult => ({ kind: 'sent', providerMessageId: id })

  it('are sent with the id of the last', async () => {
    expect(await run([sent('a'), sent('b')])).toEqual(sent('b'))
    expect(await run([])).toMatchObject({ kind: 'rejected' })
  })

  it('may be tried again only while none is out', async () => {
    expect(await run([{ kind: 'retry', reason: 'r' }, sent('b')])).toEqual({ kind: 'retry', reason: 'r' })
    for (const kind of ['retry', 'rejected', 'window-closed', 'uncertain'] as const) {
      expect(await run([sent('a'), { kind, reason: 'r' }])).toEqual({
        kind: 'uncertain',
        reason: `part 2 of 2: ${kind}: r`,
      })
    }
    expect(await run([new Error('bug')])).toMatchObject({ kind: 'uncertain' })
  })

  it('carry the bare key on the last only', () => {
    expect([0, 1].map((index) => keyOfMetadata(partMetadata('out-1', { index, of: 2 })))).toEqual([undefined, 'out-1'])
    expect(keyOfMetadata(partMetadata('k', { index: 0, of: 1 }))).toBe('k')
    expect(keyOfMetadata('')).toBeUndefined()
  })
})

describe('zalo rendering', () => {
  it('puts buttons on the last part and never loses a caption', () => {
    const long = 'Xin chào Anh/Chị. '.repeat(200)
    const parts = renderZalo({ kind: 'menu', text: long, choices: [{ id: 'a', label: 'A' }] })
    expect(parts.map((p) => p.attachment !== undefined)).toEqual([false, true])
    expect(renderZalo({ kind: 'media', ref: 'blob:1' })).toEqual([])
    expect(renderZalo({ kind: 'media', ref: 'https://e.vn/1.jpg', caption: 'Đã xong' })).toMatchObject([
      { text: 'Đã xong' },
    ])
  })

  it('says long words before the card that asks for contact data', () => {
    const text = 'Anh/Chị cho xin số điện thoại. '.repeat(20).trim()
    const [before, card] = renderZalo({ kind: 'ask-contact-info', text })
    expect(before?.text).toBe(text)
    expect(card?.attachment?.payload).toMatchObject({ template_type: 'request_user_info' })
  })

  it('keeps the two ids of an anonymous visitor together', () => {
    const party = { kind: 'anonymous', anonymousId: '1', conversationId: 'c:2' } as const
    expect(zaloParty(zaloAddress(party))).toEqual(party)
    expect(zaloParty('123')).toEqual({ kind: 'user', userId: '123' })
  })
})

describe('usage header', () => {
  it('is read for the longest wait', () => {
    const header = JSON.stringify({
      a: [{ estimated_time_to_regain_access: 3 }],
      b: [{ estimated_time_to_regain_access: 9 }],
    })
    expect(heaviestUsage({ 'x-business-use-case-usage': header }).regainMs).toBe(9 * 60_000)
    const none = '{"a":[{"estimated_time_to_regain_access":0}]}'
    expect(heaviestUsage({ 'x-business-use-case-usage': none })).toEqual({ percent: 0, regainMs: undefined })
    expect(heaviestUsage({})).toEqual({ percent: 0, regainMs: undefined })
  })
})

describe('web channel', () => {
  it('delivers by the row itself and believes no webhook', async () => {
    const web = createWebAdapter()
    const to = { channel: 'web', account: 'web', address: 's' } as const
    const message = { to, content: { kind: 'text', text: 'x' }, author: 'bot', lastInboundAt: null } as const
    const signal = new AbortController().signal
    expect(await web.send(message, 'row-1', signal)).toEqual({ kind: 'sent', providerMessageId: 'row-1' })
    expect(web.authenticate({ headers: {}, query: {}, body: new Uint8Array() })).toBe(false)
    await expect(web.fetchMedia({ kind: 'image', url: 'blob:1' }, signal)).rejects.toMatchObject({
      code: 'media.host-refused',
    })
  })
})
