import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataRequestList, DataRequestPreview } from '../../src/http/contract/data-requests.ts'
import { heardOn, type Program, type StaffClient, startProgram, tapOn, writeOn } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const RED_DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='
const WORDS = 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don'

let program: Program
let dispatcher: StaffClient
let residents = 0
const resident = () => ({ platform: 'messenger', userId: `2820000000000${1000 + residents++}` }) as const
type At = ReturnType<typeof resident>

beforeAll(async () => {
  program = await startProgram()
  dispatcher = await program.staff('dispatcher')
})
afterAll(() => program.close())

const codeIn = (text: string): string => /(?:PA|YC|TC)-\d{4}-[2-9A-Z]{5}/.exec(text)?.[0] ?? ''

async function file(at: At, words = WORDS): Promise<string> {
  await writeOn(program, at, words)
  program.sandbox.act('messenger', at.userId, { imageDataUrl: RED_DOT })
  await program.context.drain()
  for (const label of ['Bỏ qua', 'Gửi']) {
    const shown =
      program.sandbox
        .messages('messenger', at.userId)
        .at(-1)
        ?.buttons.map((b) => b.label) ?? []
    if (shown.includes(label)) await tapOn(program, at, label)
  }
  return codeIn(heardOn(program, 'messenger', at.userId).join('\n'))
}

/** Meta's callback as its person's settings would cause it. */
async function callback(userId: string, secret = program.secrets.messenger.appSecret): Promise<Response> {
  const claims = { algorithm: 'HMAC-SHA256', issued_at: 1795420800, expires: 0, user_id: `9${userId}` }
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const signature = createHmac('sha256', secret).update(payload).digest('base64url')
  const body = new URLSearchParams({ signed_request: `${signature}.${payload}` })
  return fetch(`${program.url}/webhooks/messenger/data-deletion`, { method: 'POST', body })
}

async function taken(userId: string): Promise<string> {
  const { confirmation_code: code } = (await (await callback(userId)).json()) as { confirmation_code: string }
  return code
}

const requestOf = async (code: string, staff = dispatcher) =>
  (await staff.get<DataRequestList>('/api/v1/data-requests')).body.items.find((one) => one.code === code)
const corrections = async (code: string): Promise<number> => {
  const { rows } = await program.database.db.pool.query(
    'select 1 from nlu_candidates c join tickets t on t.id = c.ticket_id where t.code = $1',
    [code],
  )
  return rows.length
}
const preview = (code: string, caseCode = '') =>
  dispatcher.get<DataRequestPreview>(`/api/v1/data-requests/${code}/preview?case=${caseCode}`)
const settle = (code: string, body: object, staff = dispatcher) =>
  staff.post<{ error?: { code: string } }>(`/api/v1/data-requests/${code}/settle`, body)
const page = async (path: string) => {
  const answer = await fetch(program.url + path)
  return { status: answer.status, text: await answer.text() }
}

/** Every text that the database holds in the clear or under our key: is this word among it? */
async function holds(word: string): Promise<string[]> {
  const { pool } = program.database.db
  const tables = await pool.query<{ table_name: string; column_name: string }>(
    `select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type in ('text','jsonb')`,
  )
  const found: string[] = []
  for (const { table_name: table, column_name: column } of tables.rows) {
    const rows = await pool.query<{ v: string }>(
      `select "${column}"::text as v from "${table}" where "${column}" is not null`,
    )
    for (const { v } of rows.rows) {
      const plain = v.startsWith('v1.') ? program.context.cipher.open(v) : v
      if (plain.includes(word)) found.push(`${table}.${column}`)
    }
  }
  return found
}

describe("Meta's data deletion callback", () => {
  it('stores nothing of a forged request and answers 400 in plain text', async () => {
    const before = (await dispatcher.get<DataRequestList>('/api/v1/data-requests')).body.items.length
    const forged = await callback('1', 'another secret')
    expect(forged.status).toBe(400)
    expect(forged.headers.get('content-type')).toContain('text/plain')
    for (const body of ['', 'signed_request=', `signed_request=${'a'.repeat(20_000)}`, 'x'.repeat(500)]) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await fetch(`${program.url}/webhooks/messenger/data-deletion`, { method: 'POST', body, headers })
      expect([400, 413]).toContain(answer.status)
    }
    expect((await dispatcher.get<DataRequestList>('/api/v1/data-requests')).body.items).toHaveLength(before)
  })

  it('answers with a page and a code, the same when it is repeated', async () => {
    const at = resident()
    const answer = (await (await callback(at.userId)).json()) as { url: string; confirmation_code: string }
    expect(answer.url).toBe(`${program.url}/xoa-du-lieu/${answer.confirmation_code}`)
    expect(await taken(at.userId)).toBe(answer.confirmation_code)
    const shown = await page(`/xoa-du-lieu/${answer.confirmation_code}`)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('Đang xử lý')
    expect(shown.text).not.toContain(at.userId)
    expect((await page('/xoa-du-lieu/XD-22222222222A')).status).toBe(404)
    expect(await holds(`9${at.userId}`)).toEqual(['data_requests.app_scoped_sealed'])
  })

  it('becomes a task: the person is found, previewed, deleted; the record of the case stays', async () => {
    const at = resident()
    const code = await file(at)
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'accept' })
    await officer.act(code, { action: 'note', text: `Người gửi dùng tài khoản ${at.userId}` })
    await officer.act(code, { action: 'set-topic', topicId: 'thu_gom_rac' })
    expect(await corrections(code)).toBe(1)
    const request = await taken(at.userId)
    expect((await requestOf(request))?.person).toBe('todo')
    await program.context.sweep()
    expect((await requestOf(request))?.person).toBe('found')
    const shown = await preview(request)
    expect(shown.body).toMatchObject({ conversations: 1, cases: 1, files: 1, openCases: [code] })
    expect(shown.body.messages).toBeGreaterThan(3)

    expect((await settle(request, { action: 'delete' })).status).toBe(200)
    await program.context.sweep()
    expect(await holds(at.userId)).toEqual([])
    expect(await holds('bua bai')).toEqual([])
    expect(await corrections(code)).toBe(0)
    expect((await page(`/xoa-du-lieu/${request}`)).text).toContain('Đã xóa')
    const after = await officer.detail(code)
    expect(after).toMatchObject({ code, status: 'closed', description: expect.stringContaining('đã xóa') })
    expect(after.topic).not.toBeNull()
    expect(after.conversation).toEqual([])
    expect((await page(`/phieu/${code}`)).status).toBe(200)
    // Again: nothing more happens.
    expect((await settle(request, { action: 'delete' })).status).toBe(200)
    expect((await settle(request, { action: 'nothing-found', note: 'không có' })).status).toBe(409)
    const { rows } = await program.database.db.pool.query(
      `select data->>'request' as request from audit_log where action = 'erase-person'`,
    )
    expect(rows).toEqual([{ request }])
  })

  it('takes what staff wrote as reasons, and bytes of a file that was being fetched', async () => {
    const at = resident()
    const code = await file(at, 'rac thai do ngon ngang sau cho Phu Cuong 5 ngay ko ai don')
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'accept' })
    await officer.act(code, { action: 'return', reason: 'Bà Lê Thị Xuyến nhà số 8 đã báo trùng' })
    await program.context.drain()
    const unitId = PHU_CUONG
    await dispatcher.act(code, { action: 'route', unitId, reason: 'Bà Xuyến ở phường này' })
    const { pool } = program.database.db
    const { rows } = await pool.query<{ id: string }>(
      `update attachments set state = 'pending', size = null where ticket_id = (select id from tickets where code = $1) returning id`,
      [code],
    )
    const request = await taken(at.userId)
    await program.context.sweep()
    const [{ id = '' } = {}] = rows
    expect((await settle(request, { action: 'delete' })).status).toBe(200)
    // Its worker was between keeping the bytes and saying so.
    await pool.query(`insert into blobs (id, bytes, created_at) values ($1, 'x', now())`, [id])
    await program.context.sweep()
    expect((await pool.query('select 1 from blobs where id = $1', [id])).rows).toEqual([])
    expect(await holds('Xuyến')).toEqual([])
    const { history } = await dispatcher.detail(code)
    expect(history.map((h) => h.text).join('\n')).toContain('Đóng phiếu: đã xóa dữ liệu cá nhân')
  })

  it('makes a new person of whoever writes again', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    const request = await taken(at.userId)
    await program.context.sweep()
    await settle(request, { action: 'delete' })
    const before = heardOn(program, 'messenger', at.userId).length
    await writeOn(program, at, 'hồ sơ của tôi')
    expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(before)
    const { rows } = await program.database.db.pool.query('select 1 from conversations where address = $1', [at.userId])
    expect(rows).toHaveLength(1)
  })

  it('of somebody whom Meta does not name waits for the code of a case, or ends with nobody found', async () => {
    const at = resident()
    const code = await file(at)
    const request = await taken('4711')
    await program.context.sweep()
    expect((await requestOf(request))?.person).toBe('unknown')
    expect((await settle(request, { action: 'delete' })).body).toMatchObject({
      error: { code: 'data-request.no-person' },
    })
    expect((await preview(request, code.toLowerCase())).body).toMatchObject({ cases: 1 })
    expect((await settle(request, { action: 'nothing-found', note: 'Không có phiếu nào' })).status).toBe(200)
    expect((await page(`/xoa-du-lieu/${request}`)).text).toContain('Không tìm thấy dữ liệu')
    expect(await holds(WORDS)).not.toEqual([])
  })
})

describe('who may delete', () => {
  it('dispatchers and administrators, nobody else', async () => {
    const request = await taken('4712')
    for (const role of ['officer', 'manager'] as const) {
      const staff = await program.staff(role, role === 'officer' ? { unitId: PHU_CUONG } : {})
      expect((await staff.get('/api/v1/data-requests')).status).toBe(403)
      expect((await staff.get(`/api/v1/data-requests/${request}/preview`)).status).toBe(403)
      expect((await settle(request, { action: 'delete' }, staff)).status).toBe(403)
    }
    const admin = await program.staff('admin')
    expect((await requestOf(request, admin))?.state).toBe('open')
    expect((await settle(request, { action: 'nothing-found', note: 'không có' }, admin)).status).toBe(200)
  })
})

describe('a wish told to the bot', () => {
  it('ends in the same place, with a code to follow it', async () => {
    const at = resident()
    await writeOn(program, at, 'xóa dữ liệu của tôi')
    await tapOn(program, at, 'Gửi yêu cầu')
    const said = heardOn(program, 'messenger', at.userId).join('\n')
    const request = /XD-[2-9A-Z]{12}/.exec(said)?.[0] ?? ''
    expect(await requestOf(request)).toMatchObject({
      source: 'chat',
      person: 'found',
      state: 'open',
      caseCode: codeIn(said),
    })
    expect((await settle(request, { action: 'delete' })).status).toBe(200)
    expect(await holds(at.userId)).toEqual([])
  })
})

describe('a denunciation', () => {
  it('stays with what was said in it; nobody who deletes learns of it', async () => {
    const at = resident()
    const open = await file(at, 'rac thai do ngon ngang truoc cho Phu Cuong 5 ngay ko ai don')
    await writeOn(program, at, 'tôi muốn tố cáo cán bộ địa chính phường Phú Cường nhận hối lộ 20 triệu')
    await tapOn(program, at, 'Ghi kín')
    for (let n = 0; n < 8 && !/TC-\d{4}/.test(heardOn(program, 'messenger', at.userId).join('\n')); n++) {
      const labels =
        program.sandbox
          .messages('messenger', at.userId)
          .at(-1)
          ?.buttons.map((b) => b.label) ?? []
      const next = ['Gửi kín', 'Gửi', 'Bỏ qua', 'Ẩn danh', 'Xong'].find((label) => labels.includes(label))
      if (next === undefined) await writeOn(program, at, 'Ông A nhận 20 triệu ngày 12/11 tại phường Phú Cường')
      else await tapOn(program, at, next)
    }
    const sealed = /TC-\d{4}-[2-9A-Z]{5}/.exec(heardOn(program, 'messenger', at.userId).join('\n'))?.[0] ?? ''
    expect(sealed).not.toBe('')
    const request = await taken(at.userId)
    await program.context.sweep()
    expect((await preview(request)).body).toMatchObject({ cases: 1, openCases: [open] })
    const other = await taken('4713')
    await program.context.sweep()
    expect((await preview(other, sealed)).status).toBe(422)

    expect((await settle(request, { action: 'delete' })).status).toBe(200)
    expect(await holds('ngon ngang')).toEqual([])
    const named = await program.staff('dispatcher', { sealed: true })
    const kept = await named.detail(sealed)
    expect(kept.status).not.toBe('closed')
    expect(kept.description).toContain('20 triệu')
    expect(kept.conversation.length).toBeGreaterThan(0)
    expect((await dispatcher.get(`/api/v1/cases/${sealed}`)).status).toBe(404)
  })
})
