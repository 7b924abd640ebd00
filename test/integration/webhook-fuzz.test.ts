import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messengerFixtures } from '../contract/messenger-fixtures.ts'
import { zaloFixtures } from '../contract/zalo-fixtures.ts'
import { type Program, startProgram } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

type Platform = 'zalo' | 'messenger'

/** Bytes as they are, signed as the platform signs; a body without a readable timestamp is signed with none. */
async function post(platform: Platform, body: string | Uint8Array): Promise<number> {
  const bytes = Buffer.from(body)
  const { zalo, messenger } = program.secrets
  const timestamp = /"timestamp":"?(\d+)/.exec(bytes.toString())?.[1] ?? ''
  const headers: Record<string, string> =
    platform === 'zalo'
      ? {
          'x-zevent-signature': `mac=${createHash('sha256').update(zalo.appId).update(bytes).update(timestamp).update(zalo.oaSecretKey).digest('hex')}`,
        }
      : { 'x-hub-signature-256': `sha256=${createHmac('sha256', messenger.appSecret).update(bytes).digest('hex')}` }
  const res = await fetch(`${program.url}/webhooks/${platform}`, { method: 'POST', headers, body: bytes })
  await res.arrayBuffer()
  return res.status
}

/** The fixture for the accounts of this program. */
function ours(platform: Platform, body: object): string {
  const { zalo, messenger } = program.secrets
  return platform === 'zalo'
    ? JSON.stringify(body).replaceAll('4444444444444444444', zalo.oaId).replaceAll('1111111111111111111', zalo.appId)
    : JSON.stringify(body).replaceAll('100000000000001', messenger.pageId)
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

interface Place {
  parent: Record<string, unknown>
  key: string
}

function placesOf(node: unknown): Place[] {
  if (node === null || typeof node !== 'object') return []
  const parent = node as Record<string, unknown>
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesOf(parent[key])])
}

function mutated(body: string, changes: readonly [number, unknown][]): string {
  const copy = JSON.parse(body) as unknown
  for (const [at, value] of changes) {
    const places = placesOf(copy)
    const place = places[at % places.length]
    if (place !== undefined) place.parent[place.key] = value
  }
  return JSON.stringify(copy)
}

/** As our store keeps text: no U+0000, well-formed, NFC. */
const kept = (text: unknown): string => String(text).replaceAll('\u0000', '').toWellFormed().normalize('NFC')

type Json = Record<string, unknown>
const objectOf = (value: unknown): Json => (value !== null && typeof value === 'object' ? (value as Json) : {})
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** What a posted body says of who wrote what: message id (undefined: it has none) and sender, read by this test alone. */
function said(platform: Platform, body: string): { id: string | undefined; sender: string }[] {
  const posted = objectOf(JSON.parse(body))
  const events =
    platform === 'zalo'
      ? [posted]
      : listOf(posted.entry).flatMap((entry) => [
          ...listOf(objectOf(entry).messaging),
          ...listOf(objectOf(entry).standby),
        ])
  return events.map(objectOf).flatMap((event) => {
    const ids = [event.message, event.postback].map((part) => objectOf(part).mid ?? objectOf(part).msg_id)
    const id = ids.find((one) => one !== undefined && one !== null && one !== '')
    const senders = [objectOf(event.sender).id, objectOf(event.follower).id, event.user_id]
    return senders
      .filter((sender) => sender !== undefined && sender !== null)
      .map((sender) => ({ id: id === undefined ? undefined : kept(id), sender: kept(sender) }))
  })
}

/** Stored messages whose conversation is not that of the sender whom an authentic delivery names for them. */
async function astray(platform: Platform, posted: readonly string[]): Promise<unknown[]> {
  const { rows } = await program.database.db.pool.query<{ address: string; identity: string; id: string }>(
    `select c.address, i.address as identity, m.provider_message_id as id
     from inbound_messages m join conversations c on c.id = m.conversation_id
     join channel_identities i on i.id = c.identity_id where m.channel = $1`,
    [platform],
  )
  const all = posted.flatMap((body) => said(platform, body))
  const byId = new Map<string, string[]>()
  for (const { id, sender } of all) if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), sender])
  const senders = new Set(all.map(({ sender }) => sender))
  expect(rows.length).toBeGreaterThan(5)
  return rows.filter(({ address, identity, id }) => {
    // An anonymous writer's address is made of two ids, the sender's among them.
    const isOf = (sender: string): boolean => address === sender || address.split(/[^\p{L}\p{N}_-]+/u).includes(sender)
    const named = byId.get(id) ?? [...senders]
    return address !== identity || !named.some(isOf)
  })
}

describe.each([
  ['zalo', zaloFixtures],
  ['messenger', messengerFixtures],
] as const)('%s webhooks at the real gateway', (platform, fixtures) => {
  it('takes every fixture, again and again, and stores each message once', async () => {
    const count = async (): Promise<number> => {
      const { rows } = await program.database.db.pool.query<{ n: number }>(
        'select count(*)::int as n from inbound_messages where channel = $1',
        [platform],
      )
      return rows[0]?.n ?? 0
    }
    for (const { body } of fixtures) expect(await post(platform, ours(platform, body))).toBe(200)
    const once = await count()
    expect(once).toBeGreaterThan(5)
    // Backwards, and all together.
    const again = [...fixtures].reverse().map(({ body }) => post(platform, ours(platform, body)))
    expect(new Set(await Promise.all(again))).toEqual(new Set([200]))
    expect(await count()).toBe(once)
  })

  it('answers broken bodies without a 500', async () => {
    const bodies = ['', '{', 'null', '[]', '"x"', '[[[[', '{"entry":[null,1]}', '['.repeat(100_000), '{"timestamp":"1"']
    for (const body of [...bodies, Uint8Array.from([0xff, 0xfe, 0x00, 0xc3])]) {
      expect(await post(platform, body)).toBe(200)
    }
    expect(await post(platform, 'x'.repeat(5_000_000))).toBe(200)
    expect(await post(platform, 'x'.repeat(5 * 1024 * 1024 + 1))).toBe(413)
  })

  it('never answers a changed payload with a 500, nor files it under a stranger', async () => {
    const bodies = fixtures.map(({ body }) => ours(platform, body))
    const posted = [...bodies]
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 4 })),
          { minLength: 1, maxLength: 8 },
        ),
        async (all) => {
          const sent = all.map(([body, changes]) => mutated(body, changes))
          posted.push(...sent)
          const statuses = await Promise.all(sent.map((body) => post(platform, body)))
          expect(statuses.filter((status) => status !== 200)).toEqual([])
        },
      ),
      { numRuns: 40, seed: 20261123 },
    )
    expect(await astray(platform, posted)).toEqual([])
  })
})
