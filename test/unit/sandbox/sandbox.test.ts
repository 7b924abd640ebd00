import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SettableClock, settableClock } from '../../../src/core/clock.ts'
import type { SandboxOptions } from '../../../src/sandbox/options.ts'
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts'

const hoa = '2512523625412510001'
let gateway: Server
let posted: { headers: Record<string, unknown>; body: string }[] = []
let answer = 200
let options: SandboxOptions
let sandbox: Sandbox
let base = ''

beforeAll(async () => {
  gateway = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    posted.push({ headers: req.headers, body: Buffer.concat(chunks).toString('utf8') })
    res.writeHead(answer).end()
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const webhookUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`
  options = {
    publicBase: () => base,
    clock: settableClock(new Date('2026-11-23T03:00:00Z')),
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
  }
  sandbox = createSandbox(options)
  base = await sandbox.listen(0)
})
afterAll(async () => {
  await sandbox.close()
  await new Promise<void>((resolve) => gateway.close(() => resolve()))
})

async function api(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const response = await fetch(`${base}/api${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) }
}

const zalo = (path: string, token: string, body: unknown) =>
  fetch(`${base}/zalo/api${path}`, {
    method: 'POST',
    headers: { access_token: token },
    body: JSON.stringify(body),
  }).then((r) => r.json() as Promise<Record<string, unknown>>)
const refresh = (to: string, token: string, secret = 'app-secret') =>
  fetch(`${to}/zalo/oauth/v4/oa/access_token`, {
    method: 'POST',
    headers: { secret_key: secret },
    body: new URLSearchParams({ app_id: '11', grant_type: 'refresh_token', refresh_token: token }),
  })
/** Posts a webhook and waits for its answer and, after a failure, that of the second try, which comes at once. */
function oneByOne(fresh: Sandbox) {
  const ask = async (status: number): Promise<void> => {
    answer = status
    const expected = fresh.record().length + (status === 200 ? 1 : 2)
    fresh.act('messenger', '7100000000000001', { text: 'a' })
    await vi.waitFor(() => expect(fresh.record()).toHaveLength(expected))
  }
  return { ask, status: () => fresh.connection('messenger').subscribed }
}
const text = (words: string) => ({ recipient: { user_id: hoa }, message: { text: words } })

describe('phones', () => {
  it('are there with residents, and any other can be made by writing from it', async () => {
    const { body } = await api('/phones')
    expect(body).toMatchObject({ phones: [{ platform: 'zalo' }, { platform: 'messenger' }] })
    expect(await api('/phones/zalo/999/messages', { text: 'xin chào' })).toMatchObject({ status: 201 })
    const after = (await api('/phones/zalo/999/messages')).body
    expect(after).toMatchObject({ messages: [{ from: 'resident', text: 'xin chào', buttons: [] }] })
  })

  it('refuse what is not theirs to do', async () => {
    for (const bad of [
      {},
      { text: '' },
      { imageDataUrl: 'data:text/html;base64,PGI+' },
      { location: { lat: 100, lon: 0 } },
      'x',
    ]) {
      expect((await api('/phones/zalo/999/messages', bad)).status).toBe(400)
    }
    expect((await api('/phones/viber/1/messages')).status).toBe(404)
    const big = await fetch(`${base}/api/phones/zalo/999/messages`, {
      method: 'POST',
      body: Buffer.alloc(7 * 1024 * 1024),
    })
    expect(big.status).toBe(413)
  })

  it('show a picture by a path, and serve it as what it is', async () => {
    sandbox.act('zalo', '4321', { imageDataUrl: `data:image/png;base64,${Buffer.from('picture').toString('base64')}` })
    const path = sandbox.messages('zalo', '4321')[0]?.imageUrl ?? ''
    expect(path).toMatch(/^\/sandbox\/media\//)
    const picture = await fetch(new URL(path, base))
    expect(picture.headers.get('content-type')).toContain('image/png')
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await picture.text()).toBe('picture')
    expect((await fetch(`${base}/media/none`)).status).toBe(404)
  })

  it('keep the last 500 messages', async () => {
    for (let n = 0; n < 505; n++) sandbox.act('zalo', '1234', { text: `tin ${n}` })
    expect(sandbox.messages('zalo', '1234')).toHaveLength(500)
    expect(sandbox.messages('zalo', '1234')[0]?.text).toBe('tin 5')
    await sandbox.idle()
  })

  it('tell by stream which of them changed', async () => {
    const stop = new AbortController()
    const response = await fetch(`${base}/api/stream`, { signal: stop.signal })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    let acted = false
    while (!heard.includes('data:')) {
      heard += (await reader?.read())?.value ?? ''
      if (!acted) sandbox.act('messenger', '7100000000000001', { text: 'a' })
      acted = true
    }
    expect(heard).toContain('data: {"platform":"messenger","userId":"7100000000000001"}')
    stop.abort()
  })
})

describe('webhooks', () => {
  it('are signed as the platforms sign', async () => {
    await sandbox.idle()
    posted = []
    sandbox.act('zalo', hoa, { text: 'Đường ngập' })
    sandbox.act('messenger', '7100000000000001', { text: 'Đường/ngập' })
    await sandbox.idle()
    const [first, second] = [...posted].sort((a) => ('x-zevent-signature' in a.headers ? -1 : 1))
    const mac = createHash('sha256').update(`11${first?.body}1795402800000oa-key`).digest('hex')
    expect(first?.headers['x-zevent-signature']).toBe(`mac=${mac}`)
    expect(second?.body).toMatch(/"\\u0110\\u01b0\\u1eddng\\\/ng\\u1eadp"/)
    const hmac = createHmac('sha256', 'fb')
      .update(second?.body ?? '')
      .digest('hex')
    expect(second?.headers['x-hub-signature-256']).toBe(`sha256=${hmac}`)
  })

  it('climb the whole ladder with num_retry and the same body, then give up', async () => {
    posted = []
    answer = 500
    sandbox.act('zalo', hoa, { text: 'Đường ngập' })
    await sandbox.idle()
    answer = 200
    expect(posted.map((p) => p.headers.num_retry)).toEqual([undefined, '1', '2', '3', '4', '5'])
    expect(new Set(posted.map((p) => p.body)).size).toBe(1)
    expect(sandbox.record().at(-1)).toMatchObject({ what: 'webhook given up' })
  })

  it('of Zalo are disabled when a ladder failed, until somebody switches them on again', async () => {
    expect(sandbox.connection('zalo')).toMatchObject({
      subscribed: false,
      notices: [{ kind: 'failing' }, { kind: 'disabled' }],
    })
    posted = []
    sandbox.act('zalo', hoa, { text: 'không ai nghe' })
    await sandbox.idle()
    expect(posted).toEqual([])
    expect(sandbox.record().at(-1)).toMatchObject({ what: 'webhook not posted: user_send_text', status: null })
    expect((await api('/connections/viber/enable', {})).status).toBe(404)
    expect((await api('/connections/zalo/enable', {})).status).toBe(204)
    const { body } = await api('/connections')
    expect(body).toMatchObject({
      connections: [{ platform: 'zalo', subscribed: true, lost: 1, failingSince: null }, {}],
    })
    sandbox.act('zalo', hoa, { text: 'nghe rồi' })
    await sandbox.idle()
    expect(posted).toHaveLength(1)
    expect(posted[0]?.body).toContain('nghe rồi')
  })

  const subscribed = (method: 'GET' | 'POST' = 'GET') =>
    fetch(`${base}/graph/v25.0/55/subscribed_apps?subscribed_fields=messages`, {
      method,
      headers: { authorization: 'Bearer p0' },
    }).then((r) => r.json() as Promise<Record<string, unknown>>)

  it('of Messenger: an hour of failures unsubscribes the Page until it is subscribed again', async () => {
    answer = 500
    sandbox.act('messenger', '7100000000000001', { text: 'một' })
    await sandbox.idle()
    answer = 200
    expect(sandbox.connection('messenger')).toMatchObject({
      subscribed: false,
      notices: [{ kind: 'failing' }, { kind: 'disabled' }],
    })
    expect(await subscribed()).toEqual({ data: [] })
    posted = []
    sandbox.act('messenger', '7100000000000001', { text: 'không ai nghe' })
    await sandbox.idle()
    expect(posted).toEqual([])
    expect(await subscribed('POST')).toEqual({ success: true })
    expect(await subscribed()).toMatchObject({ data: [{ id: '66' }] })
    sandbox.act('messenger', '7100000000000001', { text: 'nghe rồi' })
    await sandbox.idle()
    expect(posted).toHaveLength(1)
  })

  it('of Messenger: by the clock too, and one success between starts the hour anew', async () => {
    const fresh = createSandbox({ ...options, timeFactor: 1 })
    const clock = options.clock as SettableClock
    const { status, ask } = oneByOne(fresh)
    await ask(500)
    clock.advance(50 * 60_000)
    await ask(200)
    await ask(500)
    clock.advance(59 * 60_000)
    await ask(500)
    expect(status()).toBe(true)
    clock.advance(60_000)
    fresh.act('messenger', '7100000000000001', { text: 'a' })
    await vi.waitFor(() => expect(status()).toBe(false))
    answer = 200
    await fresh.close()
    clock.set(new Date('2026-11-23T03:00:00Z'))
  })
})

describe('zalo', () => {
  it('refuses what Zalo refuses, with HTTP 200', async () => {
    sandbox.act('zalo', hoa, { text: 'chào' })
    const path = '/v3.0/oa/message/cs'
    expect(await zalo(path, 'wrong', text('x'))).toMatchObject({ error: -216 })
    expect(await zalo(path, 'a0', text('x'.repeat(2000)))).toMatchObject({
      error: 0,
      data: { quota: { quota_type: 'reply' } },
    })
    expect(await zalo(path, 'a0', text('x'.repeat(2001)))).toMatchObject({ error: -210 })
    expect(await zalo(path, 'a0', text(''))).toMatchObject({ error: -201 })
    expect(await zalo(path, 'a0', { recipient: { user_id: '000' }, message: { text: 'x' } })).toMatchObject({
      error: -232,
    })
    expect(await zalo('/v2.0/oa/message', 'a0', text('x'))).toMatchObject({ error: -240 })
    const withButtons = (count: number) => ({
      ...text('x'),
      message: {
        text: 'x',
        attachment: {
          type: 'template',
          payload: { buttons: Array(count).fill({ title: 't', type: 'oa.query.hide', payload: '#c:1' }) },
        },
      },
    })
    expect(await zalo(path, 'a0', withButtons(5))).toMatchObject({ error: 0 })
    expect(await zalo(path, 'a0', withButtons(6))).toMatchObject({ error: -201 })
    await sandbox.idle()
  })

  it('gives each refresh token one life, and knows its own pairs after a restart', async () => {
    expect(await (await refresh(base, 'r0', 'wrong secret')).json()).toMatchObject({ error: -14014 })
    const pair = (await (await refresh(base, 'r0')).json()) as { access_token: string; refresh_token: string }
    expect(await (await refresh(base, 'r0')).text()).toBe('')
    expect(await zalo('/v3.0/oa/message/cs', 'a0', text('x'))).toMatchObject({ error: -216 })
    expect(await zalo('/v3.0/oa/message/cs', pair.access_token, text('x'))).toMatchObject({ error: 0 })
    const restarted = createSandbox({ ...options, unknownResidents: 'accept' })
    const there = await restarted.listen(0)
    const again = await fetch(`${there}/zalo/api/v3.0/oa/message/cs`, {
      method: 'POST',
      headers: { access_token: pair.access_token },
      body: JSON.stringify(text('x')),
    })
    expect(await again.json()).toMatchObject({ error: 0 })
    expect(await (await refresh(there, pair.refresh_token)).json()).toMatchObject({ expires_in: '90000' })
    await restarted.close()
    await sandbox.idle()
  })
})

describe('graph', () => {
  const send = (body: unknown, token = 'p0') =>
    fetch(`${base}/graph/v25.0/55/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }).then(async (r) => ({ status: r.status, body: (await r.json()) as unknown }))
  const to = { id: '7100000000000001' }

  it('refuses what Meta refuses, with its error body', async () => {
    sandbox.act('messenger', to.id, { text: 'chào' })
    const good = { recipient: to, messaging_type: 'RESPONSE', message: { text: 'x' } }
    expect(await send(good)).toMatchObject({
      status: 200,
      body: { recipient_id: to.id, message_id: expect.stringMatching(/^m_/) },
    })
    expect(await send(good, 'p1')).toMatchObject({
      status: 400,
      body: { error: { code: 190, type: 'OAuthException' } },
    })
    expect(await send({ ...good, appsecret_proof: 'no' })).toMatchObject({ body: { error: { code: 100 } } })
    expect(await send({ ...good, message: { text: 'x'.repeat(2001) } })).toMatchObject({
      body: { error: { code: 100 } },
    })
    const replies = (count: number, title = 't') => Array(count).fill({ content_type: 'text', title, payload: 'p' })
    expect(await send({ ...good, message: { text: 'x', quick_replies: replies(14) } })).toMatchObject({ status: 400 })
    expect(await send({ ...good, message: { text: 'x', quick_replies: replies(1, 'x'.repeat(21)) } })).toMatchObject({
      status: 400,
    })
    expect(await send({ ...good, recipient: { id: '000' } })).toMatchObject({
      body: { error: { error_subcode: 2018001 } },
    })
    expect(await send({ ...good, messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' })).toMatchObject({
      body: { error: { error_subcode: 1893061 } },
    })
    await api('/faults', { kind: 'close-window', platform: 'messenger', userId: to.id })
    expect(await send(good)).toMatchObject({ body: { error: { code: 10, error_subcode: 2018278 } } })
    await sandbox.idle()
  })

  it('shows the token and the subscription', async () => {
    const debug = await fetch(`${base}/graph/v25.0/debug_token?input_token=p0`, {
      headers: { authorization: 'Bearer 66|fb' },
    })
    expect(await debug.json()).toMatchObject({ data: { is_valid: true, app_id: '66' } })
    const apps = await fetch(`${base}/graph/v25.0/55/subscribed_apps`, { headers: { authorization: 'Bearer p0' } })
    expect(await apps.json()).toMatchObject({ data: [{ id: '66' }] })
  })
})

describe('record and faults', () => {
  it('can be read and cleared over HTTP, without tokens', async () => {
    expect((await api('/faults', { kind: 'nonsense' })).status).toBe(400)
    expect((await api('/faults', { kind: 'error', platform: 'zalo', code: -32, after: 1, times: 1 })).status).toBe(204)
    expect((await api('/faults')).body).toMatchObject({ faults: [{ kind: 'error', code: -32 }] })
    await api('/faults', undefined, 'DELETE')
    expect((await api('/faults')).body).toEqual({ faults: [] })
    const record = JSON.stringify((await api('/record')).body)
    expect(record).toContain('v3.0/oa/message/cs')
    for (const secret of ['app-secret', '"a0"', 'Bearer', 'sandbox-a-']) expect(record).not.toContain(secret)
    await api('/record', undefined, 'DELETE')
    expect((await api('/record')).body).toEqual({ record: [] })
  })
})
