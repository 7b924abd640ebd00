import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/channels/deps.ts'
import { createMessengerAdapter, type MessengerConfig } from '../../src/channels/messenger/adapter.ts'
import { messengerSignature, verifyHandshake } from '../../src/channels/messenger/signature.ts'
import { type ChannelMemory, memoryChannelMemory } from '../../src/core/channel-memory.ts'
import { DAY, HOUR } from '../../src/core/durations.ts'
import { channelContract } from './channel.ts'
import { type ChannelHarness, channelHarness, rawOf, SECRETS, START } from './channel-harness.ts'
import { messengerFixtures } from './messenger-fixtures.ts'

const signal = () => new AbortController().signal

const memories: ChannelMemory[] = []
/** A pause of the Page is its own test's only. */
afterEach(() => Promise.all(memories.map((memory) => memory.forget('breaker'))))

function make(more: Partial<MessengerConfig> = {}) {
  return channelHarness('messenger', ({ base, clock, files }) => {
    const memory = memoryChannelMemory(() => clock.now())
    memories.push(memory)
    return createMessengerAdapter(
      {
        appSecret: SECRETS.appSecret,
        verifyToken: SECRETS.verifyToken,
        pageId: SECRETS.pageId,
        pageToken: 'page-token',
        appId: SECRETS.appId,
        comments: 'on',
        graphBase: `${base}/graph`,
        graphVersion: 'v25.0',
        media: { privateHosts: [new URL(base).host] },
        ...more,
      },
      { clock, log: silentLog, memory, files },
    )
  })
}

channelContract({
  name: 'messenger',
  make: (options) => make(options),
  signatureHeader: 'x-hub-signature-256',
  sign: (body) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRETS.appSecret).update(body).digest('hex')}`,
  }),
  fixtures: messengerFixtures,
  rateLimit: { code: 613 },
  windowError: { code: 10, subcode: 2018278 },
  files: { pictureBytes: 8 * 1024 * 1024, fileBytes: 25 * 1024 * 1024, keptFor: 89 * DAY, others: 'sent' },
})

describe('messenger signature', () => {
  const escaped = String.raw`{"object":"page","entry":[{"id":"1","time":1,"messaging":[{"message":{"mid":"m","text":"\u00e4\u00f6\u00e5 \ud83d\ude22"}}]}]}`

  it('is an HMAC over the bytes as they came', () => {
    expect(messengerSignature('hello world', 'sesame')).toBe(
      'sha256=f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17',
    )
    expect(messengerSignature(escaped, 'fb_app_secret')).toBe(
      'sha256=13e7fb10ed7246a74761c76cb0d82355ecaa9ff6d8b7708f8f9b3c326cb0905e',
    )
    expect(messengerSignature(JSON.stringify(JSON.parse(escaped)), 'fb_app_secret')).toBe(
      'sha256=4fae134b88a27e0f3feec902c5ef1ce2dacfd3adb22dbcae3395ea9f346da5e3',
    )
  })

  it('is not SHA-1, and holds with the previous secret during a change', async () => {
    const h = await make({ previousAppSecret: 'older' })
    const sha1 = `sha1=${createHmac('sha1', SECRETS.appSecret).update('{}').digest('hex')}`
    expect(h.adapter.authenticate(rawOf('{}', { 'x-hub-signature': sha1 }))).toBe(false)
    expect(h.adapter.authenticate(rawOf('{}', { 'x-hub-signature-256': sha1 }))).toBe(false)
    expect(h.adapter.authenticate(rawOf('{}', { 'x-hub-signature-256': messengerSignature('{}', 'older') }))).toBe(true)
    expect(h.adapter.authenticate(rawOf('{}', { 'x-hub-signature-256': messengerSignature('{}', '') }))).toBe(false)
    await h.close()
  })

  it('answers the handshake with the right token only', () => {
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '1158201444' }
    expect(verifyHandshake(query, 'verify-me')).toEqual({ kind: 'accepted', challenge: '1158201444' })
    for (const wrong of [{ 'hub.mode': 'x' }, { 'hub.verify_token': 'verify-mi' }, { 'hub.challenge': '<script>' }]) {
      expect(verifyHandshake({ ...query, ...wrong }, 'verify-me')).toEqual({ kind: 'refused' })
    }
    expect(verifyHandshake({}, '')).toEqual({ kind: 'refused' })
  })
})

describe('messenger batches', () => {
  it('hold a thousand updates in one delivery, in order', async () => {
    const h = await make()
    const item = (n: number) => ({
      sender: { id: h.resident },
      recipient: { id: h.account },
      timestamp: START.getTime() + n,
      message: { mid: `m${n}`, text: `tin ${n}` },
    })
    const entry = [{ id: h.account, time: START.getTime(), messaging: Array.from({ length: 1000 }, (_, n) => item(n)) }]
    const { messages } = h.adapter.parse(rawOf(JSON.stringify({ object: 'page', entry })))
    expect(messages.map((m) => m.providerMessageId)).toEqual(Array.from({ length: 1000 }, (_, n) => `m${n}`))
    await h.close()
  })
})

describe('messenger ids beyond 2^53', () => {
  const event = (what: string) =>
    `{"object":"page","entry":[{"id":"${SECRETS.pageId}","time":1,"messaging":[{"sender":{"id":"7"},"recipient":{"id":"${SECRETS.pageId}"},"timestamp":1763868000000,${what}}]}]}`
  const parse = async (what: string, appId: string) => {
    const h = await make({ appId })
    const parsed = h.adapter.parse(rawOf(event(what)))
    await h.close()
    return parsed
  }

  it('are not rounded: whose app an echo is from, and who owns the thread', async () => {
    const ours = '184719329217930001'
    const echo = (app: string) => `"message":{"mid":"e","is_echo":true,"app_id":${app},"metadata":"key"}`
    expect((await parse(echo(ours), ours)).echoes).toMatchObject([{ byHuman: false, key: 'key' }])
    expect((await parse(echo('184719329217930002'), ours)).echoes).toMatchObject([{ byHuman: true }])
    const take = (app: string) => `"take_thread_control":{"new_owner_app_id":${app}}`
    expect((await parse(take(ours), ours)).signals).toMatchObject([{ kind: 'ours-again' }])
    expect((await parse(take('184719329217930002'), ours)).signals).toMatchObject([{ kind: 'held-by-others' }])
  })

  it('of stickers are read in either shape', async () => {
    const sticker = (id: string) =>
      `"message":{"mid":"s","attachments":[{"type":"sticker","payload":{"url":"https://scontent.xx.fbcdn.net/s","sticker_id":${id}}}]}`
    for (const id of ['184719329217930001', '"184719329217930001"']) {
      expect((await parse(sticker(id), '1')).messages).toMatchObject([{ content: { items: [{ kind: 'sticker' }] } }])
    }
  })
})

describe('messenger sending', () => {
  let h: ChannelHarness
  beforeAll(async () => {
    h = await make()
  })
  afterAll(() => h.close())
  const calls = () => h.sandbox.record().filter((r) => r.direction === 'in')

  it('tags only what a person wrote, between a day and a week', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const send = (author: 'bot' | 'person') =>
      h.adapter.send(h.message({ kind: 'text', text: 'Đã xong' }, { author }), 'key', signal())
    expect(await send('person')).toMatchObject({ kind: 'sent' })
    expect(calls().at(-1)?.body).toMatchObject({ messaging_type: 'RESPONSE', message: { metadata: 'key' } })
    h.clock.advance(24 * HOUR + 1)
    const before = calls().length
    expect(await send('bot')).toMatchObject({ kind: 'window-closed' })
    expect(calls()).toHaveLength(before)
    expect(await send('person')).toMatchObject({ kind: 'sent' })
    expect(calls().at(-1)?.body).toMatchObject({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })
    h.clock.set(START)
  })

  it('gives the key back in the echo of the last part only', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    await h.sandbox.idle()
    h.received.length = 0
    const long = { kind: 'text', text: 'Xin chào. '.repeat(300) } as const
    expect(await h.adapter.send(h.message(long), 'out-9', signal())).toMatchObject({ kind: 'sent' })
    await h.sandbox.idle()
    const echoes = h.received.flatMap((raw) => h.adapter.parse(raw).echoes)
    expect(echoes.map((e) => [e.byHuman, e.key])).toEqual([
      [false, undefined],
      [false, 'out-9'],
    ])
  })

  it('says words beyond the template before it', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const before = h.sandbox.messages('messenger', h.resident).length
    const text = 'Nghị định mới có hiệu lực. '.repeat(40).trim()
    const content = { kind: 'link', text, url: 'https://example.vn/', label: 'Mở cổng dịch vụ công' } as const
    expect(await h.adapter.send(h.message(content), 'key', signal())).toMatchObject({ kind: 'sent' })
    const shown = h.sandbox.messages('messenger', h.resident).slice(before)
    expect(shown.map((m) => m.text).join(' ')).toBe(text)
    expect(shown.map((m) => m.buttons.length)).toEqual([0, 1])
  })

  it('waits as long as the usage header says', async () => {
    const usage = JSON.stringify({ '1': [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: 7 }] })
    h.sandbox.addFault({
      kind: 'error',
      platform: 'messenger',
      times: 1,
      code: 80006,
      headers: { 'x-business-use-case-usage': usage },
    })
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const send = () => h.adapter.send(h.message({ kind: 'text', text: 'x' }), 'key', signal())
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 7 * 60_000, uncounted: true })
    const before = calls().length
    h.clock.advance(60_000)
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 6 * 60_000, uncounted: true })
    expect(calls()).toHaveLength(before)
    h.clock.advance(6 * 60_000)
    expect(await send()).toMatchObject({ kind: 'sent' })
    h.clock.set(START)
  })

  it.each([
    [368, undefined],
    [10, 1893063],
    [2022, undefined],
  ] as const)('holds everything back when the Page is restricted (%s/%s), and says so', async (code, subcode) => {
    const fault = { kind: 'error', platform: 'messenger', times: 1, code } as const
    h.sandbox.addFault(subcode === undefined ? fault : { ...fault, subcode })
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const send = () => h.adapter.send(h.message({ kind: 'text', text: 'x' }), 'key', signal())
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: HOUR, uncounted: true })
    const before = calls().length
    expect(await send()).toMatchObject({ kind: 'retry', uncounted: true })
    expect(calls()).toHaveLength(before)
    expect(await memories.at(-1)?.get('state')).toMatchObject({ kind: 'restricted' })
  })

  it.each([
    [1, undefined, 'uncertain'],
    [2, undefined, 'uncertain'],
    [10, 2534022, 'window-closed'],
    [10, undefined, 'rejected'],
    [100, 2018001, 'rejected'],
    [551, undefined, 'rejected'],
    [200, 1545041, 'rejected'],
    [1200, undefined, 'retry'],
    [4, undefined, 'retry'],
  ] as const)('answers %s/%s with %s', async (code, subcode, kind) => {
    const fault = { kind: 'error', platform: 'messenger', times: 1, code } as const
    h.sandbox.addFault(subcode === undefined ? fault : { ...fault, subcode })
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    expect(await h.adapter.send(h.message({ kind: 'text', text: 'x' }), 'key', signal())).toMatchObject({ kind })
  })

  it('shows a list as cards that open their pages, however long their words', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    const items = [79, 80, 81, 200].map((n) => ({
      title: 'đ'.repeat(n),
      subtitle: 'x'.repeat(n),
      url: `https://vidu.vn/${n}`,
    }))
    const list = { kind: 'list', text: 'Các phiếu của Anh/Chị', items } as const
    expect(await h.adapter.send(h.message({ ...list, items }), 'key', signal())).toMatchObject({ kind: 'sent' })
    const [text, cards] = h.sandbox.messages('messenger', h.resident).slice(-2)
    expect(text?.text).toBe(list.text)
    expect(cards?.items?.map((i) => i.url)).toEqual(items.map((i) => i.url))
    expect(cards?.items?.map((i) => i.title.length)).toEqual([79, 80, 80, 80])
  })

  it('holds all messages back while the page token is dead', async () => {
    h.sandbox.act('messenger', h.resident, { text: 'chào' })
    h.sandbox.addFault({ kind: 'expire-token', platform: 'messenger' })
    const result = await h.adapter.send(h.message({ kind: 'text', text: 'x' }), 'key', signal())
    expect(result).toMatchObject({ kind: 'retry', uncounted: true, reason: expect.stringMatching(/190\/463 token/) })
    expect(JSON.stringify(result)).not.toContain('page-token')
    const calls = () => h.sandbox.record().filter((r) => r.direction === 'in' && r.what === 'messages').length
    const before = calls()
    expect(await h.adapter.send(h.message({ kind: 'text', text: 'y' }), 'key-2', signal())).toMatchObject({
      kind: 'retry',
      uncounted: true,
      reason: 'messenger: page paused (token)',
    })
    expect(calls()).toBe(before)
    h.sandbox.clearFaults()
  })
})
