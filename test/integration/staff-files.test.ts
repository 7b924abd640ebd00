import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../src/core/durations.ts'
import type { CaseDetail } from '../../src/http/contract/cases.ts'
import { type ChatClient, type Program, type StaffClient, startProgram } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const gps = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '10/1 58/1 4980/100',
  GPSLongitudeRef: 'E',
  GPSLongitude: '106/1 39/1 0/1',
}
const HEIC = readFileSync(new URL('../fixtures/photo.heic', import.meta.url))
const CFB = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const WORD = Buffer.concat([CFB, Buffer.alloc(600), Buffer.from('WordDocument', 'utf16le')])
const TABLES = Buffer.concat([CFB, Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')])

let program: Program
let officer: StaffClient
let colleague: StaffClient
let elsewhere: StaffClient
let photo: Buffer

beforeAll(async () => {
  program = await startProgram()
  officer = await program.staff('officer', { unitId: PHU_CUONG })
  colleague = await program.staff('officer', { unitId: PHU_CUONG })
  elsewhere = await program.staff('officer', { unitId: 'ubnd-25750-2022' })
  photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a3' } })
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: gps })
    .jpeg()
    .toBuffer()
})
afterAll(() => program.close())

async function fileCase(resident: ChatClient = program.visitor()): Promise<{ code: string; resident: ChatClient }> {
  await resident.say('rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn')
  for (const label of ['Bỏ qua', 'Gửi']) await resident.tap(label)
  const code = /PA-\d{4}-[2-9A-Z]{5}/.exec((await resident.heard()).join())?.[0] ?? ''
  return { code, resident }
}

async function uploaded(code: string, name: string, bytes: Uint8Array): Promise<string> {
  const { status, body } = await officer.upload(code, { name, bytes })
  expect([status, body.error]).toEqual([200, undefined])
  return body.id
}

function sentFiles(detail: CaseDetail): { name: string | null | undefined; delivery: string | null }[] {
  return detail.conversation
    .filter((m) => m.from === 'staff' && m.attachments.length > 0)
    .map((m) => ({ name: m.attachments[0]?.name, delivery: m.delivery }))
}

describe('a file of an officer', () => {
  it('goes to the resident behind the words, and to nobody else', async () => {
    const { code, resident } = await fileCase()
    const first = await officer.upload(code, { name: 'Ảnh sau khi dọn.png', bytes: photo })
    expect(first.body).toMatchObject({ kind: 'image', state: 'stored', name: 'Ảnh sau khi dọn.jpg' })
    // The order is that of uploading, and this clock stands still by itself.
    program.clock.advance(1)
    const second = await uploaded(code, 'Quyết định số 12.pdf', PDF)
    expect((await officer.detail(code)).unsentFiles.map((f) => f.name)).toEqual([
      'Ảnh sau khi dọn.jpg',
      'Quyết định số 12.pdf',
    ])
    expect((await colleague.detail(code)).unsentFiles).toEqual([])
    expect((await resident.state()).messages.some((m) => m.file !== null)).toBe(false)
    expect((await resident.file(`/api/chat/photos/${second}`)).status).toBe(404)

    const { body } = await officer.act(code, {
      action: 'resolve',
      text: 'Đã dọn sạch.',
      files: [first.body.id, second],
    })
    expect(body.case?.unsentFiles).toEqual([])
    await program.context.drain()
    expect(sentFiles(await officer.detail(code))).toEqual([
      { name: 'Ảnh sau khi dọn.jpg', delivery: 'sent' },
      { name: 'Quyết định số 12.pdf', delivery: 'sent' },
    ])
    expect((await officer.detail(code)).history.map((h) => h.text)).toContain('Gửi kết quả xử lý, kèm 2 tệp')
    expect((await officer.detail(code)).attachments).toEqual([])

    const { messages } = await resident.state()
    const from = messages.findIndex((m) => m.text.includes('Đã dọn sạch.'))
    const [picture, paper, rating] = messages.slice(from + 1)
    expect(picture).toMatchObject({ from: 'staff', file: { name: 'Ảnh sau khi dọn.jpg' } })
    expect(paper).toMatchObject({ imageUrl: null, file: { name: 'Quyết định số 12.pdf', size: PDF.length } })
    expect(rating?.choices.length).toBeGreaterThan(0)
    const shown = await resident.file(picture?.imageUrl ?? '')
    expect(shown.contentType).toBe('image/jpeg')
    expect((await sharp(shown.bytes).metadata()).exif).toBeUndefined()
    const saved = await resident.file(paper?.file?.url ?? '')
    expect(Buffer.from(saved.bytes).equals(PDF)).toBe(true)
    expect(saved.disposition).toContain(`filename*=UTF-8''${encodeURIComponent('Quyết định số 12.pdf')}`)

    const stranger = program.visitor()
    await stranger.start()
    expect((await stranger.file(paper?.file?.url ?? '')).status).toBe(404)
    const page = await (await fetch(`${program.url}/phieu/${code}`)).text()
    expect(page).toContain('Đã dọn sạch.')
    for (const word of ['Quyết định số 12', second, first.body.id]) expect(page).not.toContain(word)
  })

  it('is uploaded once and sent once, however often both are repeated', async () => {
    const { code, resident } = await fileCase()
    const clientId = randomUUID()
    const once = await officer.upload(code, { name: 'a.pdf', bytes: PDF, clientId })
    const again = await officer.upload(code, { name: 'b.pdf', bytes: WORD, clientId })
    expect([again.status, again.body.id, again.body.name]).toEqual([200, once.body.id, 'a.pdf'])
    const { version } = await officer.detail(code)
    const request = {
      idempotencyKey: randomUUID(),
      body: { version, action: 'reply', text: 'Xin gửi giấy tờ.', files: [once.body.id] },
    }
    const answers = await Promise.all([1, 2, 3].map(() => officer.post(`/api/v1/cases/${code}/actions`, request)))
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200])
    await program.context.drain()
    expect((await resident.state()).messages.filter((m) => m.file !== null)).toHaveLength(1)
    const late = await officer.upload(code, { name: 'a.pdf', bytes: WORD, clientId })
    expect(late.body.contentType).toBe('application/pdf')
    const spent = await officer.act(code, { action: 'reply', text: 'Gửi lại.', files: [once.body.id] })
    expect(spent).toMatchObject({ status: 409, body: { error: { code: 'staff-file.gone' } } })
    expect((await resident.heard()).join()).not.toContain('Gửi lại.')
  })

  it('stays with the draft when somebody changed the case meanwhile', async () => {
    const { code } = await fileCase()
    const id = await uploaded(code, 'bien-ban.pdf', PDF)
    const { version } = await officer.detail(code)
    await colleague.act(code, { action: 'note', text: 'Tôi đã gọi điện.' })
    const stale = { version, action: 'reply', text: 'Biên bản đây ạ.', files: [id] }
    const refused = await officer.post(`/api/v1/cases/${code}/actions`, { idempotencyKey: randomUUID(), body: stale })
    expect(refused.status).toBe(409)
    expect((await officer.detail(code)).unsentFiles.map((f) => f.id)).toEqual([id])
    expect((await officer.act(code, { action: 'reply', text: 'Biên bản đây ạ.', files: [id] })).status).toBe(200)
  })

  it('cannot be sent by, nor with the case of, another', async () => {
    const one = await fileCase()
    const other = await fileCase()
    const id = await uploaded(one.code, 'rieng.pdf', PDF)
    const byColleague = await colleague.act(one.code, { action: 'reply', text: 'Xin gửi.', files: [id] })
    const otherCase = await officer.act(other.code, { action: 'reply', text: 'Xin gửi.', files: [id] })
    const twice = await officer.act(one.code, { action: 'reply', text: 'Xin gửi.', files: [id, id] })
    expect([byColleague.status, otherCase.status, twice.status]).toEqual([409, 409, 409])
    for (const { resident } of [one, other]) expect((await resident.heard()).join()).not.toContain('Xin gửi.')
    await colleague.remove(`/api/v1/cases/${one.code}/files/${id}`)
    expect((await officer.detail(one.code)).unsentFiles.map((f) => f.id)).toEqual([id])
  })

  it('is taken only from whoever may write to the resident', async () => {
    const { code } = await fileCase()
    const manager = await program.staff('manager')
    const file = { name: 'a.pdf', bytes: PDF }
    expect((await elsewhere.upload(code, file)).status).toBe(404)
    expect((await manager.upload(code, file)).status).toBe(403)
  })

  it.each([
    ['a program', 'don.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 422, 'staff-file.type-refused'],
    ['a page with scripts', 'anh.jpg', Buffer.from('<svg onload="x()"/>'), 422, 'staff-file.type-refused'],
    ['a table of the old Office', 'so.doc', TABLES, 422, 'staff-file.type-refused'],
    ['a broken picture', 'anh.jpg', Buffer.from('ffd8ffe000104a46494600', 'hex'), 422, 'media.not-an-image'],
    ['nothing', 'a.pdf', Buffer.alloc(0), 422, 'staff-file.empty'],
    ['more than 5 MB', 'a.pdf', Buffer.concat([PDF, Buffer.alloc(5 * 1024 * 1024)]), 413, 'staff-file.too-large'],
  ])('%s is refused with a reason', async (_what, name, bytes, status, code) => {
    const { code: of } = await fileCase()
    const answer = await officer.upload(of, { name, bytes })
    expect([answer.status, answer.body.error?.code]).toEqual([status, code])
    expect(answer.body.error?.message).toMatch(/Anh\/Chị/)
    expect((await officer.detail(of)).unsentFiles).toEqual([])
  })

  it('of the largest size is taken, and five of them, not six', async () => {
    const { code } = await fileCase()
    await uploaded(code, 'to.pdf', Buffer.concat([PDF, Buffer.alloc(5 * 1024 * 1024 - PDF.length)]))
    expect((await officer.upload(code, { name: 'van-ban.doc', bytes: WORD })).body.contentType).toBe(
      'application/msword',
    )
    for (const n of [3, 4, 5]) await uploaded(code, `${n}.pdf`, PDF)
    const sixth = await officer.upload(code, { name: '6.pdf', bytes: PDF })
    expect([sixth.status, sixth.body.error?.code]).toEqual([409, 'staff-file.too-many'])
  })

  it('that moves still moves', async () => {
    const { code } = await fileCase()
    const still = (background: string) =>
      sharp({ create: { width: 30, height: 20, channels: 3, background } })
        .png()
        .toBuffer()
    const frames = await sharp([await still('#f00'), await still('#0f0')], { join: { animated: true } })
      .gif()
      .toBuffer()
    const { body } = await officer.upload(code, { name: 'truoc va sau.gif', bytes: frames })
    expect(body).toMatchObject({ kind: 'image', contentType: 'image/gif', name: 'truoc va sau.gif' })
    const whole = await officer.file(body.url ?? '')
    expect((await sharp(whole.bytes).metadata()).pages).toBe(2)
  })

  it('from an iPhone becomes a JPEG that every phone shows', async () => {
    const { code } = await fileCase()
    const { body } = await officer.upload(code, { name: 'IMG_0012.HEIC', bytes: HEIC })
    expect(body).toMatchObject({ kind: 'image', contentType: 'image/jpeg', name: 'IMG_0012.jpg' })
    expect(body.place).toEqual({ lat: 10.9805, lon: 106.65 })
    const whole = await officer.file(body.url ?? '')
    const { format, exif } = await sharp(whole.bytes).metadata()
    expect([format, exif]).toEqual(['jpeg', undefined])
  })

  it('that was removed, or not sent within a day, leaves nothing', async () => {
    const { code } = await fileCase()
    const removed = await uploaded(code, 'bo.pdf', PDF)
    const forgotten = (await officer.upload(code, { name: 'quen.jpg', bytes: photo })).body
    expect((await officer.remove(`/api/v1/cases/${code}/files/${removed}`)).status).toBe(204)
    expect((await officer.detail(code)).unsentFiles.map((f) => f.id)).toEqual([forgotten.id])
    await program.context.sweep()
    expect(await bytesOf([removed])).toBe(0)
    expect(await bytesOf([forgotten.id, `${forgotten.id}.thumb`])).toBe(2)
    program.clock.advance(25 * HOUR)
    await program.context.sweep()
    expect(await bytesOf([forgotten.id, `${forgotten.id}.thumb`])).toBe(0)
    const later = await officer.act(code, { action: 'reply', text: 'Đây ạ.', files: [forgotten.id] })
    expect([later.status]).toEqual([409])
  })

  it('is not removed once it is sent', async () => {
    const { code, resident } = await fileCase()
    const id = await uploaded(code, 'gui.pdf', PDF)
    await officer.act(code, { action: 'reply', text: 'Đây ạ.', files: [id] })
    await officer.remove(`/api/v1/cases/${code}/files/${id}`)
    program.clock.advance(25 * HOUR)
    await program.context.sweep()
    expect((await resident.file(`/api/chat/photos/${id}`)).status).toBe(200)
  })
})

it('a file to a denouncer is seen by those with the right alone, and every look is logged', async () => {
  const resident = program.visitor()
  await resident.start()
  await resident.say('Tôi muốn tố cáo cán bộ phường Phú Cường nhận hối lộ 50 triệu để cấp giấy phép xây dựng')
  await resident.tap('Ghi kín')
  await resident.tap('Gửi kín')
  const code = /TC-\d{4}-[2-9A-Z]{5}/.exec((await resident.heard()).join())?.[0] ?? ''
  const sealed = await program.staff('dispatcher', { sealed: true })
  const open = await program.staff('dispatcher')
  expect((await open.upload(code, { name: 'a.jpg', bytes: photo })).status).toBe(404)
  const { body } = await sealed.upload(code, { name: 'Nguyễn Văn Kín.pdf', bytes: PDF })
  await sealed.act(code, { action: 'accept' })
  await sealed.act(code, { action: 'reply', text: 'Giấy biên nhận.', files: [body.id] })
  await program.context.drain()
  program.clock.advance(HOUR)
  const item = (await sealed.detail(code)).conversation.find((m) => m.attachments.length > 0)
  expect((await open.file(item?.attachments[0]?.url ?? '')).status).toBe(404)
  const looks = (): Promise<number> => count(`select 1 from audit_log where action = 'open-sealed'`)
  const before = await looks()
  program.clock.advance(4 * 60_000)
  expect((await sealed.file(item?.attachments[0]?.url ?? '')).status).toBe(200)
  expect(await looks()).toBe(before)
  program.clock.advance(HOUR)
  const fresh = (await sealed.detail(code)).conversation.find((m) => m.attachments.length > 0)
  expect(fresh?.attachments[0]?.name).toBe('Nguyễn Văn Kín.pdf')
  expect(await looks()).toBe(before + 1)
  const dump = await program.context.db.pool.query('select * from attachments, outbound_messages')
  expect(JSON.stringify(dump.rows)).not.toContain('Văn Kín')
})

async function count(query: string, values: unknown[] = []): Promise<number> {
  return (await program.context.db.pool.query(query, values)).rowCount ?? 0
}

async function bytesOf(ids: readonly string[]): Promise<number> {
  return count('select 1 from blobs where id = any($1)', [ids])
}
