import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zaloSignature } from '../../src/channels/zalo/signature.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/durations.ts'
import {
  heardOn,
  MONDAY_NINE,
  type Program,
  type StaffClient,
  startProgram,
  tapOn,
  writeOn,
} from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const HIEP_THANH = 'ubnd-25741-2022'
const RED_DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

let program: Program
let residents = 0
const resident = (platform: 'zalo' | 'messenger' = 'zalo') =>
  ({ platform, userId: `${platform === 'zalo' ? '7' : '2'}90000000000${String(1000 + residents++)}` }) as const

beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

/** Files the garbage complaint in Phú Cường and tells its code. */
async function file(at: { platform: 'zalo' | 'messenger'; userId: string }): Promise<string> {
  await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
  await tapOn(program, at, 'Bỏ qua')
  await tapOn(program, at, 'Gửi')
  return codeIn(heardOn(program, at.platform, at.userId).join('\n'))
}

function codeIn(text: string): string {
  const code = /(?:PA|KN|TC|YC)-\d{4}-[2-9A-Z]{5}/.exec(text)?.[0]
  if (code === undefined) throw new Error(`no code in: ${text}`)
  return code
}

async function eventTypes(code: string): Promise<string[]> {
  const { rows } = await program.database.db.pool.query<{ type: string }>(
    'select e.type from ticket_events e join tickets t on t.id = e.ticket_id where t.code = $1 order by e.seq',
    [code],
  )
  return rows.map((r) => r.type)
}

/** A Zalo webhook signed as the platform signs, posted as it posts. */
async function zaloWebhook(event: Record<string, unknown>): Promise<Response> {
  const { zalo } = program.secrets
  const timestamp = String(program.clock.now().getTime())
  const body = JSON.stringify({ app_id: zalo.appId, ...event, timestamp })
  const mac = zaloSignature({ id: zalo.appId, body, timestamp, oaSecretKey: zalo.oaSecretKey })
  return fetch(`${program.url}/webhooks/zalo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-zevent-signature': `mac=${mac}` },
    body,
  })
}

describe('intake', () => {
  it('keeps nothing of a forged delivery and answers 200', async () => {
    const before = await countOf('inbound_messages')
    const res = await fetch(`${program.url}/webhooks/zalo`, {
      method: 'POST',
      headers: { 'x-zevent-signature': 'mac=00' },
      body: JSON.stringify({ event_name: 'user_send_text' }),
    })
    expect(res.status).toBe(200)
    expect(await countOf('inbound_messages')).toBe(before)
  })

  it('keeps order within one conversation and answers each message once under parallel and repeated deliveries', async () => {
    const at = resident()
    const { zalo } = program.secrets
    const started = program.clock.now().getTime()
    const events = Array.from({ length: 12 }, (_, i) => ({
      event_name: 'user_send_text',
      sender: { id: at.userId },
      recipient: { id: zalo.oaId },
      message: { text: `tin thứ ${i} xin chào`, msg_id: `order-${i}` },
      sentAt: started + i,
    }))
    const post = async ({ sentAt, ...event }: (typeof events)[number]): Promise<void> => {
      const timestamp = String(sentAt)
      const body = JSON.stringify({ app_id: zalo.appId, ...event, timestamp })
      const mac = zaloSignature({ id: zalo.appId, body, timestamp, oaSecretKey: zalo.oaSecretKey })
      const headers = { 'x-zevent-signature': `mac=${mac}` }
      const res = await fetch(`${program.url}/webhooks/zalo`, { method: 'POST', headers, body })
      expect(res.status).toBe(200)
    }
    await Promise.all([...events, ...events].reverse().map(post))
    await program.context.drain()
    const { rows } = await program.database.db.pool.query<{ provider_message_id: string; processed_at: Date }>(
      `select provider_message_id, processed_at from inbound_messages
       where provider_message_id like 'order-%' order by sent_at`,
    )
    expect(rows.map((r) => r.provider_message_id)).toEqual(events.map((e) => e.message.msg_id))
    expect(rows.every((r) => r.processed_at !== null)).toBe(true)
  })

  it('keeps an event of an unknown kind raw, and answers 200', async () => {
    const res = await zaloWebhook({ event_name: 'shop_has_order', oa_id: program.secrets.zalo.oaId })
    expect(res.status).toBe(200)
    const { rows } = await program.database.db.pool.query("select name from raw_events where name = 'shop_has_order'")
    expect(rows).toHaveLength(1)
  })
})

describe('a case among units and dispatchers', () => {
  let officer: StaffClient
  let dispatcher: StaffClient
  beforeAll(async () => {
    officer = await program.staff('officer', { unitId: PHU_CUONG })
    dispatcher = await program.staff('dispatcher')
  })

  it('goes to the dispatchers when its unit returns it, is routed again, and after two returns stays with them', async () => {
    const at = resident()
    const code = await file(at)
    const other = await program.staff('officer', { unitId: HIEP_THANH })
    await officer.act(code, { action: 'return', reason: 'Không thuộc địa bàn phường' })
    await program.context.drain()
    expect((await officer.get(`/api/v1/cases/${code}`)).status).toBe(404)
    expect((await dispatcher.inbox('?tab=triage')).map((r) => r.code)).toContain(code)
    await dispatcher.act(code, { action: 'route', unitId: HIEP_THANH, reason: 'Đoạn này thuộc Hiệp Thành' })
    await program.context.drain()
    expect(heardOn(program, at.platform, at.userId).at(-1)).toContain('UBND phường Hiệp Thành')
    await other.act(code, { action: 'return', reason: 'Cũng không phải của chúng tôi' })
    await program.context.drain()
    const found = await dispatcher.detail(code)
    expect(found).toMatchObject({ status: 'triaged', unit: null, routing: { returns: 2 } })
    expect(await eventTypes(code)).toEqual(['filed', 'routed', 'returned', 'triaged', 'routed', 'returned', 'triaged'])
  })

  it('is not seen by another unit, by code, list, photo or action', async () => {
    const at = resident()
    const code = await file(at)
    const other = await program.staff('officer', { unitId: HIEP_THANH })
    expect((await other.get(`/api/v1/cases/${code}`)).status).toBe(404)
    expect((await other.inbox('?tab=all')).map((r) => r.code)).not.toContain(code)
    expect((await other.inbox(`?q=${code}`)).map((r) => r.code)).toEqual([])
    const tried = await other.post(`/api/v1/cases/${code}/actions`, {
      idempotencyKey: crypto.randomUUID(),
      body: { action: 'accept', version: 1 },
    })
    expect(tried.status).toBe(404)
  })

  it('refuses a change on top of an unseen change, and does a repeated action once', async () => {
    const at = resident()
    const code = await file(at)
    const { version } = await officer.detail(code)
    const request = {
      idempotencyKey: crypto.randomUUID(),
      body: { action: 'reply', text: 'Đã nhận, cảm ơn Anh/Chị.', version },
    }
    const path = `/api/v1/cases/${code}/actions`
    const [a, b] = await Promise.all([officer.post(path, request), officer.post(path, request)])
    expect([a.status, b.status]).toEqual([200, 200])
    await program.context.drain()
    expect(heardOn(program, at.platform, at.userId).filter((t) => t.includes('Đã nhận, cảm ơn'))).toHaveLength(1)
    const stale = await officer.post<{ error: { code: string } }>(path, {
      idempotencyKey: crypto.randomUUID(),
      body: { action: 'accept', version },
    })
    expect([stale.status, stale.body.error.code]).toEqual([409, 'ticket.changed-meanwhile'])
  })

  it('lets managers read and change nothing', async () => {
    const code = await file(resident())
    const manager = await program.staff('manager')
    const found = await manager.detail(code)
    expect(found.actions).toEqual([])
    expect((await manager.act(code, { action: 'accept' })).status).toBe(403)
    expect((await manager.post(`/api/v1/cases/${code}/reveal`, {})).status).toBe(403)
  })

  it('brings the resident’s answer to a question into the case', async () => {
    const at = resident('messenger')
    const code = await file(at)
    await officer.act(code, { action: 'ask', text: 'Anh/Chị cho biết gần số nhà nào?' })
    await program.context.drain()
    expect(heardOn(program, at.platform, at.userId).at(-1)).toContain('gần số nhà nào')
    await writeOn(program, at, 'doi dien so nha 45')
    const found = await officer.detail(code)
    expect(found.status).toBe('accepted')
    expect(found.conversation.map((m) => m.text)).toContain('doi dien so nha 45')
  })

  it('is rated, and reopened by who is not satisfied, with a new promise', async () => {
    const at = resident()
    const code = await file(at)
    await officer.act(code, { action: 'resolve', text: 'Đã dọn xong.' })
    await program.context.drain()
    await tapOn(program, at, 'Chưa hài lòng')
    expect((await officer.detail(code)).rating?.stars).toBe(2)
    await tapOn(program, at, 'Mở lại')
    const found = await officer.detail(code)
    expect(found.status).toBe('reopened')
    expect(found.answeredAt).toBeNull()
    expect((await officer.inbox('?tab=todo')).map((r) => r.code)).toContain(code)
    await officer.act(code, { action: 'resolve', text: 'Đã dọn lại.' })
    await program.context.drain()
    await tapOn(program, at, 'Rất hài lòng')
    expect((await officer.detail(code)).status).toBe('closed')
  })

  it('shows photos to the unit in charge alone, without metadata of the phone', async () => {
    const at = resident()
    await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
    program.sandbox.act(at.platform, at.userId, { imageDataUrl: RED_DOT })
    await program.context.drain()
    await tapOn(program, at, 'Bỏ qua')
    await tapOn(program, at, 'Gửi')
    const code = codeIn(heardOn(program, at.platform, at.userId).join('\n'))
    const found = await officer.detail(code)
    expect(found.attachments).toMatchObject([
      { kind: 'image', state: 'stored', contentType: 'image/jpeg', place: null },
    ])
    const url = found.attachments[0]?.url ?? ''
    expect((await officer.get(url)).status).toBe(200)
    expect((await officer.get(found.attachments[0]?.thumbnailUrl ?? '')).status).toBe(200)
    expect((await officer.get(url.split('?', 1)[0] ?? '')).status).toBe(404)
    const other = await program.staff('officer', { unitId: HIEP_THANH })
    expect((await other.get(url)).status).toBe(404)
  })

  it('lands in the case history when a person answers in the platform’s own tool, and the bot is quiet', async () => {
    const at = resident()
    const code = await file(at)
    const said = heardOn(program, at.platform, at.userId).length
    await zaloWebhook({
      event_name: 'oa_send_text',
      sender: { id: program.secrets.zalo.oaId, admin_id: '55' },
      recipient: { id: at.userId },
      message: { text: 'Chào anh, tôi là cán bộ phường.', msg_id: `human-${code}` },
    })
    await writeOn(program, at, 'dạ vâng em chờ')
    expect(heardOn(program, at.platform, at.userId)).toHaveLength(said)
    const found = await officer.detail(code)
    expect(found.history.map((h) => h.type)).toContain('taken-over')
    expect(found.conversation.find((m) => m.from === 'platform-staff')?.text).toContain('cán bộ phường')
    expect(found.conversation.map((m) => m.text)).toContain('dạ vâng em chờ')
  })
})

describe('units that work along', () => {
  it('find the case in a list of their own, read it, and change nothing', async () => {
    const at = resident()
    await writeOn(program, at, 'karaoke nhà hàng xóm hát ồn tới 12 giờ đêm ở phường Phú Cường, số 12 đường Yersin')
    for (const label of ['Gửi']) await tapOn(program, at, label)
    const code = codeIn(heardOn(program, at.platform, at.userId).join('\n'))
    const lead = await program.staff('officer', { unitId: PHU_CUONG })
    const along = (await lead.detail(code)).routing.coordinating.map((u) => u.id)
    expect(along).toEqual(['ca-25747-2022'])
    const police = await program.staff('officer', { unitId: 'ca-25747-2022' })
    expect((await police.inbox('?tab=coordinating')).map((r) => r.code)).toContain(code)
    expect((await police.inbox('?tab=all')).map((r) => r.code)).not.toContain(code)
    const counts = (await police.get<Record<string, { value: number }>>('/api/v1/cases/counts')).body
    expect(counts.coordinating?.value).toBe(1)
    expect((await police.detail(code)).actions).toEqual([])
    expect((await lead.inbox('?tab=coordinating')).map((r) => r.code)).not.toContain(code)
  })
})

describe('a name of another year', () => {
  it('is asked about when it stands for several places today', async () => {
    const at = resident()
    await writeOn(program, at, 'rác đổ đầy đường ở phường Bình Dương không ai dọn')
    expect(heardOn(program, at.platform, at.userId).at(-1)).toContain('phường, xã sau. Việc xảy ra ở nơi nào?')
    const options =
      program.sandbox
        .messages(at.platform, at.userId)
        .at(-1)
        ?.buttons.map((b) => b.label) ?? []
    const [first] = options.filter((o) => o.includes('Phú Mỹ'))
    await tapOn(program, at, first ?? '')
    for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, at, label)
    expect(heardOn(program, at.platform, at.userId).at(-1)).toContain('UBND phường Phú Mỹ')
  })
})

describe('who wants no more messages', () => {
  it('hears nothing until the next message, then everything that was held', async () => {
    const at = resident()
    const code = await file(at)
    await writeOn(program, at, 'ngừng nhận tin')
    const said = heardOn(program, at.platform, at.userId).length
    program.clock.advance(MINUTE)
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'reply', text: 'Đội vệ sinh đến chiều nay.' })
    await program.context.drain()
    expect(heardOn(program, at.platform, at.userId)).toHaveLength(said)
    const held = (await officer.detail(code)).conversation.filter((m) => m.delivery === 'window-closed')
    expect(held.map((m) => m.deliveryReason)).toEqual(['resident-stopped'])
    await writeOn(program, at, 'xin chào')
    expect(heardOn(program, at.platform, at.userId).join('\n')).toContain('Đội vệ sinh đến chiều nay.')
  })
})

describe('the clock', () => {
  it('reminds before, marks at the deadline, and counts late', async () => {
    program.clock.set(MONDAY_NINE)
    const code = await file(resident())
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'reply', text: 'Chúng tôi đang xem.' })
    program.clock.set(new Date('2026-12-01T07:00:00Z'))
    await program.context.sweep()
    await program.context.drain()
    expect(await eventTypes(code)).toContain('reminded')
    expect((await officer.inbox('?tab=due-soon')).map((r) => r.code)).toContain(code)
    program.clock.set(new Date('2026-12-01T10:00:01Z'))
    await program.context.sweep()
    await program.context.drain()
    expect((await eventTypes(code)).filter((t) => t === 'overdue')).toHaveLength(1)
    const row = (await officer.inbox('?tab=overdue')).find((r) => r.code === code)
    expect(row).toMatchObject({ overdue: true, workingMinutesLeft: expect.any(Number) })
    program.clock.set(MONDAY_NINE)
  })

  it('closes an answer that nobody contested for a week', async () => {
    program.clock.set(MONDAY_NINE)
    const code = await file(resident())
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'resolve', text: 'Đã dọn xong.' })
    program.clock.advance(7 * DAY + HOUR)
    await program.context.sweep()
    const { rows } = await program.database.db.pool.query<{ status: string }>(
      'select status from tickets where code = $1',
      [code],
    )
    expect(rows[0]?.status).toBe('closed')
    program.clock.set(MONDAY_NINE)
  })
})

describe('who denounces', () => {
  it('is sealed from units, managers and dispatchers without the right; every look is logged', async () => {
    const at = resident()
    await writeOn(program, at, 'tôi muốn tố cáo cán bộ địa chính phường Phú Cường nhận hối lộ 20 triệu')
    expect(heardOn(program, at.platform, at.userId).join('\n')).toContain('bí mật')
    await tapOn(program, at, 'Ghi kín')
    for (let i = 0; i < 6 && !heardOn(program, at.platform, at.userId).join('\n').includes('TC-'); i++) {
      const buttons =
        program.sandbox
          .messages(at.platform, at.userId)
          .at(-1)
          ?.buttons.map((b) => b.label) ?? []
      const next = ['Gửi kín', 'Gửi', 'Bỏ qua', 'Ẩn danh', 'Xong'].find((label) => buttons.includes(label))
      if (next === undefined)
        await writeOn(program, at, 'Ông A nhận 20 triệu ngày 12/11 tại bộ phận một cửa phường Phú Cường')
      else await tapOn(program, at, next)
    }
    const code = codeIn(
      heardOn(program, at.platform, at.userId)
        .filter((t) => t.includes('TC-'))
        .join('\n'),
    )
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    const manager = await program.staff('manager')
    const plain = await program.staff('dispatcher')
    const trusted = await program.staff('dispatcher', { sealed: true })
    for (const who of [officer, manager, plain]) {
      expect((await who.get(`/api/v1/cases/${code}`)).status).toBe(404)
      expect((await who.inbox('?tab=all')).map((r) => r.code)).not.toContain(code)
    }
    const found = await trusted.detail(code)
    expect(found.sealed).toBe(true)
    expect(found.description).toContain('20 triệu')
    expect(found.actions).not.toContain('route')
    const { rows } = await program.database.db.pool.query(
      "select a.action from audit_log a join tickets t on t.id = a.ticket_id where t.code = $1 and a.action = 'open-sealed'",
      [code],
    )
    expect(rows.length).toBe(1)
    const page = await (await fetch(`${program.url}/phieu/${code}`)).text()
    expect(page).not.toContain('hối lộ')
    expect(page).not.toContain('Phú Cường')
    const { rows: raw } = await program.database.db.pool.query(
      'select title, place_text, search_text from tickets where code = $1',
      [code],
    )
    expect(JSON.stringify(raw)).not.toMatch(/hối lộ|hoi lo|20 tri/)
  })
})

describe('one resident on several channels', () => {
  it('is joined only by a code said on the other channel', async () => {
    const zalo = resident('zalo')
    const messenger = resident('messenger')
    const code = await file(zalo)
    await writeOn(program, zalo, 'liên kết')
    const link = /LK-[2-9A-Z]{6}/.exec(heardOn(program, 'zalo', zalo.userId).join('\n'))?.[0] ?? ''
    await writeOn(program, messenger, 'hồ sơ của tôi')
    expect(heardOn(program, 'messenger', messenger.userId).join('\n')).not.toContain(code)
    await writeOn(program, messenger, 'LK-222222')
    await writeOn(program, messenger, link)
    await writeOn(program, messenger, 'hồ sơ của tôi')
    expect(heardOn(program, 'messenger', messenger.userId).join('\n')).toContain(code)
    // A code works once.
    const third = resident('messenger')
    await writeOn(program, third, link)
    await writeOn(program, third, 'hồ sơ của tôi')
    expect(heardOn(program, 'messenger', third.userId).join('\n')).not.toContain(code)
  })
})

describe('a conversation', () => {
  it('goes on in another process, in the middle of a complaint', async () => {
    const visitor = program.visitor()
    await visitor.say('đèn đường hư ở phường Phú Lợi mấy hôm nay')
    const second = await startProgram({ beside: program })
    try {
      await visitor.say('gần trường tiểu học Phú Lợi')
      for (const label of ['Bỏ qua', 'Gửi']) {
        const labels = (await visitor.state()).messages.at(-1)?.choices.map((c) => c.label) ?? []
        if (labels.includes(label)) await visitor.tap(label)
      }
      expect((await visitor.heard()).join('\n')).toMatch(/Đã gửi\. Mã PA-/)
    } finally {
      await second.close()
    }
  })

  it('is apologised for and handed to a person when a turn breaks for good', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    await program.database.db.pool.query(
      "update conversations set flow_id = 'complaint', flow_version = 1, flow_state_sealed = 'broken' where address = $1",
      [at.userId],
    )
    await writeOn(program, at, 'rác nhiều quá')
    program.clock.advance(MINUTE)
    await program.context.sweep()
    await program.context.drain()
    const heard = heardOn(program, at.platform, at.userId).join('\n')
    expect(heard).toMatch(/YC-\d{4}-/)
  })
})

async function countOf(table: 'inbound_messages'): Promise<number> {
  const { rows } = await program.database.db.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return rows[0]?.n ?? -1
}
