import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/channels/deps.ts'
import { createZaloAdapter } from '../../src/channels/zalo/adapter.ts'
import { zaloSignature } from '../../src/channels/zalo/signature.ts'
import { memoryTokenStore, type TokenStore } from '../../src/channels/zalo/tokens.ts'
import type { SandboxOptions } from '../../src/sandbox/options.ts'
import { channelContract } from './channel.ts'
import { type ChannelHarness, channelHarness, rawOf, SECRETS } from './channel-harness.ts'
import { zaloFixtures } from './zalo-fixtures.ts'

const signal = () => new AbortController().signal
const firstPair = { accessToken: 'first-access', refreshToken: 'first-refresh', expiresAt: null }

function make(
  tokens: TokenStore = memoryTokenStore(firstPair),
  { timeoutMs = 10_000, ...zalo }: Partial<SandboxOptions['zalo']> & { timeoutMs?: number } = {},
) {
  return channelHarness(
    'zalo',
    ({ base, clock }) =>
      createZaloAdapter(
        {
          appId: SECRETS.zaloAppId,
          appSecret: SECRETS.zaloAppSecret,
          oaId: SECRETS.zaloOaId,
          oaSecretKey: SECRETS.zaloOaSecretKey,
          apiBase: `${base}/zalo/api`,
          oauthBase: `${base}/zalo/oauth`,
          timeoutMs,
          media: { privateHosts: [new URL(base).host] },
        },
        { clock, log: silentLog, tokens },
      ),
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
    expect(await say()).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('-14014') })
    expect(store.state).toBe('needs-reauth')
    await h.close()
    const spent = memoryTokenStore(firstPair)
    h = await make(spent)
    h.sandbox.addFault({ kind: 'expire-token', platform: 'zalo' })
    await say()
    await spent.save(firstPair)
    expect(await say()).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('already spent') })
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
    [-100, 'retry'],
  ] as const)('answers %i with %s', async (code, kind) => {
    h = await make()
    h.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code })
    expect(await say()).toMatchObject({ kind, reason: expect.stringContaining(String(code)) })
    expect(official()).toBe(0)
  })
})
