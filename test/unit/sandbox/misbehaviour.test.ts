import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import type { Platform } from '../../../src/sandbox/options.ts'
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts'

interface Posted {
  method: string
  url: string
  headers: Record<string, unknown>
  body: string
}

const HOA = '2512523625412510001'
const TRANG = '7100000000000001'
const START = new Date('2026-11-23T03:00:00Z')
const clock = settableClock(START)
let posted: Posted[] = []
/** How the gateway answers, and what it says. */
let answer: (request: Posted) => { status: number; text: string } = () => ({ status: 200, text: '' })
let gateway: Server
let sandbox: Sandbox
let base = ''

beforeAll(async () => {
  gateway = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const request = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body }
    posted.push(request)
    const { status, text } = answer(request)
    res.writeHead(status).end(text)
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const webhookUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`
  sandbox = createSandbox({
    publicBase: () => base,
    clock,
    timeFactor: 0.0001,
    zalo: {
      appId: '11',
      oaId: '44',
      oaSecretKey: 'oa-key',
      appSecret: 'app-secret',
      accessToken: 'a0',
      refreshToken: 'r0',
      webhookUrl,
    },
    messenger: { appSecret: 'fb', pageId: '55', pageToken: 'p0', verifyToken: 'v', appId: '66', webhookUrl },
  })
  base = await sandbox.listen(0)
})
afterEach(async () => {
  await sandbox.idle()
  sandbox.clearFaults()
  sandbox.forgetRecord()
  posted = []
  answer = () => ({ status: 200, text: '' })
  clock.set(START)
})
afterAll(async () => {
  await sandbox.close()
  await new Promise<void>((resolve) => gateway.close(() => resolve()))
})

async function api(path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(
    `${base}/api${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  )
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

async function said(platform: Platform): Promise<Posted> {
  sandbox.act(platform, platform === 'zalo' ? HOA : TRANG, { text: 'Đường ngập' })
  await sandbox.idle()
  const last = posted.at(-1)
  if (last === undefined) throw new Error('nothing was posted')
  return last
}

describe('a webhook of Zalo', () => {
  const mac = (body: string, id = '11', key = 'oa-key', timestamp = String(START.getTime())) =>
    createHash('sha256').update(`${id}${body}${timestamp}${key}`).digest('hex')

  it.each([
    ['spaces', (body: string) => `mac = ${mac(body)}`],
    ['bare', (body: string) => mac(body)],
    ['upper-case', (body: string) => `mac=${mac(body).toUpperCase()}`],
    ['oa-id', (body: string) => `mac=${mac(body, '44')}`],
    ['forged', (body: string) => `mac=${mac(body, '11', 'oa-keyx')}`],
    ['missing', () => undefined],
  ] as const)('is signed with the variant "%s", once', async (variant, expected) => {
    expect((await api('/faults', { kind: 'signature', platform: 'zalo', variant, times: 1 })).status).toBe(204)
    const { headers, body } = await said('zalo')
    expect(headers['x-zevent-signature']).toBe(expected(body))
    const next = await said('zalo')
    expect(next.headers['x-zevent-signature']).toBe(`mac=${mac(next.body)}`)
  })

  it('has ids as numbers, or seconds, and is signed over just these bytes', async () => {
    sandbox.addFault({ kind: 'numeric-ids', platform: 'zalo', times: 1 })
    const numbers = await said('zalo')
    expect(numbers.body).toContain(`"sender":{"id":${HOA}}`)
    expect(numbers.headers['x-zevent-signature']).toBe(`mac=${mac(numbers.body)}`)
    sandbox.addFault({ kind: 'seconds-timestamps', platform: 'zalo', times: 1 })
    const seconds = await said('zalo')
    const timestamp = String(START.getTime() / 1000)
    expect(seconds.body).toContain(`"timestamp":"${timestamp}"`)
    expect(seconds.headers['x-zevent-signature']).toBe(`mac=${mac(seconds.body, '11', 'oa-key', timestamp)}`)
  })
})

describe('a webhook of Messenger', () => {
  const hmac = (body: string) => `sha256=${createHmac('sha256', 'fb').update(body).digest('hex')}`

  it.each(['forged', 'missing', 'sha1', 'bare'] as const)('is not signed as it should with "%s"', async (variant) => {
    sandbox.addFault({ kind: 'signature', platform: 'messenger', variant, times: 1 })
    const { headers, body } = await said('messenger')
    expect(headers['x-hub-signature-256']).not.toBe(hmac(body))
    expect(headers['x-hub-signature'] === undefined).toBe(variant !== 'sha1')
  })

  it('holds other Pages beside ours, ids as numbers and seconds, all at once', async () => {
    for (const kind of ['other-pages', 'numeric-ids', 'seconds-timestamps'] as const) {
      sandbox.addFault({ kind, platform: 'messenger', times: 1 })
    }
    const { headers, body } = await said('messenger')
    expect(headers['x-hub-signature-256']).toBe(hmac(body))
    expect(body).toContain(`"sender":{"id":${TRANG}}`)
    const { entry } = JSON.parse(body) as { entry: { id: number; time: number }[] }
    expect(entry.map((e) => e.id)).toEqual([900000000000001, 55, 900000000000002])
    expect(entry[1]?.time).toBe(START.getTime() / 1000)
  })

  it('holds a thousand messages of several residents in one post; Zalo posts each', async () => {
    const burst = { platform: 'messenger', userIds: ['71', '72', '73'], count: 1000 }
    expect((await api('/bursts', { ...burst, count: 1001 })).status).toBe(400)
    const { status, body } = await api('/bursts', burst)
    expect(status).toBe(201)
    expect(new Set(body.ids as string[]).size).toBe(1000)
    await sandbox.idle()
    expect(posted).toHaveLength(1)
    const { entry } = JSON.parse(posted[0]?.body ?? '') as { entry: { messaging: { sender: { id: string } }[] }[] }
    expect(entry.map((e) => e.messaging[0]?.sender.id).slice(0, 4)).toEqual(['71', '72', '73', '71'])
    expect(entry).toHaveLength(1000)
    expect(sandbox.messages('messenger', '72')).toHaveLength(333)
    sandbox.burst({ platform: 'zalo', userIds: ['81'], count: 3 })
    await sandbox.idle()
    expect(posted).toHaveLength(4)
  })
})

describe('the check of the console', () => {
  it('posts an unsigned event of Zalo without timestamp, and says whether the address would be saved', async () => {
    expect(await api('/connections/zalo/test', {})).toMatchObject({
      body: { answers: [{ what: 'unsigned test', status: 200, accepted: true }] },
    })
    expect(posted[0]?.headers['x-zevent-signature']).toBeUndefined()
    expect(posted[0]?.body).not.toContain('timestamp')
    answer = () => ({ status: 401, text: '' })
    expect((await api('/connections/zalo/test', {})).body).toMatchObject({
      answers: [{ status: 401, accepted: false }],
    })
  })

  it('asks Messenger’s challenge and posts both samples', async () => {
    answer = ({ method, url }) => ({
      status: 200,
      text: method === 'GET' ? (new URL(url, base).searchParams.get('hub.challenge') ?? '') : '',
    })
    const good = (await api('/connections/messenger/test', {})).body as { answers: { accepted: boolean }[] }
    expect(good.answers.map((a) => a.accepted)).toEqual([true, true, true])
    expect(new URL(posted[0]?.url ?? '', base).searchParams.get('hub.verify_token')).toBe('v')
    answer = () => ({ status: 200, text: 'wrong' })
    expect((await api('/connections/messenger/test', {})).body).toMatchObject({
      answers: [{ accepted: false }, {}, {}],
    })
  })
})

describe('a call that is no sending', () => {
  const token = () =>
    fetch(`${base}/zalo/oauth/v4/oa/access_token`, {
      method: 'POST',
      headers: { secret_key: 'app-secret' },
      body: new URLSearchParams({ app_id: '11', grant_type: 'refresh_token', refresh_token: 'r0' }),
    })

  it('meets the faults of its own place only', async () => {
    const page = '<html><body>504 Gateway Time-out</body></html>'
    sandbox.addFault({
      kind: 'http',
      platform: 'zalo',
      where: 'token',
      status: 504,
      body: page,
      times: 1,
      headers: { 'retry-after': '7' },
    })
    sandbox.addFault({ kind: 'http', platform: 'zalo', status: 500, times: 1 })
    const refused = await token()
    expect(refused.status).toBe(504)
    expect(refused.headers.get('content-type')).toContain('text/html')
    expect(refused.headers.get('retry-after')).toBe('7')
    expect(await refused.text()).toBe(page)
    const oa = await fetch(`${base}/zalo/api/v2.0/oa/getoa`, { headers: { access_token: 'a0' } })
    expect(await oa.json()).toMatchObject({ error: 0 })
    expect(sandbox.record({ what: 'getoa' })).toMatchObject([{ what: 'v2.0/oa/getoa', status: 200 }])
    sandbox.addFault({ kind: 'error', platform: 'messenger', where: 'read', code: 190, subcode: 463, times: 1 })
    const apps = await fetch(`${base}/graph/v25.0/55/subscribed_apps`, { headers: { authorization: 'Bearer p0' } })
    expect(apps.status).toBe(400)
    expect(await apps.json()).toMatchObject({ error: { code: 190, error_subcode: 463 } })
  })

  it('of a refresh can break after the pair was given: the old token is spent', async () => {
    sandbox.addFault({ kind: 'drop-after-accept', platform: 'zalo', where: 'token', times: 1 })
    await expect(token()).rejects.toThrow()
    const again = await token()
    expect(again.status).toBe(200)
    expect(await again.text()).toBe('')
  })
})

describe('the record', () => {
  it('tells by platform, direction, kind and time', async () => {
    await said('zalo')
    clock.advance(60_000)
    await said('messenger')
    const all = sandbox.record()
    expect(all.map((e) => [e.platform, e.direction, e.what])).toEqual([
      ['zalo', 'out', 'user_send_text'],
      ['messenger', 'out', 'message'],
    ])
    const asked = async (query: string) =>
      ((await api(`/record?${query}`)).body.record as { seq: number }[]).map((e) => e.seq)
    const [first, second] = all.map((e) => e.seq)
    expect(await asked('platform=zalo')).toEqual([first])
    expect(await asked('direction=in')).toEqual([])
    expect(await asked('what=send_text')).toEqual([first])
    expect(await asked('since=2026-11-23T03:00:30Z')).toEqual([second])
    expect(await asked(`after=${first}`)).toEqual([second])
    expect(await asked('limit=1')).toEqual([second])
    expect((await api('/record?since=yesterday')).status).toBe(400)
  })

  it('is bounded, counts on, and shows no token wherever it stands', async () => {
    const body = {
      recipient: { id: TRANG },
      message: { text: 'x' },
      appsecret_proof: 'proof-of-secret',
      deep: [{ access_token: 'p0-deep' }],
    }
    for (let n = 0; n < 2; n++) {
      await fetch(`${base}/graph/v25.0/55/messages?access_token=p0-query`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
    }
    const long = { ...body, message: { text: 'y'.repeat(30_000) } }
    await fetch(`${base}/graph/v25.0/55/messages`, { method: 'POST', body: JSON.stringify(long) })
    const text = JSON.stringify(sandbox.record())
    for (const secret of ['proof-of-secret', 'p0-deep', 'p0-query']) expect(text).not.toContain(secret)
    expect(sandbox.record().at(-1)?.body).toMatchObject({
      tooLong: expect.any(Number),
      begins: expect.stringContaining(TRANG),
    })
    expect(text.length).toBeLessThan(10_000)
    const before = sandbox.recorded()
    sandbox.burst({ platform: 'zalo', userIds: ['82'], count: 1000 })
    sandbox.burst({ platform: 'zalo', userIds: ['82'], count: 100 })
    await sandbox.idle()
    expect(sandbox.record()).toHaveLength(1000)
    expect(sandbox.recorded()).toBe(before + 1100)
  })
})
