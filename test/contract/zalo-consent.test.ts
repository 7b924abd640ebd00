import { afterEach, describe, expect, it } from 'vitest'
import { noFiles, silentLog } from '../../src/channels/deps.ts'
import { createZaloAdapter } from '../../src/channels/zalo/adapter.ts'
import { codeChallenge, zaloConsent } from '../../src/channels/zalo/consent.ts'
import { memoryTokenStore } from '../../src/channels/zalo/tokens.ts'
import { type ChannelMemory, memoryChannelMemory, unlimitedBudget } from '../../src/core/channel-memory.ts'
import { type ChannelHarness, channelHarness, SECRETS } from './channel-harness.ts'

const signal = () => new AbortController().signal
const pair = { accessToken: 'first-access', refreshToken: 'first-refresh', expiresAt: null }

describe('the consent of an OA administrator', () => {
  let h: ChannelHarness
  let memory: ChannelMemory
  const store = memoryTokenStore(pair)
  afterEach(() => h.close())

  async function begun(pinned: { pinnedVerifier?: string } = {}) {
    let consent: ReturnType<typeof zaloConsent> | undefined
    await store.save(pair)
    h = await channelHarness('zalo', ({ base, clock }) => {
      memory = memoryChannelMemory(() => clock.now())
      const ids = { appId: SECRETS.zaloAppId, oaId: SECRETS.zaloOaId, oauthBase: `${base}/zalo/oauth` }
      const adapter = createZaloAdapter(
        { ...ids, appSecret: SECRETS.zaloAppSecret, oaSecretKey: SECRETS.zaloOaSecretKey, apiBase: `${base}/zalo/api` },
        { clock, log: silentLog, files: noFiles, tokens: store, memory, budget: unlimitedBudget },
      )
      consent = zaloConsent(
        { ...ids, ...pinned, redirectUri: 'https://desk.test/oauth/zalo/callback' },
        { memory, clock, adapter },
      )
      return adapter
    })
    if (consent === undefined) throw new Error('not made')
    return consent
  }

  /** What the administrator's browser brings back from Zalo. */
  async function answered(url: string): Promise<{ code: string; state: string; oaId: string | null }> {
    const response = await fetch(url, { redirect: 'manual' })
    const back = new URL(response.headers.get('location') ?? '')
    expect(`${back.origin}${back.pathname}`).toBe('https://desk.test/oauth/zalo/callback')
    const { searchParams: q } = back
    return { code: q.get('code') ?? '', state: q.get('state') ?? '', oaId: q.get('oa_id') }
  }
  const send = () => {
    h.sandbox.act('zalo', h.resident, { text: 'chào' })
    return h.adapter.send(h.message({ kind: 'text', text: 'Chào Anh/Chị' }), 'k', signal())
  }

  it('hashes the verifier as Zalo does', () => {
    return begun().then(() =>
      expect(codeChallenge('AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg')).toBe(
        'ZFn66e5pRTQPjki_oSCUVQ4cxtfhRp9r7IbCpyzu-YE',
      ),
    )
  })

  it('keeps a new pair, and what was held goes out at once', async () => {
    const consent = await begun()
    h.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    expect(await send()).toMatchObject({ kind: 'retry', uncounted: true })
    expect(await consent.finish(await answered(await consent.begin()), signal())).toEqual({ kind: 'done' })
    expect(await store.load()).toMatchObject({ accessToken: expect.stringContaining('sandbox-a-1') })
    expect(store.state).toBe('ok')
    expect(await send()).toMatchObject({ kind: 'sent' })
  })

  it('takes an answer once, within ten minutes, of this OA, and only if it was begun here', async () => {
    const consent = await begun()
    const first = await answered(await consent.begin())
    expect(await consent.finish({ ...first, state: 'made-up' }, signal())).toEqual({ kind: 'unknown-state' })
    expect(await consent.finish(first, signal())).toEqual({ kind: 'done' })
    expect(await consent.finish(first, signal())).toEqual({ kind: 'unknown-state' })
    const late = await answered(await consent.begin())
    h.clock.advance(10 * 60_000)
    expect(await consent.finish(late, signal())).toEqual({ kind: 'unknown-state' })
    const other = await answered(await consent.begin())
    expect(await consent.finish({ ...other, oaId: '9' }, signal())).toEqual({ kind: 'other-account' })
    expect(await store.load()).toMatchObject({ accessToken: expect.stringContaining('sandbox-a-1') })
  })

  it('uses the one verifier that the console of Zalo is fixed to, and keeps it nowhere', async () => {
    const pinnedVerifier = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg'
    const consent = await begun({ pinnedVerifier })
    const url = await consent.begin()
    expect(new URL(url).searchParams.get('code_challenge')).toBe('ZFn66e5pRTQPjki_oSCUVQ4cxtfhRp9r7IbCpyzu-YE')
    const state = new URL(url).searchParams.get('state') ?? ''
    expect(JSON.stringify(await memory.get(`consent/${state}`))).not.toContain(pinnedVerifier)
    expect(await consent.finish(await answered(url), signal())).toEqual({ kind: 'done' })
  })

  it('changes nothing when Zalo refuses the code', async () => {
    const consent = await begun()
    const answer = await answered(await consent.begin())
    expect(await consent.finish({ ...answer, code: 'wrong' }, signal())).toMatchObject({ kind: 'refused' })
    expect(await store.load()).toEqual(pair)
    expect(await send()).toMatchObject({ kind: 'sent' })
  })
})
