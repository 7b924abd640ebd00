import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ParsedWebhook, RawWebhook } from '../../src/core/channel.ts'
import { DAY, HOUR } from '../../src/core/durations.ts'
import { type InboundContent, inboundContent } from '../../src/core/messages.ts'
import { outboundFiles } from './channel-files.ts'
import { type ChannelHarness, rawOf, START } from './channel-harness.ts'

/** One delivery of the platform and what it must mean. */
export interface ChannelFixture {
  name: string
  body: object
  expected:
    | Partial<Record<'messages' | 'receipts' | 'echoes' | 'edits' | 'deletions' | 'signals' | 'comments', object[]>>
    | { ignored: string; signals?: object[]; comments?: object[] }
}

export interface ChannelContract {
  name: string
  /** @param options.timeoutMs for one call to the platform */
  make(options?: { timeoutMs: number }): Promise<ChannelHarness>
  signatureHeader: string
  sign(body: string): Record<string, string>
  fixtures: ChannelFixture[]
  /** Platform answers that must become one of our results. */
  rateLimit: { code: number }
  windowError: { code: number; subcode?: number }
  /** What the platform takes as files. */
  files: {
    /** Larger pictures are made smaller. */
    pictureBytes: number
    fileBytes: number
    /** How long an upload's id is used again, milliseconds. */
    keptFor: number
    /** A type that is neither picture nor document. */
    others: 'sent' | 'refused'
  }
}

const never = () => new AbortController().signal

/** What every webhook channel owes the core, whoever the platform is. */
export function channelContract(contract: ChannelContract): void {
  describe(`${contract.name} channel`, () => {
    let h: ChannelHarness
    beforeAll(async () => {
      h = await contract.make()
    })
    afterAll(() => h.close())
    afterEach(async () => {
      await h.sandbox.idle()
      h.sandbox.clearFaults()
      h.sandbox.forgetRecord()
      h.received.length = 0
      h.clock.set(START)
    })
    signatures(contract, () => h)
    parsing(contract, () => h)
    delivery(() => h)
    sending(contract, () => h)
    failures(contract, () => h)
    media(() => h)
    outboundFiles(contract, () => h)
  })
}

function signatures(contract: ChannelContract, h: () => ChannelHarness): void {
  const body = JSON.stringify(contract.fixtures[0]?.body)
  it('believes a signed webhook and no other', () => {
    const good = contract.sign(body)
    const signature = good[contract.signatureHeader] ?? ''
    const forged = signature.replace(/[0-9a-f]$/, (c) => (c === '0' ? '1' : '0'))
    expect(h().adapter.authenticate(rawOf(body, good))).toBe(true)
    expect(h().adapter.authenticate(rawOf(body))).toBe(false)
    for (const value of ['', 'mac=', 'sha256=', 'x', forged, signature.slice(0, -1), `${signature}0`, 'é'.repeat(71)]) {
      expect(h().adapter.authenticate(rawOf(body, { [contract.signatureHeader]: value }))).toBe(false)
    }
    expect(h().adapter.authenticate(rawOf(`${body} `, good))).toBe(false)
  })

  it('refuses bodies that are no JSON without throwing', () => {
    for (const broken of ['', '{', 'null', '[]', '"x"', '\u0000', '[[[[[[']) {
      const header = { [contract.signatureHeader]: `sha256=${'0'.repeat(64)}` }
      expect(h().adapter.authenticate(rawOf(broken, header))).toBe(false)
    }
  })
}

function parsing(contract: ChannelContract, h: () => ChannelHarness): void {
  it.each(contract.fixtures)('understands $name', ({ body, expected }) => {
    const parsed = h().adapter.parse(rawOf(JSON.stringify(body)))
    if ('ignored' in expected) {
      const { ignored: name, ...more } = expected
      expect(parsed).toMatchObject({ messages: [], receipts: [], echoes: [], ignored: [{ name }], ...more })
      expect(parsed.ignored[0]?.raw.length).toBeGreaterThan(2)
    } else {
      expect(parsed).toMatchObject({ messages: [], receipts: [], echoes: [], ignored: [], ...expected })
    }
  })

  it('keeps what it does not know by name, and nothing else of the delivery is lost', async () => {
    const { adapter } = h()
    for (const { body } of contract.fixtures.slice(0, 3)) {
      const odd = { ...body, something_new: { deep: [1, { two: null }] }, 'x-\u0000': 1 }
      const parsed = adapter.parse(rawOf(JSON.stringify(odd)))
      expect(parsed.messages).toEqual(adapter.parse(rawOf(JSON.stringify(body))).messages)
    }
  })

  it('gives a repeated delivery the same ids', () => {
    for (const { body } of contract.fixtures) {
      const ids = (p: ParsedWebhook) => p.messages.map((m) => m.providerMessageId)
      const once = ids(h().adapter.parse(rawOf(JSON.stringify(body))))
      h().clock.advance(HOUR)
      expect(ids(h().adapter.parse(rawOf(JSON.stringify(body))))).toEqual(once)
    }
  })

  it('gives different messages different ids', () => {
    const all = contract.fixtures.flatMap(({ body }) => h().adapter.parse(rawOf(JSON.stringify(body))).messages)
    expect(new Set(all.map((m) => m.providerMessageId)).size).toBe(all.length)
  })

  it('reads a delivery of five megabytes', () => {
    const body = structuredClone(contract.fixtures[0]?.body) as Record<string, unknown>
    body.padding = '\\"12345678901234567890 '.repeat(220_000)
    const text = JSON.stringify(body)
    expect(text.length).toBeGreaterThan(5_000_000)
    expect(h().adapter.authenticate(rawOf(text, contract.sign(text)))).toBe(true)
    expect(h().adapter.parse(rawOf(text)).messages).toHaveLength(1)
  })

  it('never throws on broken bodies', () => {
    const bodies = ['', '{', 'null', '[]', '"x"', '[[[[', '{"entry":null}', '{"entry":[null,1]}', '['.repeat(200_000)]
    for (const broken of bodies) expect(() => h().adapter.parse(rawOf(broken))).not.toThrow()
    expect(() => h().adapter.parse(rawOf(Uint8Array.from([0xff, 0xfe, 0x00, 0xc3])))).not.toThrow()
  })

  it('never throws on a changed payload, keeps the account, and stays within the stored bounds', () => {
    const bodies = contract.fixtures.map((f) => f.body)
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(), junk), { maxLength: 4 }), (body, changes) => {
        const parsed = h().adapter.parse(rawOf(JSON.stringify(mutated(body, changes))))
        for (const message of parsed.messages) {
          expect(message.from.account).toBe(h().account)
          expect(message.from.address).not.toBe('')
          expect(message.providerMessageId).not.toBe('')
          expect(inboundContent.safeParse(message.content).success).toBe(true)
          expect(Number.isNaN(message.sentAt.getTime())).toBe(false)
        }
        for (const e of [...parsed.receipts, ...parsed.echoes]) expect(e.account).toBe(h().account)
      }),
      { numRuns: 300, seed: 20261123 },
    )
  })
}

const junk = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    '',
    0,
    -1,
    1e300,
    '\u0000',
    '\ud800',
    [],
    {},
    true,
    '9'.repeat(400),
    'x'.repeat(30_000),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Puts each value at some place of the body. */
function mutated(body: object, changes: [number, unknown][]): unknown {
  const copy = structuredClone(body)
  for (const [at, value] of changes) {
    const places = placesOf(copy)
    const place = places[at % places.length]
    if (place !== undefined) (place.parent as Record<string, unknown>)[place.key] = value
  }
  return copy
}

function placesOf(node: unknown): { parent: object; key: string }[] {
  if (node === null || typeof node !== 'object') return []
  return Object.keys(node).flatMap((key) => [
    { parent: node, key },
    ...placesOf((node as Record<string, unknown>)[key]),
  ])
}

/** What a resident does on a phone arrives as this content. */
async function arrived(h: ChannelHarness): Promise<InboundContent[]> {
  await h.sandbox.idle()
  return h.received.flatMap((raw) => {
    expect(h.adapter.authenticate(raw)).toBe(true)
    return h.adapter.parse(raw).messages.map((m) => m.content)
  })
}

function delivery(h: () => ChannelHarness): void {
  it('hears what a resident writes, taps, shows and does', async () => {
    const { sandbox, platform, resident } = h()
    const png = `data:image/png;base64,${Buffer.from('not really').toString('base64')}`
    sandbox.act(platform, resident, { text: 'Đường ngập ở Phú Cường 😀/' })
    sandbox.act(platform, resident, { imageDataUrl: png })
    sandbox.act(platform, resident, { location: { lat: 10.98, lon: 106.65 } })
    sandbox.follow(platform, resident)
    expect(await arrived(h())).toMatchObject([
      { kind: 'text', text: 'Đường ngập ở Phú Cường 😀/' },
      { kind: 'media', items: [{ kind: 'image' }] },
      { kind: 'location', lat: 10.98, lon: 106.65 },
      { kind: 'follow' },
    ])
  })

  it('gets a tapped choice back as the choice that was offered', async () => {
    const { sandbox, platform, resident, adapter } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    const choices = [{ id: 'menu:report', label: 'Gửi phản ánh' }]
    await adapter.send(h().message({ kind: 'menu', text: 'Chọn', choices }), 'k', never())
    const button = sandbox.messages(platform, resident).at(-1)?.buttons[0]
    expect(button).toMatchObject({ kind: 'reply', label: 'Gửi phản ánh' })
    sandbox.act(platform, resident, { buttonValue: button?.value ?? '', buttonLabel: button?.label ?? '' })
    expect((await arrived(h())).at(-1)).toMatchObject({ kind: 'choice', choiceId: 'menu:report' })
  })

  it('is asked again when the gateway fails, with the same message', async () => {
    h().answers.push(503, 500)
    h().sandbox.act(h().platform, h().resident, { text: 'xin chào' })
    await h().sandbox.idle()
    expect(h().received).toHaveLength(3)
    expect(new Set(h().received.map((raw) => idsOf(h(), raw)[0])).size).toBe(1)
  })

  it('hears the same of ids as numbers, of seconds and, for Messenger, beside other Pages', async () => {
    const { sandbox, platform, resident, adapter } = h()
    for (const kind of ['numeric-ids', 'seconds-timestamps', 'other-pages'] as const) {
      sandbox.addFault({ kind, platform, times: 1 })
      sandbox.act(platform, resident, { text: kind })
      await sandbox.idle()
      const raw = h().received.at(-1)
      if (raw === undefined) throw new Error('nothing was posted')
      expect(adapter.authenticate(raw)).toBe(true)
      expect(adapter.parse(raw).messages).toMatchObject([
        { from: { account: h().account, address: resident }, content: { text: kind }, sentAt: START },
      ])
    }
  })

  it('believes the signatures that were seen in the wild, never a forged or missing one', async () => {
    const { sandbox, platform, resident, adapter } = h()
    const believed: string[] = []
    for (const variant of ['spaces', 'bare', 'upper-case', 'oa-id', 'sha1', 'forged', 'missing'] as const) {
      sandbox.addFault({ kind: 'signature', platform, variant, times: 1 })
      sandbox.act(platform, resident, { text: variant })
      await sandbox.idle()
      const raw = h().received.at(-1)
      if (raw !== undefined && adapter.authenticate(raw)) believed.push(variant)
    }
    // The variant of the other platform changes nothing here.
    const own =
      platform === 'zalo' ? ['spaces', 'bare', 'upper-case', 'oa-id', 'sha1'] : ['spaces', 'upper-case', 'oa-id']
    expect(believed).toEqual(own)
  })

  it('sees duplicates as one message and late ones as themselves', async () => {
    const { sandbox, platform, resident } = h()
    sandbox.addFault({ kind: 'duplicate-webhooks', platform, times: 1, copies: 2 })
    sandbox.act(platform, resident, { text: 'một' })
    sandbox.addFault({ kind: 'reorder-webhooks', platform, times: 1 })
    sandbox.act(platform, resident, { text: 'hai' })
    sandbox.act(platform, resident, { text: 'ba' })
    expect(await arrived(h())).toMatchObject(['một', 'một', 'một', 'ba', 'hai'].map((text) => ({ text })))
    expect(new Set(h().received.flatMap((raw) => idsOf(h(), raw))).size).toBe(3)
  })
}

function idsOf(h: ChannelHarness, raw: RawWebhook): string[] {
  return h.adapter.parse(raw).messages.map((m) => m.providerMessageId)
}

function sending(contract: ChannelContract, h: () => ChannelHarness): void {
  it('sends text, and recognises its own echo and receipt', async () => {
    const { sandbox, platform, resident, adapter } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    const result = await adapter.send(h().message({ kind: 'text', text: 'Chào Anh/Chị' }), 'key-1', never())
    expect(result.kind).toBe('sent')
    await sandbox.idle()
    const parsed = h().received.map((raw) => adapter.parse(raw))
    const id = result.kind === 'sent' ? result.providerMessageId : ''
    expect(parsed.flatMap((p) => p.echoes)).toMatchObject([
      { providerMessageId: id, byHuman: false, address: resident },
    ])
    expect(parsed.flatMap((p) => p.receipts)).toMatchObject([{ kind: 'delivered', providerMessageIds: [id] }])
    expect(sandbox.messages(platform, resident).at(-1)).toMatchObject({ from: 'official', text: 'Chào Anh/Chị' })
  })

  it('splits long text at the limit and loses nothing of it', async () => {
    const { sandbox, platform, resident, adapter } = h()
    const max = adapter.limits.maxTextLength
    const word = 'nghiêng '
    for (const [length, parts] of [
      [max - 1, 1],
      [max, 1],
      [max + 1, 2],
      [max * 2 + 5, 3],
    ] as const) {
      sandbox.act(platform, resident, { text: 'chào' })
      const before = sandbox.messages(platform, resident).length
      const text = word
        .repeat(Math.ceil(length / word.length))
        .slice(0, length - 1)
        .concat('.')
      expect((await adapter.send(h().message({ kind: 'text', text }), `k${length}`, never())).kind).toBe('sent')
      const shown = sandbox
        .messages(platform, resident)
        .slice(before)
        .map((m) => m.text)
      expect(shown).toHaveLength(parts)
      expect(shown.join(' ').replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '))
    }
  })

  it.each([
    ['decomposed accents', 'nghiêng ngả đường xá '.normalize('NFD'), ' '],
    ['emoji that are several code points', '👩‍👩‍👧‍👦 gia đình ', ' '],
    ['no spaces at all', 'đườngngập', ''],
    ['nothing but flags', '🇻🇳', ''],
  ] as const)(
    'splits text of %s within the limit, between whole characters, and loses nothing',
    async (_what, piece, joint) => {
      const { sandbox, platform, resident, adapter } = h()
      const max = adapter.limits.maxTextLength
      for (const times of [
        Math.floor(max / piece.length),
        Math.floor(max / piece.length) + 1,
        Math.ceil((max * 2.5) / piece.length),
      ]) {
        const before = sandbox.messages(platform, resident).length
        sandbox.act(platform, resident, { text: 'chào' })
        const text = piece.repeat(times).trim()
        expect((await adapter.send(h().message({ kind: 'text', text }), 'key', never())).kind).toBe('sent')
        const shown = sandbox
          .messages(platform, resident)
          .slice(before + 1)
          .map((m) => m.text)
        for (const part of shown) {
          expect(part.length).toBeLessThanOrEqual(max)
          expect(part.isWellFormed()).toBe(true)
          expect(part).toBe(part.normalize('NFC'))
          expect(part).not.toMatch(/^\u200d|\u200d$/)
        }
        expect(shown.join(joint)).toBe(text.normalize('NFC'))
      }
    },
  )

  it('puts the buttons on the last part of a long menu text, and on no other', async () => {
    const { sandbox, platform, resident, adapter } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    const before = sandbox.messages(platform, resident).length
    const text = 'Xin chọn việc cần làm. '.repeat(200).trim()
    const choices = [
      { id: 'a', label: 'Gửi phản ánh' },
      { id: 'b', label: 'Hỏi thủ tục' },
    ]
    expect((await adapter.send(h().message({ kind: 'menu', text, choices }), 'key', never())).kind).toBe('sent')
    const shown = sandbox.messages(platform, resident).slice(before)
    expect(shown.length).toBeGreaterThan(2)
    expect(shown.map((m) => m.buttons.length)).toEqual([...Array(shown.length - 1).fill(0), 2])
    expect(shown.map((m) => m.text).join(' ')).toBe(text)
  })

  it('fits menus at, below and beyond the number of buttons', async () => {
    const { sandbox, platform, resident, adapter } = h()
    const max = adapter.limits.maxChoices
    sandbox.act(platform, resident, { text: 'chào' })
    for (const count of [1, max - 1, max, max + 1, max + 9]) {
      const choices = Array.from({ length: count }, (_, i) => ({ id: `c${i}`, label: `Lựa chọn ${i + 1}` }))
      expect(
        (await adapter.send(h().message({ kind: 'menu', text: 'Chọn:', choices }), `m${count}`, never())).kind,
      ).toBe('sent')
      const shown = sandbox.messages(platform, resident).at(-1)
      expect(shown?.buttons).toHaveLength(Math.min(count, max))
      // The choices beyond are lines of the text, or a tap away.
      const paged = shown?.buttons.some((b) => b.value.startsWith('more:')) ?? false
      for (let n = max + 1; n <= count && !paged; n++) expect(shown?.text).toContain(`\n${n}. Lựa chọn ${n}`)
    }
  })

  it('never cuts a label silently', async () => {
    const { sandbox, platform, resident, adapter } = h()
    const max = adapter.limits.maxLabelLength
    sandbox.act(platform, resident, { text: 'chào' })
    for (const length of [max - 1, max, max + 1, 150]) {
      const label = 'Môi trường và rác thải '
        .repeat(9)
        .slice(0, length - 1)
        .concat('i')
      const content = { kind: 'menu', text: 'Chọn:', choices: [{ id: 'a', label }] } as const
      expect(
        (await adapter.send(h().message({ ...content, choices: [...content.choices] }), `l${length}`, never())).kind,
      ).toBe('sent')
      const shown = sandbox.messages(platform, resident).at(-1)
      if (length <= max) expect(shown?.buttons[0]?.label).toBe(label)
      else {
        expect(shown?.text).toContain(`1. ${label}`)
        expect(shown?.buttons[0]?.label).toMatch(/^1\. .*…$/)
      }
    }
  })

  it('sends links, numbers, pictures and the request for contact data in the form of the platform', async () => {
    const { sandbox, platform, resident, adapter } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    const send = async (content: Parameters<ChannelHarness['message']>[0]) => {
      expect((await adapter.send(h().message(content), 'k', never())).kind).toBe('sent')
      return sandbox.messages(platform, resident).at(-1)
    }
    const link = await send({ kind: 'link', text: 'Xem hồ sơ', url: 'https://example.vn/phieu/1', label: 'Mở' })
    expect(link?.buttons).toEqual([{ kind: 'url', label: 'Mở', value: 'https://example.vn/phieu/1' }])
    const call = await send({
      kind: 'call',
      text: 'Gọi ngay',
      numbers: [
        { phone: '114', label: 'Cứu hỏa' },
        { phone: '1022', label: 'Tổng đài' },
      ],
    })
    expect(call?.buttons.map((b) => b.kind)).toEqual(['call', 'call'])
    expect(call?.text).toContain('Cứu hỏa: 114')
    const contact = await send({ kind: 'ask-contact-info', text: 'Anh/Chị cho xin số điện thoại' })
    expect(contact?.text).toBe('Anh/Chị cho xin số điện thoại')
    const picture = await send({ kind: 'media', ref: 'https://example.vn/a.jpg' })
    expect(picture?.imageUrl).toBe('https://example.vn/a.jpg')
    sandbox.act(platform, resident, { buttonValue: contact?.buttons[0]?.value ?? '' })
    expect((await arrived(h())).at(-1)).toMatchObject({
      kind: 'contact-info',
      phone: expect.stringMatching(/^09\d{8}$/),
    })
  })

  it('does not call when the window is closed, and believes the platform when it says so', async () => {
    const { sandbox, platform, resident, adapter, clock } = h()
    sandbox.act(platform, resident, { text: 'chào' })
    sandbox.forgetRecord()
    clock.advance(7 * DAY + 1)
    const text = h().message({ kind: 'text', text: 'Đã xong' }, { author: 'person' })
    expect(await adapter.send(text, 'k', never())).toMatchObject({ kind: 'window-closed' })
    expect(h().sends()).toBe(0)
    clock.set(START)
    sandbox.addFault({ kind: 'close-window', platform, userId: resident })
    expect(await adapter.send(text, 'k', never())).toMatchObject({
      kind: 'window-closed',
      reason: expect.stringContaining(String(contract.windowError.code)),
    })
    expect(h().sends()).toBe(1)
  })
}

function failures(contract: ChannelContract, h: () => ChannelHarness): void {
  const sendOne = async (text = 'Xin chào') => {
    h().sandbox.act(h().platform, h().resident, { text: 'chào' })
    return h().adapter.send(h().message({ kind: 'text', text }), 'key', never())
  }
  const shown = () =>
    h()
      .sandbox.messages(h().platform, h().resident)
      .filter((m) => m.from === 'official').length

  it('waits when there were too many calls', async () => {
    h().sandbox.addFault({ kind: 'error', platform: h().platform, times: 1, code: contract.rateLimit.code })
    expect(await sendOne()).toMatchObject({ kind: 'retry', afterMs: expect.any(Number) })
  })

  it.each([
    ['without headers', {}],
    ['with headers', { 'retry-after': '30', 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0' }],
    ['with headers that say nothing', { 'retry-after': 'soon', 'x-app-usage': '{', 'x-ratelimit-reset': '-1' }],
  ] as const)('waits after 429 %s, and sends nothing meanwhile', async (_what, headers) => {
    const slow = await contract.make()
    slow.sandbox.act(slow.platform, slow.resident, { text: 'chào' })
    slow.sandbox.addFault({ kind: 'http', platform: slow.platform, times: 1, status: 429, headers })
    const send = () => slow.adapter.send(slow.message({ kind: 'text', text: 'x' }), 'key', never())
    const first = await send()
    expect(first).toMatchObject({ kind: 'retry', afterMs: expect.any(Number) })
    const afterMs = first.kind === 'retry' ? (first.afterMs ?? 0) : 0
    expect(afterMs).toBeGreaterThanOrEqual(1000)
    expect(afterMs).toBeLessThanOrEqual(HOUR)
    expect(await send()).toMatchObject({ kind: 'retry' })
    expect(slow.sends()).toBe(1)
    slow.clock.advance(afterMs)
    expect(await send()).toMatchObject({ kind: 'sent' })
    await slow.close()
  })

  it('is uncertain after an answer that says nothing, and does not try again by itself', async () => {
    const bodies: [number, string][] = [
      [500, ''],
      [502, '<html>Bad Gateway</html>'],
      [504, '{}'],
      [200, ''],
      [200, '{}'],
      [200, 'null'],
    ]
    for (const [status, body] of bodies) {
      h().sandbox.addFault({ kind: 'http', platform: h().platform, times: 1, status, body })
      expect(await sendOne()).toMatchObject({ kind: 'uncertain' })
    }
  })

  it('is uncertain when the connection breaks after the message was taken', async () => {
    const before = shown()
    h().sandbox.addFault({ kind: 'drop-after-accept', platform: h().platform, times: 1 })
    expect(await sendOne()).toMatchObject({ kind: 'uncertain' })
    h().sandbox.addFault({ kind: 'empty-answer', platform: h().platform, times: 1 })
    expect(await sendOne()).toMatchObject({ kind: 'uncertain' })
    expect(shown()).toBe(before + 2)
  })

  it('is uncertain when no answer comes in time', async () => {
    const slow = await contract.make({ timeoutMs: 150 })
    slow.sandbox.act(slow.platform, slow.resident, { text: 'chào' })
    slow.sandbox.addFault({ kind: 'latency', platform: slow.platform, times: 1, ms: 60_000 })
    const result = await slow.adapter.send(slow.message({ kind: 'text', text: 'x' }), 'key', never())
    await slow.close()
    expect(result).toMatchObject({ kind: 'uncertain' })
  })

  it('does not take HTTP 200 for success', async () => {
    h().sandbox.addFault({ kind: 'error', platform: h().platform, times: 1, code: 999_001, httpStatus: 200 })
    expect(await sendOne()).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('999001') })
  })

  it('never sends with a dead token, whichever way it died', async () => {
    for (const kind of ['expire-token', 'revoke-token'] as const) {
      const dead = await contract.make()
      dead.sandbox.act(dead.platform, dead.resident, { text: 'chào' })
      dead.sandbox.addFault({ kind, platform: dead.platform })
      const result = await dead.adapter.send(dead.message({ kind: 'text', text: 'x' }), 'key', never())
      // Zalo's pair can be renewed while it is only expired.
      const isRenewed = dead.platform === 'zalo' && kind === 'expire-token'
      expect(result.kind === 'sent').toBe(isRenewed)
      expect(result.kind).not.toBe('uncertain')
      expect(dead.sandbox.messages(dead.platform, dead.resident).filter((m) => m.from === 'official')).toHaveLength(
        isRenewed ? 1 : 0,
      )
      await dead.close()
    }
  })

  it('calls a message uncertain when its second part fails', async () => {
    const before = shown()
    h().sandbox.addFault({ kind: 'http', platform: h().platform, times: 1, after: 1, status: 400 })
    const result = await sendOne('Xin chào. '.repeat(300))
    expect(result).toMatchObject({ kind: 'uncertain', reason: expect.stringContaining('part 2 of 2') })
    expect(shown()).toBe(before + 1)
  })

  it('tries again later when nothing listens', async () => {
    const other = await contract.make()
    await other.sandbox.close()
    const result = await other.adapter.send(other.message({ kind: 'text', text: 'x' }), 'k', never())
    await other.close()
    expect(result).toMatchObject({ kind: 'retry' })
  })

  it('does not send when it was called off before', async () => {
    const gone = AbortSignal.abort()
    const before = h().sends()
    expect(await h().adapter.send(h().message({ kind: 'text', text: 'x' }), 'k', gone)).toMatchObject({ kind: 'retry' })
    expect(h().sends()).toBe(before)
  })
}

function media(h: () => ChannelHarness): void {
  it('fetches a picture that a resident sent', async () => {
    const bytes = Buffer.from('picture bytes')
    h().sandbox.act(h().platform, h().resident, { imageDataUrl: `data:image/png;base64,${bytes.toString('base64')}` })
    const [content] = await arrived(h())
    const item = content?.kind === 'media' ? content.items[0] : undefined
    if (item === undefined) throw new Error('no picture arrived')
    const got = await h().adapter.fetchMedia(item, never())
    expect(Buffer.from(got.bytes)).toEqual(bytes)
    expect(got.contentType).toContain('image/png')
  })

  it('fetches from nowhere else', async () => {
    const addresses = [
      'http://127.0.0.1:1/x',
      'https://example.com/x',
      'https://zdn.vn.example.com/x',
      'https://user@a.zdn.vn/x',
      'https://a.zdn.vn:8443/x',
      'file:///etc/passwd',
      'blob:1',
      'http://[::1]/x',
      'http://169.254.169.254/latest',
    ]
    for (const url of addresses) {
      await expect(h().adapter.fetchMedia({ kind: 'image', url }, never())).rejects.toMatchObject({
        code: 'media.host-refused',
      })
    }
  })
}
