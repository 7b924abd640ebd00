import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatState } from '../../src/http/contract/chat.ts'
import { type Program, startProgram } from '../support/program.ts'

/*
 * What `channel.ts` asks of the platforms' adapters, asked of the web chat over its own HTTP: it has no webhook and no
 * signature but a cookie, and nothing of it is sent anywhere.
 */

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

interface Visitor {
  cookie: string
  /** Each comes from an address of its own: limits are tried elsewhere. */
  ip: string
}

let visitors = 0
async function visitor(): Promise<Visitor> {
  const n = visitors++
  const ip = `203.0.${Math.floor(n / 250)}.${(n % 250) + 1}`
  const res = await fetch(`${program.url}/api/chat/state`, { headers: { 'x-forwarded-for': ip } })
  await res.arrayBuffer()
  return { cookie: res.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '', ip }
}

const addressOf = ({ cookie }: Visitor): string => cookie.split('=')[1]?.split('.')[0] ?? ''

interface Posted {
  path?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
}

async function post(who: Visitor, { path = '/api/chat/messages', headers = {}, body = '' }: Posted): Promise<Response> {
  const ours = { 'x-requested-with': 'lang-nghe', 'content-type': 'application/json' }
  return fetch(program.url + path, {
    method: 'POST',
    headers: { ...ours, 'x-forwarded-for': who.ip, cookie: who.cookie, ...headers },
    body,
    redirect: 'manual',
  })
}

/** The status, and that a refusal says why in words. */
async function said(who: Visitor, content: unknown, clientId: unknown = randomUUID()): Promise<number> {
  const res = await post(who, { body: JSON.stringify({ clientId, content }) })
  const body = (await res.json()) as { accepted?: true; error?: { message: string } }
  expect(body.accepted === true || (body.error?.message ?? '') !== '').toBe(true)
  return res.status
}

const text = (words: string) => ({ kind: 'text', text: words })

interface Stored {
  address: string
  identity: string
  id: string
}

async function stored(): Promise<Stored[]> {
  const { rows } = await program.database.db.pool.query<Stored>(
    `select c.address, i.address as identity, m.provider_message_id as id
     from inbound_messages m join conversations c on c.id = m.conversation_id
     join channel_identities i on i.id = c.identity_id where m.channel = 'web' order by m.seq`,
  )
  return rows
}

async function ofVisitor(who: Visitor): Promise<string[]> {
  return (await stored()).filter((row) => row.address === addressOf(who)).map((row) => row.id)
}

describe('the web channel', () => {
  it('believes its own cookie and no other', async () => {
    const who = await visitor()
    const [id = '', signature = ''] = who.cookie.split('=')[1]?.split('.') ?? []
    const other = await visitor()
    const forged = ['', 'ln_chat=', `ln_chat=${id}`, `ln_chat=${id}.`, `ln_chat=${id}.${'A'.repeat(43)}`]
    forged.push(
      `ln_chat=${addressOf(other)}.${signature}`,
      `ln_chat=${id}.${signature}x`,
      `ln_chat=${'x'.repeat(9000)}`,
    )
    for (const cookie of forged) expect(await said({ ...who, cookie }, text('a'))).toBe(401)
    expect(await ofVisitor(who)).toEqual([])
    expect(await said(who, text('a'))).toBe(200)
  })

  it('stores a message once, however often and however close together it comes', async () => {
    const [who, other] = [await visitor(), await visitor()]
    const clientId = randomUUID()
    const statuses = await Promise.all(Array.from({ length: 10 }, () => said(who, text('một lần'), clientId)))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await said(who, text('một lần'), clientId)).toBe(200)
    expect(await said(other, text('của tôi'), clientId)).toBe(200)
    expect(await ofVisitor(who)).toEqual([`${addressOf(who)}/${clientId}`])
    expect(await ofVisitor(other)).toEqual([`${addressOf(other)}/${clientId}`])
  })

  it('takes a thousand messages of fifty visitors at once, each into its own conversation and in its order', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => visitor()))
    const sent = await Promise.all(
      all.map(async (who) => {
        const ids: string[] = []
        for (let n = 0; n < 20; n++) {
          const clientId = randomUUID()
          ids.push(`${addressOf(who)}/${clientId}`)
          expect(await said(who, text(`tin ${n}`), clientId)).toBe(200)
        }
        return ids
      }),
    )
    const rows = await stored()
    for (const [n, who] of all.entries()) {
      expect(rows.filter((row) => row.address === addressOf(who)).map((row) => row.id)).toEqual(sent[n])
    }
  }, 120_000)

  it('says what is wrong with broken, foreign and oversized bodies', async () => {
    const who = await visitor()
    const asked = async (posted: Posted): Promise<[number, boolean]> => {
      const res = await post(who, posted)
      const body = (await res.json()) as { error: { message: string } }
      return [res.status, /\p{L}/u.test(body.error.message)]
    }
    for (const body of ['{', 'null', '[]', '"x"', '[[[[', '['.repeat(90_000), '\u0000']) {
      expect((await asked({ body }))[0]).toBeGreaterThanOrEqual(400)
      expect((await asked({ body }))[0]).toBeLessThan(500)
    }
    expect(await asked({ body: Uint8Array.from([0xff, 0xfe, 0x00, 0xc3]) })).toEqual([400, true])
    expect(await asked({ body: 'x'.repeat(5_000_000) })).toEqual([413, true])
    expect(await asked({ body: '{}', headers: { 'content-type': 'text/plain' } })).toEqual([415, true])
    expect(await asked({ body: '{}', headers: { 'content-encoding': 'zstd' } })).toEqual([415, true])
    expect(await asked({ body: '{}', headers: { 'x-requested-with': 'x' } })).toEqual([403, true])
    expect(await ofVisitor(who)).toEqual([])
  })

  it('refuses kinds that it does not know, and those that only platforms send', async () => {
    const who = await visitor()
    for (const content of [
      { kind: 'voice' },
      { kind: 'follow' },
      { kind: 'media', items: [{ kind: 'image', url: 'http://169.254.169.254/' }] },
      { kind: 'contact-info', phone: '0912345678' },
      { kind: 'unsupported', providerType: 'x' },
      {},
      null,
    ]) {
      expect(await said(who, content)).toBe(422)
    }
    // What only the form may say is not heard from the chat.
    expect(await said(who, { ...text('rác ở phường Phú Cường'), form: { phone: null, anonymous: false } })).toBe(200)
    await program.context.drain()
    const { rows } = await program.database.db.pool.query('select 1 from tickets')
    expect(rows).toEqual([])
    // The answers to the thousand messages above are written meanwhile.
  }, 120_000)

  it('keeps each limit at one less, at it and at one more', async () => {
    const who = await visitor()
    const choice = (length: number, label: number) => ({
      kind: 'choice',
      choiceId: 'x'.repeat(length),
      label: 'y'.repeat(label),
    })
    const statuses: number[] = []
    for (const n of [3999, 4000, 4001]) statuses.push(await said(who, text('ấ'.repeat(n))))
    for (const n of [199, 200, 201]) statuses.push(await said(who, choice(n, 1)))
    for (const n of [199, 200, 201]) statuses.push(await said(who, choice(1, n)))
    for (const lat of [89.9, 90, 90.1]) statuses.push(await said(who, { kind: 'location', lat, lon: 180 }))
    expect(statuses).toEqual(Array.from({ length: 4 }, () => [200, 200, 422]).flat())
    const photo = async (bytes: Uint8Array<ArrayBuffer>): Promise<number> => {
      const path = `/api/chat/photos?clientId=${randomUUID()}`
      return (await post(who, { path, headers: { 'content-type': 'image/jpeg' }, body: bytes })).status
    }
    const MAX = 8 * 1024 * 1024
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer()
    // Bytes after the picture's end belong to no picture, but weigh.
    const weighing = (size: number): Uint8Array<ArrayBuffer> => {
      const bytes = new Uint8Array(size)
      bytes.set(jpeg)
      return bytes
    }
    expect([await photo(weighing(MAX - 1)), await photo(weighing(MAX)), await photo(weighing(MAX + 1))]).toEqual([
      200, 200, 413,
    ])
    expect(await photo(new Uint8Array(100))).toBe(422)
  })

  it('shows a conversation and its photos to its visitor alone', async () => {
    const [who, other] = [await visitor(), await visitor()]
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer()
    const path = `/api/chat/photos?clientId=${randomUUID()}`
    await post(who, { path, headers: { 'content-type': 'image/jpeg' }, body: new Uint8Array(jpeg) })
    await said(who, text('của riêng tôi'))
    await program.context.drain()
    const read = async (visit: Visitor): Promise<ChatState> => {
      const res = await fetch(`${program.url}/api/chat/state`, { headers: { cookie: visit.cookie } })
      return (await res.json()) as ChatState
    }
    const mine = await read(who)
    expect(mine.messages.map((m) => m.text)).toContain('của riêng tôi')
    expect((await read(other)).messages).toEqual([])
    const url = mine.messages.find((m) => m.imageUrl !== null)?.imageUrl ?? ''
    const status = async (cookie: string) => (await fetch(program.url + url, { headers: { cookie } })).status
    expect([await status(who.cookie), await status(other.cookie), await status('')]).toEqual([200, 404, 401])
  })

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
  const contents = [
    text('rác thải ở phường Phú Cường'),
    { kind: 'choice', choiceId: 'complaint.skip', label: 'Bỏ qua' },
    { kind: 'location', lat: 10.98, lon: 106.65 },
    { kind: 'start' },
  ]
  const changed = fc
    .tuple(
      fc.constantFrom(...contents),
      fc.constantFrom('kind', 'text', 'choiceId', 'label', 'lat', 'lon', 'clientId', 'content'),
      junk,
    )
    .map(([content, key, value]) =>
      key === 'clientId' || key === 'content'
        ? { clientId: randomUUID(), content, [key]: value }
        : { clientId: randomUUID(), content: { ...content, [key]: value } },
    )

  it('never answers a changed payload with a 500, nor files it under a stranger', async () => {
    const before = new Set((await stored()).map((row) => row.id))
    const posted = new Map<string, string>()
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 1, maxLength: 8 }), async (all) => {
        const who = await visitor()
        const statuses = await Promise.all(
          all.map(async (body) => {
            posted.set(`${addressOf(who)}/${String(body.clientId)}`, addressOf(who))
            return (await post(who, { body: JSON.stringify(body) })).status
          }),
        )
        expect(statuses.filter((status) => ![200, 400, 413, 422].includes(status))).toEqual([])
      }),
      { numRuns: 60, seed: 20261125 },
    )
    await program.context.drain()
    const fresh = (await stored()).filter((row) => !before.has(row.id))
    expect(fresh.length).toBeGreaterThan(20)
    expect(fresh.filter((row) => row.address !== row.identity || posted.get(row.id) !== row.address)).toEqual([])
  }, 60_000)

  it('never answers a changed form with a 500, and keeps what was said on the page', async () => {
    const fields = fc.dictionary(
      fc.constantFrom('what', 'place', 'phone', 'anonymous', 'clientId', 'token', 'photos', 'x'),
      fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom('', '\u0000', '"><script>', '9'.repeat(50_000))),
    )
    await fc.assert(
      fc.asyncProperty(fields, async (given) => {
        const who = await visitor()
        const page = await fetch(`${program.url}/gui-phan-anh`, { headers: { cookie: who.cookie } })
        const hidden = (html: string, name: string) =>
          new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
        const html = await page.text()
        const body = new FormData()
        const all = {
          token: hidden(html, 'token'),
          clientId: hidden(html, 'clientId'),
          what: 'Rác đổ bừa bãi',
          ...given,
        }
        for (const [name, value] of Object.entries(all)) body.set(name, value)
        const res = await fetch(`${program.url}/gui-phan-anh`, {
          method: 'POST',
          headers: { cookie: who.cookie, 'x-forwarded-for': who.ip },
          body,
          redirect: 'manual',
        })
        expect([303, 400, 403, 413, 422]).toContain(res.status)
        expect(await res.text()).not.toContain('"><script>')
      }),
      { numRuns: 40, seed: 20261125 },
    )
  }, 60_000)
})
