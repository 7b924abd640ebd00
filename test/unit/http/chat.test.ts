import request from 'supertest'
import { beforeEach, describe, expect, it } from 'vitest'
import { appOf, makeWorld, type World } from './support/app.ts'

let world: World
beforeEach(() => {
  world = makeWorld()
})

const OWN_PAGE = { 'x-requested-with': 'lang-nghe' }
const ID = '7b1f7f6e-5b0c-4f6e-9a39-3f3f1b5a2c11'
type App = ReturnType<typeof appOf>

async function visit(app: App): Promise<string> {
  const answer = await request(app).get('/api/chat/state')
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

const say = (app: App, cookie: string, content: object) =>
  request(app).post('/api/chat/messages').set(OWN_PAGE).set('Cookie', cookie).send({ clientId: ID, content })

describe('web chat', () => {
  it('begins with a signed cookie that scripts cannot read and that lasts 180 days', async () => {
    const answer = await request(appOf(world)).get('/api/chat/state')
    expect(answer.body).toEqual({ messages: [], provinceName: 'tỉnh Thử' })
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^ln_chat=[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/,
    )
    const secure = await request(appOf(world, { publicUrl: 'https://x.vn' })).get('/api/chat/state')
    expect(secure.headers['set-cookie']?.[0]).toMatch(/; Secure$/)
  })

  it('keeps the visitor, and refuses a cookie that it did not sign', async () => {
    const app = appOf(world)
    const cookie = await visit(app)
    const again = await request(app).get('/api/chat/state').set('Cookie', cookie)
    expect(again.headers['set-cookie']?.[0]?.split(';')[0]).toBe(cookie)
    const forged = cookie.replace(/\.[\w-]{3}/, '.AAA')
    const other = await request(app).get('/api/chat/state').set('Cookie', forged)
    expect(other.headers['set-cookie']?.[0]?.split(';')[0]).not.toBe(forged)
    const post = await say(app, forged, { kind: 'text', text: 'a' })
    expect([post.status, post.body.error.code]).toEqual([401, 'chat.no-session'])
    expect(world.posts).toEqual([])
  })

  it('hands over what is said in the words of the core, cleaned', async () => {
    const app = appOf(world)
    const cookie = await visit(app)
    const address = cookie.split('=')[1]?.split('.')[0]
    await say(app, cookie, { kind: 'start' })
    await say(app, cookie, { kind: 'text', text: ' Đường\u0000 ngập '.normalize('NFD') })
    await say(app, cookie, { kind: 'choice', choiceId: 'menu.1', label: 'Gửi' })
    const last = await say(app, cookie, { kind: 'location', lat: 10.98, lon: 106.65 })
    expect(last.body).toEqual({ accepted: true })
    expect(world.posts.map((post) => post.content)).toEqual([
      { kind: 'follow' },
      { kind: 'text', text: 'Đường ngập' },
      { kind: 'choice', choiceId: 'menu.1', label: 'Gửi' },
      { kind: 'location', lat: 10.98, lon: 106.65 },
    ])
    expect(new Set(world.posts.map((post) => post.address))).toEqual(new Set([address]))
  })

  it('refuses what another site’s page posts with the visitor’s cookie', async () => {
    const app = appOf(world)
    const cookie = await visit(app)
    const post = request(app).post('/api/chat/messages').set('Cookie', cookie)
    const answer = await post.send({ clientId: ID, content: { kind: 'text', text: 'a' } })
    expect([answer.status, answer.body.error.code]).toEqual([403, 'chat.not-own-page'])
    expect(world.posts).toEqual([])
  })

  it('refuses what is not a message', async () => {
    const app = appOf(world)
    const cookie = await visit(app)
    for (const content of [
      { kind: 'text', text: ' ' },
      { kind: 'location', lat: 91, lon: 0 },
      { kind: 'follow' },
      {},
    ]) {
      expect((await say(app, cookie, content)).status).toBe(422)
    }
    expect((await say(app, cookie, { kind: 'text', text: 'x'.repeat(4001) })).status).toBe(422)
  })

  it('takes photos as bytes, and only photos of this size', async () => {
    const app = appOf(world)
    const cookie = await visit(app)
    const photo = (bytes: Buffer, type: string, id = ID) =>
      request(app)
        .post(`/api/chat/photos?clientId=${id}`)
        .set(OWN_PAGE)
        .set('Cookie', cookie)
        .set('Content-Type', type)
        .send(bytes)
    expect((await photo(Buffer.from([0xff, 0xd8, 0xff]), 'image/jpeg')).status).toBe(200)
    expect(world.photos[0]?.bytes).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    expect((await photo(Buffer.from([1]), 'image/png')).status).toBe(422)
    expect((await photo(Buffer.from([0xff]), 'image/svg+xml')).status).toBe(415)
    expect((await photo(Buffer.from([0xff]), 'image/jpeg', 'x')).status).toBe(422)
    expect((await photo(Buffer.alloc(8 * 1024 * 1024 + 1, 0xff), 'image/jpeg')).status).toBe(413)
    expect(world.photos).toHaveLength(1)
    const own = await request(app).get('/api/chat/photos/p1').set('Cookie', cookie)
    expect([own.status, own.headers['content-type']]).toEqual([200, 'image/jpeg'])
    expect((await request(app).get('/api/chat/photos/p1')).status).toBe(401)
    expect((await request(app).get('/api/chat/photos/p2').set('Cookie', cookie)).status).toBe(404)
  })

  it('slows one visitor down with clear words, not another behind the same address', async () => {
    const app = appOf(world)
    const [fast, other] = [await visit(app), await visit(app)]
    const statuses = new Set<number>()
    for (let i = 0; i < 20; i++) statuses.add((await say(app, fast, { kind: 'text', text: 'a' })).status)
    expect(statuses).toEqual(new Set([200]))
    const slowed = await say(app, fast, { kind: 'text', text: 'a' })
    expect([slowed.status, slowed.body.error.code]).toEqual([429, 'chat.too-many'])
    const wait = Number(slowed.headers['retry-after'])
    expect(wait).toBeGreaterThan(0)
    expect(slowed.body.error.message).toContain(`sau ${wait} giây`)
    expect((await say(app, other, { kind: 'text', text: 'a' })).status).toBe(200)
  })

  it('is not there in a process without the gateway role', async () => {
    const answer = await request(appOf(world, { roles: new Set(['console'] as const) })).get('/api/chat/state')
    expect(answer.status).toBe(404)
  })
})
