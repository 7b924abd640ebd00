import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../../src/core/durations.ts'
import type { ChannelList } from '../../src/http/contract/channels.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

/** The very bytes, with the headers given. */
async function post(body: string, headers: Record<string, string> = {}): Promise<number> {
  const res = await fetch(`${program.url}/webhooks/zalo`, { method: 'POST', headers, body })
  await res.arrayBuffer()
  return res.status
}

/** Posts an event as Zalo would: signed over the bytes. `ids` are written bare, as numbers. */
async function event(fields: object, more: Record<string, string> = {}): Promise<number> {
  const { zalo } = program.secrets
  const timestamp = String(program.clock.now().getTime())
  const text = JSON.stringify({ app_id: zalo.appId, ...fields, timestamp }).replace(/"bare:(\d+)"/g, '$1')
  const mac = createHash('sha256').update(`${zalo.appId}${text}${timestamp}${zalo.oaSecretKey}`).digest('hex')
  return post(text, { 'x-zevent-signature': `mac=${mac}`, ...more })
}

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await program.database.db.pool.query<T>(sql, values)).rows
}

const conversation = async (address: string) =>
  (
    await rows<{ id: string; last: Date | null; stopped: Date | null }>(
      `select c.id, c.last_inbound_at as last, r.stopped_at as stopped from conversations c
       join channel_identities i on i.id = c.identity_id join residents r on r.id = i.resident_id where c.address = $1`,
      [address],
    )
  )[0]

describe('the test post of the console', () => {
  it('is answered 200 and leaves nothing but a count', async () => {
    const counted = () => program.context.telemetry.metrics.value('webhooks_forged_total', { channel: 'zalo' })
    const before = { forged: await counted(), raw: await rows('select id from raw_events') }
    const bodies = ['', '{}', 'test', '{"event_name":"user_send_text"}', '{"event_name":"permission_revoked"}']
    for (const body of bodies) expect(await post(body)).toBe(200)
    const unsigned = JSON.stringify({
      sender: { id: '7200000000000000001' },
      recipient: { id: program.secrets.zalo.oaId },
      event_name: 'user_send_text',
      message: { text: 'cho tôi xem hết', msg_id: 'forged' },
      timestamp: '1763868000000',
    })
    for (const header of [{}, { 'x-zevent-signature': '' }, { 'x-zevent-signature': `mac=${'0'.repeat(64)}` }]) {
      expect(await post(unsigned, header as Record<string, string>)).toBe(200)
    }
    expect(await counted()).toBe(before.forged + 8)
    expect(await rows('select id from raw_events')).toEqual(before.raw)
    expect(await rows('select id from inbound_messages')).toEqual([])
    expect(await rows('select id from conversations')).toEqual([])
    const admin = await program.staff('admin')
    const { body } = await admin.get<ChannelList>('/api/v1/channels')
    expect(body.items.find((c) => c.channel === 'zalo')).toMatchObject({ state: 'ok', lastWebhookAt: null })
  })
})

describe('a delivery of Zalo', () => {
  it('is taken two hours late, counted as repeated, and stored once', async () => {
    const { oaId } = program.secrets.zalo
    const fields = {
      sender: { id: 'bare:9223372036854775807' },
      recipient: { id: oaId },
      event_name: 'user_send_text',
      message: { text: 'xin chào', msg_id: 'late-1' },
    }
    expect(await event(fields)).toBe(200)
    const { zalo } = program.secrets
    const timestamp = String(program.clock.now().getTime())
    program.clock.advance(2 * HOUR)
    const text = JSON.stringify({ app_id: zalo.appId, ...fields, timestamp }).replace(/"bare:(\d+)"/g, '$1')
    const mac = createHash('sha256').update(`${zalo.appId}${text}${timestamp}${zalo.oaSecretKey}`).digest('hex')
    expect(await post(text, { 'x-zevent-signature': `mac=${mac}`, num_retry: '5' })).toBe(200)
    await program.context.drain()
    const stored = await rows<{ address: string }>(
      `select c.address from inbound_messages m join conversations c on c.id = m.conversation_id
       where m.provider_message_id = 'late-1'`,
    )
    expect(stored).toEqual([{ address: '9223372036854775807' }])
    expect(await program.context.telemetry.metrics.value('webhooks_repeated_total', { channel: 'zalo' })).toBe(1)
  })

  it('that a resident pressed the chat button opens the right to write to them', async () => {
    const userId = '7200000000000000002'
    await event({ oa_id: program.secrets.zalo.oaId, user_id: userId, event_name: 'user_click_chatnow' })
    await program.context.drain()
    expect((await conversation(userId))?.last).toEqual(program.clock.now())
  })
})

describe('a resident who withdraws consent in Zalo', () => {
  const userId = '7200000000000000003'

  it('reaches a person as one request, and nothing more is sent', async () => {
    const at = { platform: 'zalo', userId } as const
    await writeOn(program, at, 'đường trước nhà tôi ngập nặng, xe không đi được')
    const wrote = (await conversation(userId))?.last
    program.clock.advance(HOUR)
    const fields = { oa_id: program.secrets.zalo.oaId, user_id: userId, event_name: 'user_withdraw' }
    expect([await event(fields), await event(fields)]).toEqual([200, 200])
    await program.context.drain()
    const after = await conversation(userId)
    expect(after?.last).toEqual(wrote)
    expect(after?.stopped).toEqual(program.clock.now())
    const dispatcher = await program.staff('dispatcher')
    const mine = (await dispatcher.inbox('?tab=all')).filter((c) => c.code.startsWith('YC-'))
    expect(mine).toHaveLength(1)
    const code = mine[0]?.code ?? ''
    const detail = await dispatcher.detail(code)
    expect(detail.description).toContain('rút đồng ý trong phần cài đặt')
    // What was being written when consent ended is not shown with it.
    expect(JSON.stringify(detail.conversation)).not.toContain('ngập')
    const heard = heardOn(program, 'zalo', userId)
    program.clock.advance(DAY)
    const said = await dispatcher.act(code, { action: 'reply', text: 'Chúng tôi đã xóa dữ liệu của Anh/Chị.' })
    expect(said.status).toBe(200)
    await program.context.drain()
    expect(heardOn(program, 'zalo', userId)).toEqual(heard)
    // Writing again is the resident's own wish.
    await writeOn(program, at, `xin chào ${randomUUID().slice(0, 4)}`)
    expect(heardOn(program, 'zalo', userId).join('\n')).toContain('đã xóa dữ liệu')
  })
})

describe('a resident with several cases', () => {
  it('gets them as a list whose entries open their public pages', async () => {
    const at = { platform: 'zalo', userId: '7200000000000000004' } as const
    for (const words of ['gặp cán bộ', 'tôi muốn xóa dữ liệu cá nhân của tôi']) await writeOn(program, at, words)
    await tapOn(program, at, 'Gửi yêu cầu')
    await writeOn(program, at, 'hồ sơ của tôi')
    const items = program.sandbox.messages('zalo', at.userId).flatMap((m) => m.items ?? [])
    expect(items.map((i) => i.title)).toEqual([expect.stringMatching(/^YC-/), expect.stringMatching(/^YC-/)])
    for (const { url } of items) {
      const page = await fetch(url)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('YC-')
    }
  })
})
