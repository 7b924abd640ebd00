import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { readChannelHealth } from '../../src/channels/channel-notes.ts'
import { silentLog } from '../../src/channels/deps.ts'
import { createZaloAdapter, type ZaloAdapter } from '../../src/channels/zalo/adapter.ts'
import { zaloBuckets } from '../../src/channels/zalo/limits.ts'
import { zaloSignature } from '../../src/channels/zalo/signature.ts'
import { memoryTokenStore, type TokenStore } from '../../src/channels/zalo/tokens.ts'
import {
  type ChannelMemory,
  memoryChannelMemory,
  type RateBudget,
  unlimitedBudget,
} from '../../src/core/channel-memory.ts'
import { DAY, HOUR } from '../../src/core/durations.ts'
import type { SandboxOptions } from '../../src/sandbox/options.ts'
import { channelContract } from './channel.ts'
import { type ChannelHarness, channelHarness, rawOf, SECRETS, START } from './channel-harness.ts'
import { zaloFixtures } from './zalo-fixtures.ts'

const signal = () => new AbortController().signal
const firstPair = { accessToken: 'first-access', refreshToken: 'first-refresh', expiresAt: null }

/** What the adapters of this file remember; forgotten after each test. */
let kept: ChannelMemory | null = null
afterEach(() => {
  kept = null
})

/** Begun by whoever remembers first, with that one's clock. */
function sharedMemory(now: () => Date): ChannelMemory {
  const shared = (): ChannelMemory => {
    kept ??= memoryChannelMemory(now)
    return kept
  }
  return {
    get: (key) => shared().get(key),
    set: (key, value, options) => shared().set(key, value, options),
    forget: (key) => shared().forget(key),
    claim: (key, until) => shared().claim(key, until),
  }
}

const PARAMS = { ma_phieu: 'code', trang_thai: 'status', lien_ket: 'link' } as const

type Options = Partial<SandboxOptions['zalo']> & {
  timeoutMs?: number
  budget?: RateBudget
  /** Templates by account and by phone number. */
  templates?: { byUser: string | null; byPhone: string | null }
  onAdapter?(adapter: ZaloAdapter): void
}

function make(
  tokens: TokenStore = memoryTokenStore(firstPair),
  { timeoutMs = 10_000, budget = unlimitedBudget, onAdapter, templates, ...zalo }: Options = {},
) {
  return channelHarness(
    'zalo',
    ({ base, clock, files }) => {
      kept = null
      const memory = sharedMemory(() => clock.now())
      const adapter = createZaloAdapter(
        {
          appId: SECRETS.zaloAppId,
          appSecret: SECRETS.zaloAppSecret,
          oaId: SECRETS.zaloOaId,
          oaSecretKey: SECRETS.zaloOaSecretKey,
          apiBase: `${base}/zalo/api`,
          oauthBase: `${base}/zalo/oauth`,
          timeoutMs,
          media: { privateHosts: [new URL(base).host] },
          ...(templates === undefined
            ? {}
            : { caseNotice: { ...templates, base: `${base}/zalo/zbs`, params: PARAMS } }),
        },
        { clock, log: silentLog, tokens, memory, budget, files },
      )
      onAdapter?.(adapter)
      return adapter
    },
    zalo,
  )
}

channelContract({
  name: 'zalo',
  make: (options) => make(undefined, options),
  signatureHeader: 'x-zevent-signature',
  sign: (body) => {
    const timestamp = (JSON.parse(body) as { timestamp: string }).timestamp
    const mac = createHash('sha256').update(`${SECRETS.zaloAppId}${body}${timestamp}${SECRETS.zaloOaSecretKey}`)
    return { 'x-zevent-signature': `mac=${mac.digest('hex')}` }
  },
  fixtures: zaloFixtures,
  rateLimit: { code: -32 },
  windowError: { code: -230 },
  files: { pictureBytes: 1_000_000, fileBytes: 5 * 1024 * 1024, keptFor: 6 * DAY, others: 'refused' },
})

describe('zalo signature', () => {
  const body =
    '{"app_id":"1111111111111111111","sender":{"id":"2222222222222222222"},"user_id_by_app":"3333333333333333333","recipient":{"id":"4444444444444444444"},"event_name":"user_send_text","message":{"text":"Đường ngập","msg_id":"aaaabbbbccccdddd0001"},"timestamp":"1763868000000"}'
  const mac = '80512f57516ccc6da35402e578f0d149be04d596e1eb1606dffa65ae5e3f04ea'

  it('is a plain digest of app id, body, timestamp and key', () => {
    const parts = { id: '1111111111111111111', body, timestamp: '1763868000000', oaSecretKey: 'oa_webhook_secret_demo' }
    expect(zaloSignature(parts)).toBe(mac)
    expect(zaloSignature({ id: 'X', body: 'BODY', timestamp: '1234567890', oaSecretKey: 'Y' })).toBe(
      '2f1ef5aabe67e8396a459ca89562e108ad541f82ba5022c85f645bd6b7220cb9',
    )
  })

  it('is read with and without "mac=", and with the OA id as first term', async () => {
    const h = await make()
    for (const value of [`mac=${mac}`, mac, ` mac = ${mac.toUpperCase()} `]) {
      expect(h.adapter.authenticate(rawOf(body, { 'x-zevent-signature': value }))).toBe(true)
    }
    const withOa = zaloSignature({
      id: SECRETS.zaloOaId,
      body,
      timestamp: '1763868000000',
      oaSecretKey: SECRETS.zaloOaSecretKey,
    })
    expect(h.adapter.authenticate(rawOf(body, { 'x-zevent-signature': withOa }))).toBe(true)
    const withAppSecret = zaloSignature({
      id: SECRETS.zaloAppId,
      body,
      timestamp: '1763868000000',
      oaSecretKey: SECRETS.zaloAppSecret,
    })
    expect(h.adapter.authenticate(rawOf(body, { 'x-zevent-signature': withAppSecret }))).toBe(false)
    await h.close()
  })
})

describe('zalo tokens and endpoints', () => {
  let h: ChannelHarness
  afterEach(() => h.close())
  const refreshes = () => h.sandbox.record().filter((r) => r.what === 'access_token').length
  const say = () => {
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    return h.adapter.send(h.message({ kind: 'text', text: 'Chào Anh/Chị' }), 'k', signal())
  }
  const official = () => h.sandbox.messages('zalo', h.resident).filter((m) => m.from === 'official').length

  it('refreshes an expired token once, keeps the pair before using it, and sends', async () => {
    const store = memoryTokenStore(firstPair)
    h = await make(store)
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    expect(await say()).toMatchObject({ kind: 'sent' })
    expect(await say()).toMatchObject({ kind: 'sent' })
    expect(refreshes()).toBe(1)
    expect(await store.load()).toMatchObject({
      accessToken: expect.stringContaining('sandbox-a-1'),
      expiresAt: new Date('2026-11-24T04:00:00Z'),
    })
  })

  it('spends the refresh token once however many sends fail together', async () => {
    const store = memoryTokenStore(firstPair)
    let locked = 0
    h = await make({ ...store, withLock: (work) => store.withLock(work).finally(() => locked++) })
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    const results = await Promise.all([say(), say(), say(), say()])
    expect(locked).toBeLessThan(4)
    expect(results.map((r) => r.kind)).toEqual(['sent', 'sent', 'sent', 'sent'])
    expect(refreshes()).toBe(1)
  })

  it('stops and says so when the refresh token is dead or spent', async () => {
    const store = memoryTokenStore(firstPair)
    h = await make(store)
    h.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    expect(await say()).toMatchObject({ kind: 'retry', reason: expect.stringContaining('-14014'), uncounted: true })
    expect(store.state).toBe('needs-reauth')
    await h.close()
    const spent = memoryTokenStore(firstPair)
    h = await make(spent)
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    await say()
    await spent.save(firstPair)
    expect(await say()).toMatchObject({ kind: 'retry', reason: expect.stringContaining('already spent') })
    expect(official()).toBe(1)
  })

  it('does not lose a new pair that could not be kept at once', async () => {
    const inner = memoryTokenStore(firstPair)
    let failing = 1
    h = await make({
      ...inner,
      save: async (tokens) => {
        if (failing-- > 0) throw new Error('database away')
        await inner.save(tokens)
      },
    })
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    expect(await say()).toMatchObject({ kind: 'retry' })
    expect(await say()).toMatchObject({ kind: 'sent' })
    expect(refreshes()).toBe(1)
    expect(await inner.load()).toMatchObject({ accessToken: expect.stringContaining('sandbox-a-1') })
  })

  it('changes to v2 for a state agency, stays there, and sends once', async () => {
    h = await make(memoryTokenStore(firstPair), { oaType: 'state-agency' })
    expect(await say()).toMatchObject({ kind: 'sent' })
    expect(await say()).toMatchObject({ kind: 'sent' })
    expect(official()).toBe(2)
    const paths = h.sandbox
      .record()
      .filter((r) => r.direction === 'in')
      .map((r) => r.what)
    expect(paths).toEqual(['v3.0/oa/message/cs', 'v2.0/oa/message', 'v2.0/oa/message'])
  })

  it('goes back to v3 when v2 is shut down, and gives up when both refuse', async () => {
    h = await make(memoryTokenStore(firstPair), { oaType: 'state-agency' })
    await say()
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code: -240 })
    expect(await say()).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('-235') })
  })

  it.each([
    [-200, 'uncertain'],
    [-201, 'rejected'],
    [-213, 'rejected'],
    [-232, 'window-closed'],
    [-244, 'rejected'],
    [-234, 'retry'],
    [-100, 'rejected'],
  ] as const)('answers %i with %s', async (code, kind) => {
    h = await make()
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code })
    expect(await say()).toMatchObject({ kind, reason: expect.stringContaining(String(code)) })
    expect(official()).toBe(0)
  })
})

describe('zalo as all workers share it', () => {
  let h: ChannelHarness
  afterEach(() => h.close())
  const send = (more = {}) => h.adapter.send(h.message({ kind: 'text', text: 'Chào Anh/Chị' }, more), 'k', signal())
  const paths = () =>
    h.sandbox
      .record()
      .filter((r) => r.direction === 'in')
      .map((r) => r.what)
  const met = async (options: Options = {}, store: TokenStore = memoryTokenStore(firstPair)) => {
    h = await make(store, options)
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
  }
  const health = () => readChannelHealth(sharedMemory(() => h.clock.now()))

  it('takes every part of a message from the budgets of the OA and of the app before sending any', async () => {
    const taken: string[] = []
    let left = Number.POSITIVE_INFINITY
    const budget: RateBudget = {
      take: async (bucket) => {
        if (left-- <= 0) return 700
        taken.push(bucket)
        return 0
      },
    }
    await met({ budget })
    expect(
      await h.adapter.send(h.message({ kind: 'text', text: 'chào bạn '.repeat(400) }), 'k', signal()),
    ).toMatchObject({
      kind: 'sent',
    })
    const [oa, app] = [`zalo/${SECRETS.zaloOaId}`, `zalo-app/${SECRETS.zaloAppId}`]
    expect(taken).toEqual([oa, oa, app, app])
    left = 1
    h.sandbox.forgetRecord()
    const wait = await send()
    expect(wait).toMatchObject({ kind: 'retry', uncounted: true })
    expect(wait.kind === 'retry' && wait.afterMs).toBeGreaterThanOrEqual(700)
    expect(paths()).toEqual([])
  })

  it('stays within 100 calls in any minute', () => {
    const [oa, app] = zaloBuckets({ appId: 'a', oaId: 'o', tier: 'growth' })
    expect((oa?.perMinute ?? 0) + (oa?.burst ?? 0)).toBe(100)
    expect((app?.perMinute ?? 0) + (app?.burst ?? 0)).toBe(4000)
  })

  it('sends nothing until the next minute once Zalo said that there were too many', async () => {
    await met()
    h.clock.advance(20_000)
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code: -32 })
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 41_000, uncounted: true })
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 41_000 })
    expect(paths()).toHaveLength(1)
    expect(await health()).toMatchObject({ limited: { reason: 'zalo:-32 rate-limit' }, error: { code: '-32' } })
    h.clock.advance(41_000)
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect((await health()).limited).toBeNull()
  })

  it('keeps the endpoint over a restart, for every worker', async () => {
    await met({ oaType: 'state-agency' })
    await send()
    expect(await health()).toMatchObject({ endpoint: { endpoint: 'v2', reason: 'zalo:-235 oa-type' } })
    const remembered = kept
    await h.close()
    await met({ oaType: 'state-agency' })
    kept = remembered
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect(paths()).toEqual(['v2.0/oa/message'])
  })

  it('holds messages while consent is missing, asks again every 15 minutes, and goes on with a new pair', async () => {
    const store = memoryTokenStore(firstPair)
    await met({}, store)
    h.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 15 * 60_000, uncounted: true })
    const calls = paths().length
    h.clock.advance(60_000)
    expect(await send()).toMatchObject({ kind: 'retry', afterMs: 14 * 60_000, uncounted: true })
    expect(paths()).toHaveLength(calls)
    expect((await health()).reauth).toMatchObject({ reason: expect.stringContaining('-14014'), at: START })
    h.clock.advance(14 * 60_000)
    await send()
    await send()
    // one tried the old pair; nobody spent the dead refresh token again
    expect(paths().slice(calls)).toEqual(['v3.0/oa/message/cs'])
    h.sandbox.clearFaults()
    h.clock.advance(15 * 60_000)
    expect(await send()).toMatchObject({ kind: 'sent' })
    expect((await health()).reauth).toBeNull()
  })

  it('needs consent again when Zalo says that the permission was revoked', async () => {
    const store = memoryTokenStore(firstPair)
    const adapters: ZaloAdapter[] = []
    h = await make(store, { onAdapter: (adapter) => adapters.push(adapter) })
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    const [adapter] = adapters
    const event = {
      app_id: SECRETS.zaloAppId,
      oa_id: SECRETS.zaloOaId,
      event_name: 'permission_revoked',
      timestamp: '1',
    }
    await adapter?.noteWebhook(h.adapter.parse(rawOf(JSON.stringify(event))))
    expect(await send()).toMatchObject({ kind: 'retry', reason: 'token: permission revoked' })
    expect(await health()).toMatchObject({ webhookAt: START, reauth: { reason: 'token: permission revoked' } })
    // an administrator consents: another pair is in the store
    await store.save({ ...firstPair, refreshToken: 'another-refresh' })
    expect(await send()).toMatchObject({ kind: 'sent' })
  })

  it('renews the pair when less than two hours are left, and not before', async () => {
    const store = memoryTokenStore({ ...firstPair, expiresAt: new Date(START.getTime() + 3 * HOUR) })
    const adapters: ZaloAdapter[] = []
    h = await make(store, { onAdapter: (adapter) => adapters.push(adapter) })
    await adapters[0]?.keepFresh(signal())
    expect(paths()).toEqual([])
    h.clock.advance(HOUR + 1)
    await adapters[0]?.keepFresh(signal())
    await adapters[0]?.keepFresh(signal())
    expect(paths()).toEqual(['access_token'])
    expect((await health()).refreshingSince).toBeNull()
  })

  it('quotes what it answers, and goes without when Zalo does not know it any more', async () => {
    await met()
    expect(await send({ replyTo: 'M1' })).toMatchObject({ kind: 'sent' })
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code: -201 })
    expect(await send({ replyTo: 'M2' })).toMatchObject({ kind: 'sent' })
    const quoted = h.sandbox
      .record()
      .filter((r) => r.what === 'v3.0/oa/message/cs')
      .map((r) => (r.body as { message: { quote_message_id?: string } }).message.quote_message_id)
    expect(quoted).toEqual(['M1', 'M2', undefined])
  })

  const pdf = (name: string) => ({ bytes: Buffer.from('%PDF-1.7'), contentType: 'application/pdf', name })
  const sendFile = (id: string) =>
    h.adapter.send(h.message({ kind: 'media', ref: `blob:${id}`, caption: 'Văn bản ạ.' }), `k-${id}`, signal())

  it('renews the token for an upload, and lets its message through when consent comes back with it', async () => {
    const store = memoryTokenStore(firstPair)
    await met({}, store)
    h.files.set('a', pdf('a.pdf'))
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    expect(await sendFile('a')).toMatchObject({ kind: 'sent' })
    expect(paths()).toEqual([
      'v2.0/oa/upload/file',
      'access_token',
      'v2.0/oa/upload/file',
      'v3.0/oa/message/cs',
      'v3.0/oa/message/cs',
    ])
    h.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    h.files.set('b', pdf('b.pdf'))
    expect(await sendFile('b')).toMatchObject({ kind: 'retry', afterMs: 15 * 60_000, uncounted: true })
    h.sandbox.clearFaults()
    h.clock.advance(15 * 60_000)
    expect(await sendFile('b')).toMatchObject({ kind: 'sent' })
  })

  it('takes an upload from the budget of calls, and counts it for the month', async () => {
    let calls = 0
    const budget: RateBudget = { take: async (bucket) => (bucket.startsWith('zalo/') && ++calls > 5 ? 700 : 0) }
    await met({ budget })
    h.files.set('a', pdf('a.pdf'))
    h.files.set('b', pdf('b.pdf'))
    expect(await sendFile('a')).toMatchObject({ kind: 'sent' })
    // words, file and upload; from now on words and file
    expect(calls).toBe(3)
    expect(await sendFile('a')).toMatchObject({ kind: 'sent' })
    expect(calls).toBe(5)
    expect(await sendFile('b')).toMatchObject({ kind: 'retry', reason: 'rate: our own budget', uncounted: true })
    expect((await health()).uploads).toEqual({ month: '2026-11', count: 1 })
    h.clock.set(new Date('2026-11-30T17:00:00Z'))
    calls = 0
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    const content = { kind: 'media', ref: 'blob:b' } as const
    await h.adapter.send(h.message(content, { lastInboundAt: h.clock.now() }), 'k', signal())
    expect((await health()).uploads).toEqual({ month: '2026-12', count: 1 })
  })

  it('remembers the quota and when something was sent, and sends nothing while the store is away', async () => {
    await met()
    await send()
    expect(await health()).toMatchObject({ sentAt: START, quota: { type: 'reply', remain: '8', total: '8' } })
    h.sandbox.forgetRecord()
    kept = { ...memoryChannelMemory(() => START), get: () => Promise.reject(new Error('away')) }
    expect(await send()).toMatchObject({ kind: 'retry', reason: 'channel store failed' })
    expect(paths()).toEqual([])
  })
})

describe('a list on zalo', () => {
  let h: ChannelHarness
  afterEach(() => h.close())
  const pages = (n: number) => ({
    kind: 'list' as const,
    text: 'Các phiếu của Anh/Chị',
    items: Array.from({ length: n }, (_, i) => ({
      title: `PA-${i} ${'đ'.repeat(i * 40)}`,
      url: `https://vidu.vn/${i}`,
    })),
  })
  const shown = () => h.sandbox.messages('zalo', h.resident).filter((m) => m.from === 'official')

  it('is a card whose entries open their pages, within the limits of Zalo', async () => {
    h = await make()
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    for (const n of [1, 4, 5]) {
      expect(await h.adapter.send(h.message(pages(n)), `k${n}`, signal())).toMatchObject({ kind: 'sent' })
      expect(
        shown()
          .at(-1)
          ?.items?.map((i) => i.url),
      ).toEqual(pages(n).items.map((i) => i.url))
    }
    expect(shown().filter((m) => m.text === 'Các phiếu của Anh/Chị')).toHaveLength(3)
  })

  it.each([-233, -201])('goes out as text with its addresses when Zalo answers %i, and once', async (code) => {
    h = await make()
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, after: 1, code })
    expect(await h.adapter.send(h.message(pages(2)), 'k', signal())).toMatchObject({ kind: 'sent' })
    const texts = shown().map((m) => m.text)
    expect(texts).toHaveLength(2)
    expect(texts[1]).toContain('https://vidu.vn/0')
    expect(texts[1]).toContain('https://vidu.vn/1')
    expect(JSON.stringify(h.sandbox.record())).not.toContain('instead')
  })
})

describe('a notice of a result by a template message', () => {
  let h: ChannelHarness
  let zalo: ZaloAdapter | undefined
  afterEach(() => h.close())
  const begin = async (templates?: Options['templates'], more: Options = {}) => {
    h = await make(undefined, {
      ...more,
      ...(templates === undefined ? {} : { templates }),
      onAdapter: (a) => (zalo = a),
    })
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    h.sandbox.addFault({ kind: 'close-window', platform: 'zalo', userId: h.resident })
  }
  const notice = {
    kind: 'case-notice',
    code: 'PA-2611-7K3QM',
    status: 'đã có kết quả',
    url: 'https://vidu.vn/phieu/PA-2611-7K3QM',
  } as const
  const tell = (phone?: string) =>
    h.adapter.send(
      h.message(notice, { lastInboundAt: new Date(START.getTime() - 30 * 24 * HOUR), ...(phone && { phone }) }),
      'b1c2d3e4-0000-4000-8000-000000000001',
      signal(),
    )
  const calls = () => h.sandbox.record({ direction: 'in', what: 'message/template' }).map((r) => r.what)
  const shown = () => h.sandbox.messages('zalo', h.resident).filter((m) => m.text.startsWith('[Tin mẫu ZBS]'))

  it('is off unless a template is named', async () => {
    await begin()
    expect(zalo?.caseNotices).toBeUndefined()
    expect(await tell('0912000001')).toMatchObject({ kind: 'rejected' })
    expect(calls()).toEqual([])
  })

  it('goes by account though the window is closed, and tells facts of the case alone', async () => {
    await begin({ byUser: '300001', byPhone: null })
    expect(zalo?.caseNotices).toBe('on')
    expect(await tell()).toMatchObject({ kind: 'sent', providerMessageId: expect.any(String) })
    const [said] = shown()
    for (const fact of [notice.code, notice.status, notice.url]) expect(said?.text).toContain(fact)
    expect(kept).not.toBeNull()
    const health = kept === null ? null : await readChannelHealth(kept)
    expect(health?.quota).toMatchObject({ type: 'zbs', remain: '99' })
  })

  it('goes by phone number when the template may not go by account, and not without a number', async () => {
    await begin({ byUser: '200001', byPhone: '300001' })
    expect(await tell()).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('zalo:-249') })
    expect(await tell('0912 000 001')).toMatchObject({ kind: 'sent' })
    expect(calls()).toEqual(['v3.0/oa/message/template', 'v3.0/oa/message/template', 'zbs/message/template'])
    expect(shown()).toHaveLength(1)
    expect(await tell('0999999999')).toMatchObject({ kind: 'rejected', reason: 'zbs:-118 no-zalo-account' })
  })

  it('is never sent by the second way when the first may have gone out', async () => {
    await begin({ byUser: '300001', byPhone: '300001' })
    h.sandbox.addFault({ kind: 'drop-after-accept', platform: 'zalo', times: 1 })
    expect(await tell('0912000001')).toMatchObject({ kind: 'uncertain' })
    expect(shown()).toHaveLength(1)
  })

  it.each([
    [-124, 'sent'],
    [-115, 'rejected'],
    [-131, 'rejected'],
    [-108, 'rejected'],
    [-133, 'retry'],
    [-144, 'retry'],
    [-32, 'rejected'],
  ] as const)('by phone answers %i with %s: the numbers of that host are its own', async (code, kind) => {
    await begin({ byUser: null, byPhone: '300001' })
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code })
    expect(await tell('0912000001')).toMatchObject({ kind })
    expect(shown()).toHaveLength(kind === 'sent' ? 1 : 0)
  })
})

describe('what Zalo tells of the OA', () => {
  let h: ChannelHarness
  let zalo: ZaloAdapter | undefined
  afterEach(() => h.close())
  const begin = async (more: Options = {}) => {
    h = await make(undefined, { ...more, onAdapter: (a) => (zalo = a) })
  }
  const asked = () => h.sandbox.record({ direction: 'in', what: 'getoa' }).length
  const health = async () => (kept === null ? null : readChannelHealth(kept))

  it('is asked once a day, and kept with the quota of its package', async () => {
    await begin()
    await Promise.all([zalo?.lookAtAccount(signal()), zalo?.lookAtAccount(signal())])
    expect(asked()).toBe(1)
    expect(await health()).toMatchObject({
      account: { kind: 'business', package: 'Tăng trưởng', packageUntil: '31/12/2026', verified: true },
      quota: { type: 'sub_quota', remain: '500', total: '500' },
    })
    h.clock.advance(25 * HOUR)
    await zalo?.lookAtAccount(signal())
    expect(asked()).toBe(2)
  })

  it('says when it is a state agency, whose package has no quota', async () => {
    await begin({ oaType: 'state-agency' })
    await zalo?.lookAtAccount(signal())
    expect(await health()).toMatchObject({ account: { kind: 'state-agency' }, quota: null })
  })

  it('is asked again after an hour when no answer came, and renews a dead token once', async () => {
    await begin()
    h.sandbox.addFault({ kind: 'http', platform: 'zalo', where: 'read', times: 1, status: 504, body: '<html>' })
    await zalo?.lookAtAccount(signal())
    expect((await health())?.account).toBeNull()
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    h.clock.advance(61 * 60_000)
    await zalo?.lookAtAccount(signal())
    expect((await health())?.account).toMatchObject({ verified: true })
    expect(h.sandbox.record({ what: 'access_token' })).toHaveLength(1)
  })
})
