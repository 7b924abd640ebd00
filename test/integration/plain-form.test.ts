import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, startProgram } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.close())

interface Visit {
  cookie: string
  html: string
}

async function open(): Promise<Visit> {
  const res = await fetch(`${program.url}/gui-phan-anh`)
  return { cookie: res.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '', html: await res.text() }
}

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''

/** What a browser does: posts the form with what stands hidden in it, and follows to the answer. */
async function submit(visit: Visit, fields: Record<string, string | Blob>): Promise<string> {
  const body = new FormData()
  for (const name of ['token', 'clientId']) body.set(name, hidden(visit.html, name))
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return follow(visit, await fetch(`${program.url}/gui-phan-anh`, post(visit, body)))
}

async function answer(visit: Visit, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ ...fields })
  for (const name of ['token', 'clientId']) body.set(name, hidden(visit.html, name))
  return follow(visit, await fetch(`${program.url}/gui-phan-anh/tra-loi`, post(visit, body)))
}

const post = ({ cookie }: Visit, body: FormData | URLSearchParams): RequestInit => ({
  method: 'POST',
  headers: { cookie },
  body,
  redirect: 'manual',
})

async function follow(visit: Visit, res: Response): Promise<string> {
  expect([res.status, await res.text()]).toEqual([303, expect.any(String)])
  await program.context.drain()
  const page = await fetch(`${program.url}/gui-phan-anh/tra-loi`, { headers: { cookie: visit.cookie } })
  visit.html = await page.text()
  return visit.html
}

const picture = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
    .png()
    .toBuffer()

const codeIn = (html: string): string => /href="\/phieu\/((?:PA|TC)-\d{4}-[2-9A-Z]{5})"/.exec(html)?.[1] ?? ''

describe('a complaint by the plain form', () => {
  it('that leaves nothing to ask is filed at once, with its code, date, photo, number and unit', async () => {
    const visit = await open()
    const html = await submit(visit, {
      what: 'Đèn đường hư ba hôm nay, tối không thấy đường',
      place: 'hẻm 12 đường Yersin, phường Phú Cường',
      phone: '0912345678',
      photos: new Blob([new Uint8Array(await picture())], { type: 'image/png' }),
    })
    const code = codeIn(html)
    expect(code).toMatch(/^PA-/)
    expect(html).toContain('Hẹn trả lời trước')
    const staff = await program.staff('dispatcher')
    const found = await staff.detail(code)
    expect(found).toMatchObject({
      unit: { name: 'UBND phường Phú Cường' },
      reporter: { anonymous: false, hasContact: true },
      attachments: [{ state: 'stored' }],
    })
    expect(found.description).toContain('Đèn đường hư ba hôm nay')
    const revealed = await staff.post<{ phone: string }>(`/api/v1/cases/${code}/reveal`, {})
    expect(revealed.body.phone).toBe('0912345678')
  })

  it('stands in the chat of the same browser', async () => {
    const visit = await open()
    const code = codeIn(await submit(visit, { what: 'Rác đổ bừa bãi trước nhà', place: 'phường Phú Cường' }))
    const state = await fetch(`${program.url}/api/chat/state`, { headers: { cookie: visit.cookie } })
    const { messages } = (await state.json()) as { messages: { text: string }[] }
    expect(messages.map((m) => m.text).join('\n')).toContain(code)
    expect(messages[0]?.text).toContain('Rác đổ bừa bãi trước nhà')
  })

  it('keeps no number of who sends anonymously', async () => {
    const sent = { what: 'Quán karaoke ồn suốt đêm', place: 'phường Phú Cường', phone: '0912345678', anonymous: '1' }
    const code = codeIn(await submit(await open(), sent))
    const found = await (await program.staff('dispatcher')).detail(code)
    expect(found.reporter).toMatchObject({ anonymous: true, hasContact: false })
  })

  it('asks for the place when it is not clear, and files with the answer', async () => {
    const visit = await open()
    const asked = await submit(visit, { what: 'Đèn đường hư ba hôm nay', place: 'gần cây xăng' })
    expect(codeIn(asked)).toBe('')
    expect(asked).toContain('gần cây xăng')
    expect(asked).toMatch(/phường\/xã/)
    const check = await answer(visit, { text: 'phường Phú Cường' })
    expect(check).toContain('value="complaint.send">Gửi</button>')
    expect(codeIn(await answer(visit, { choice: 'complaint.send' }))).toMatch(/^PA-/)
  })

  it('sent twice by an impatient thumb, is one case', async () => {
    const visit = await open()
    const sent = { what: 'Ổ gà sâu giữa đường', place: 'đường Yersin, phường Phú Cường' }
    const form = { ...visit }
    const [first, second] = [await submit({ ...form }, sent), await submit({ ...form }, sent)]
    expect(codeIn(first)).toMatch(/^PA-/)
    expect(codeIn(second)).toBe(codeIn(first))
    const rows = await (await program.staff('dispatcher')).inbox('?tab=all&q=Ổ gà sâu giữa đường')
    expect(rows).toHaveLength(1)
  })

  it('of an accusation says first how its sender is protected, and files nothing yet', async () => {
    const visit = await open()
    const asked = await submit(visit, {
      what: 'Tôi tố cáo ông chủ tịch phường nhận hối lộ khi cấp phép xây dựng',
      place: 'phường Phú Cường',
      phone: '0912345678',
    })
    expect(codeIn(asked)).toBe('')
    expect(asked).toMatch(/giữ bí mật|được bảo vệ/)
    await answer(visit, { choice: 'denounce.take' })
    const filed = await answer(visit, { choice: 'denounce.send' })
    expect(codeIn(filed)).toMatch(/^TC-/)
    const officer = await program.staff('officer', { unitId: 'ubnd-25747-2022' })
    expect((await officer.get(`/api/v1/cases/${codeIn(filed)}`)).status).toBe(404)
  })

  it('of a danger names the numbers to call before anything else', async () => {
    const html = await submit(await open(), { what: 'Nhà hàng xóm đang cháy lớn', place: 'phường Phú Cường' })
    expect(html.indexOf('tel:114')).toBeGreaterThan(0)
    expect(html.indexOf('tel:114')).toBeLessThan(html.indexOf('<form'))
    expect(codeIn(html)).toBe('')
  })

  it('keeps nothing of photos of which one cannot be read', async () => {
    const kept = async () => (await program.database.db.pool.query('select id from blobs order by id')).rows
    const before = await kept()
    const visit = await open()
    const body = new FormData()
    for (const name of ['token', 'clientId']) body.set(name, hidden(visit.html, name))
    body.set('what', 'Đèn đường hư ba hôm nay')
    for (const bytes of [await picture(), Buffer.from('không phải ảnh')]) {
      body.append('photos', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png')
    }
    const res = await fetch(`${program.url}/gui-phan-anh`, post(visit, body))
    expect(res.status).toBe(422)
    expect(await res.text()).toContain('Đèn đường hư ba hôm nay')
    expect(await kept()).toEqual(before)
  })

  it('leaves what was being written in the chat as it was', async () => {
    const visit = await open()
    const say = (content: object) =>
      fetch(`${program.url}/api/chat/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'lang-nghe', cookie: visit.cookie },
        body: JSON.stringify({ clientId: crypto.randomUUID(), content }),
      })
    await say({ kind: 'text', text: 'rác thải đổ bừa bãi ở phường Phú Hòa' })
    await program.context.drain()
    const html = await submit(visit, { what: 'Đèn đường hư ba hôm nay', place: 'phường Phú Cường' })
    expect(codeIn(html)).toMatch(/^PA-/)
    const check = await answer(visit, { choice: 'complaint.skip' })
    expect(check).toContain('phường Phú Hòa')
  })
})
