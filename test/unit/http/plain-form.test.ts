import request from 'supertest'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCaseCode } from '../../../src/core/case-code.ts'
import type { ChatMessage } from '../../../src/http/contract/chat.ts'
import { appOf, makeWorld, type World } from './support/app.ts'

let world: World
beforeEach(() => {
  world = makeWorld()
})

type App = ReturnType<typeof appOf>
const CODE = makeCaseCode('PA', '2611', [5, 17, 3, 22])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

interface Page {
  cookie: string
  token: string
  clientId: string
}

async function open(app: App): Promise<Page> {
  const answer = await request(app).get('/gui-phan-anh')
  return pageOf(answer.text, answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
}

function pageOf(html: string, cookie: string): Page {
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? ''
  return { cookie, token: hidden('token'), clientId: hidden('clientId') }
}

function send(app: App, page: Page, fields: Record<string, string>): request.Test {
  const post = request(app).post('/gui-phan-anh').set('Cookie', page.cookie)
  for (const [name, value] of Object.entries({ token: page.token, clientId: page.clientId, ...fields })) {
    post.field(name, value)
  }
  return post
}

function answered(change: Partial<ChatMessage>): ChatMessage {
  const at = '2026-11-23T03:05:00.000Z'
  const nothing = {
    choices: [],
    link: null,
    items: [],
    calls: [],
    imageUrl: null,
    file: null,
    location: null,
    author: null,
  }
  return { id: 'm1', from: 'bot', at, text: '', ...nothing, ...change }
}

describe('the plain form', () => {
  it('hands over words, place, phone and photos as one message, once per form', async () => {
    const app = appOf(world)
    world.answers = [answered({ text: `Đã gửi. Mã ${CODE}.` })]
    const page = await open(app)
    const sent = await send(app, page, { what: 'Rác đổ\r\nbừa bãi', place: 'phường A', phone: '0912 345 678' })
      .attach('photos', JPEG, 'a.jpg')
      .attach('photos', JPEG, 'b.jpg')
      .attach('photos', Buffer.alloc(0), '')
    expect([sent.status, sent.headers.location]).toEqual([303, '/gui-phan-anh/tra-loi'])
    expect(world.forms).toMatchObject([
      {
        address: page.cookie.split('=')[1]?.split('.')[0],
        clientId: page.clientId,
        text: 'Rác đổ\nbừa bãi\nĐịa điểm: phường A',
        phone: '0912 345 678',
        anonymous: false,
        photos: [JPEG, JPEG],
      },
    ])
  })

  it('shows the code, the danger numbers and the way to the chat', async () => {
    const app = appOf(world)
    world.answers = [answered({ text: `Đã gửi. Mã ${CODE}. Hẹn trả lời trước 30/11.` })]
    const page = await open(app)
    const answer = await request(app).get('/gui-phan-anh/tra-loi').set('Cookie', page.cookie)
    expect(answer.text).toContain(`href="/phieu/${CODE}"`)
    expect(answer.text).toContain('Hẹn trả lời trước 30/11')
    expect(answer.text.indexOf('tel:113')).toBeLessThan(answer.text.indexOf('Hẹn trả lời'))
    expect(answer.text).toContain('href="/chat"')
    expect(answer.text).not.toContain('http-equiv="refresh"')
  })

  it('loads itself again while the answer is not there yet, and stops after ten times', async () => {
    const app = appOf(world)
    const page = await open(app)
    world.forms.push({ address: 'x', clientId: page.clientId, text: 'a', phone: null, anonymous: false, photos: [] })
    const at = (url: string) => request(app).get(url).set('Cookie', page.cookie)
    expect((await at('/gui-phan-anh/tra-loi')).text).toContain('content="3;url=/gui-phan-anh/tra-loi?lan=1"')
    expect((await at('/gui-phan-anh/tra-loi?lan=10')).text).not.toContain('http-equiv="refresh"')
  })

  it('asks again with what was said kept, and says what is wrong beside its field', async () => {
    const app = appOf(world)
    const page = await open(app)
    const words = { what: 'Đèn hư & "tối"', place: 'phường <A>' }
    const phone = await send(app, page, { ...words, phone: 'abc' })
    expect(phone.status).toBe(422)
    expect(phone.text).toContain('Đèn hư &amp; &quot;tối&quot;</textarea>')
    expect(phone.text).toContain('value="phường &lt;A&gt;"')
    expect(phone.text).toContain('aria-describedby="phone-loi phone-goi-y" aria-invalid="true"')
    expect((await send(app, page, { what: ' ', place: 'phường A' })).text).toContain('value="phường A"')
    const photo = await send(app, page, words).attach('photos', Buffer.from('no photo'), 'a.jpg')
    expect([photo.status, photo.text.includes('không phải ảnh')]).toEqual([422, true])
    expect(world.forms).toEqual([])
  })

  it('takes nothing that another site posts with the visitor’s cookie', async () => {
    const app = appOf(world)
    const page = await open(app)
    const other = await open(app)
    for (const token of ['', 'x', other.token]) {
      const sent = await send(app, { ...page, token }, { what: 'Rác đổ bừa bãi' })
      expect([sent.status, sent.text.includes('Rác đổ bừa bãi</textarea>')]).toEqual([403, true])
    }
    const without = await send(app, { ...page, cookie: '' }, { what: 'Rác đổ bừa bãi' })
    expect([without.status, without.headers['set-cookie']?.length]).toEqual([403, 1])
    const reply = request(app).post('/gui-phan-anh/tra-loi').set('Cookie', page.cookie).type('form')
    expect((await reply.send({ token: other.token, clientId: page.clientId, text: 'a' })).status).toBe(403)
    expect([world.forms, world.posts]).toEqual([[], []])
  })

  it('answers a broken, foreign or oversized body in Vietnamese', async () => {
    const app = appOf(world)
    const page = await open(app)
    const post = () => request(app).post('/gui-phan-anh').set('Cookie', page.cookie)
    const json = await post().send({ what: 'a' })
    expect([json.status, json.text.includes('Định dạng')]).toEqual([415, true])
    const broken = await post().set('Content-Type', 'multipart/form-data; boundary=x').send('--y\r\nnothing')
    expect(broken.status).toBe(400)
    const none = await post().set('Content-Type', 'multipart/form-data').send('a')
    expect(none.status).toBe(400)
    const large = await send(app, page, { what: 'Rác đổ bừa bãi' }).attach('photos', Buffer.alloc(9_000_000, 0xff), 'a')
    expect([large.status, large.text.includes('Ảnh quá lớn')]).toEqual([413, true])
    const many = send(app, page, { what: 'Rác đổ bừa bãi' })
    for (let n = 0; n < 6; n++) many.attach('photos', JPEG, `${n}.jpg`)
    expect((await many).status).toBe(422)
    expect(world.forms).toEqual([])
  })

  it('answers a question by its buttons, and only with what was offered', async () => {
    const app = appOf(world)
    world.answers = [answered({ text: 'Ở phường nào?', choices: [{ id: 'place:1', label: 'Phường A' }] })]
    const page = await open(app)
    const asked = await request(app).get('/gui-phan-anh/tra-loi').set('Cookie', page.cookie)
    expect(asked.text).toContain('name="choice" value="place:1">Phường A</button>')
    const next = pageOf(asked.text, page.cookie)
    const reply = (body: object) =>
      request(app).post('/gui-phan-anh/tra-loi').set('Cookie', page.cookie).type('form').send(body)
    expect((await reply({ ...next, choice: 'place:1' })).status).toBe(303)
    expect(world.posts).toMatchObject([{ content: { kind: 'choice', choiceId: 'place:1', label: 'Phường A' } }])
    expect((await reply({ ...next, choice: 'place:9' })).status).toBe(422)
    expect((await reply({ ...next, text: ' ' })).text).toContain('viết vài chữ')
    expect(world.posts).toHaveLength(1)
  })

  it('slows one visitor down with the time to wait', async () => {
    const app = appOf(world)
    world.answers = [answered({ text: 'Đã gửi.' })]
    const page = await open(app)
    for (let n = 0; n < 10; n++) expect((await send(app, page, { what: 'Rác đổ bừa bãi' })).status).toBe(303)
    const slowed = await send(app, page, { what: 'Rác đổ bừa bãi' })
    expect([slowed.status, slowed.text.includes(`sau ${slowed.headers['retry-after']} giây`)]).toEqual([429, true])
  })
})
