import request from 'supertest'
import { beforeEach, describe, expect, it } from 'vitest'
import { appOf, makeWorld, signed, type World } from './support/app.ts'

let world: World
beforeEach(() => {
  world = makeWorld()
})

const BODY = '{"text":"\\u0110\\u01b0\\u1eddng ng\\u1eadp","n":1.0}'

describe('webhooks', () => {
  it('hands over the very bytes, lower-case headers and the query, and answers 200', async () => {
    const answer = await request(appOf(world))
      .post('/webhooks/zalo?x=1')
      .set('X-Signature', signed(BODY))
      .set('Content-Type', 'application/json')
      .send(BODY)
    expect(answer.status).toBe(200)
    const [got] = world.received
    expect(got?.channel).toBe('zalo')
    expect(Buffer.from(got?.raw.body ?? []).toString()).toBe(BODY)
    expect(got?.raw.headers['x-signature']).toBe(signed(BODY))
    expect(got?.raw.query).toEqual({ x: '1' })
  })

  it('reads the bytes whatever content type is claimed, or none', async () => {
    const app = appOf(world)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      await request(app)
        .post('/webhooks/messenger')
        .set('X-Signature', signed(BODY))
        .set('Content-Type', type)
        .send(BODY)
    }
    expect(world.received.map((each) => Buffer.from(each.raw.body).toString())).toEqual([BODY, BODY, BODY])
  })

  it.each(['zalo', 'messenger'])(
    'answers 200 to a forged or unsigned %s delivery and stores nothing',
    async (channel) => {
      const app = appOf(world)
      const forged = await request(app).post(`/webhooks/${channel}`).set('X-Signature', signed('other')).send(BODY)
      const unsigned = await request(app).post(`/webhooks/${channel}`).send()
      expect([forged.status, unsigned.status]).toEqual([200, 200])
      expect(world.received).toEqual([])
      expect(world.forged).toEqual([channel, channel])
      const loud = world.logs.filter((line) => line.level === 'error')
      expect(loud).toHaveLength(1)
      expect(loud[0]?.message).toMatch(/signature/)
    },
  )

  it('answers 503 while the database is down, so that the platform delivers again', async () => {
    world.databaseDown = true
    const answer = await request(appOf(world)).post('/webhooks/zalo').set('X-Signature', signed(BODY)).send(BODY)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBeDefined()
  })

  it('takes a batch of megabytes and refuses more than five with 413', async () => {
    const app = appOf(world)
    const big = 'x'.repeat(4_900_000)
    const taken = await request(app).post('/webhooks/messenger').set('X-Signature', signed(big)).type('text').send(big)
    expect(taken.status).toBe(200)
    const refused = await request(app).post('/webhooks/messenger').type('text').send('x'.repeat(5_400_000))
    expect(refused.status).toBe(413)
    expect(world.received).toHaveLength(1)
  })

  it('answers 404 with one clear line when the channel is off', async () => {
    world.off.add('zalo').add('messenger')
    const app = appOf(world)
    const answer = await request(app).post('/webhooks/zalo').send(BODY)
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('channel zalo is off: set ZALO_APP_ID, ZALO_OA_SECRET_KEY\n')
    expect((await request(app).get('/webhooks/messenger')).status).toBe(404)
    expect(world.forged).toEqual([])
  })

  it('is not there in a process without the gateway role', async () => {
    const answer = await request(appOf(world, { roles: new Set(['console'] as const) }))
      .post('/webhooks/zalo')
      .send(BODY)
    expect(answer.status).toBe(404)
    expect(world.forged).toEqual([])
  })
})

describe('the Messenger handshake', () => {
  const shake = (query: Record<string, string>) => request(appOf(world)).get('/webhooks/messenger').query(query)

  it('gives the challenge back raw, as text', async () => {
    const answer = await shake({
      'hub.mode': 'subscribe',
      'hub.verify_token': 'right',
      'hub.challenge': '<b>1158201444</b>',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    expect(answer.text).toBe('<b>1158201444</b>')
  })

  it('refuses a wrong token with 403 and what is malformed with 400', async () => {
    const wrong = await shake({ 'hub.mode': 'subscribe', 'hub.verify_token': 'wrong', 'hub.challenge': '1' })
    const noMode = await shake({ 'hub.verify_token': 'right', 'hub.challenge': '1' })
    const noChallenge = await shake({ 'hub.mode': 'subscribe', 'hub.verify_token': 'right' })
    expect([wrong.status, noMode.status, noChallenge.status]).toEqual([403, 400, 400])
  })
})
