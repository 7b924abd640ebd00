import { Readable } from 'node:stream'
import request from 'supertest'
import { beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../../src/core/errors.ts'
import { appOf, COOKIE, caseRow, FROM_CONSOLE, makeWorld, OFFICER, type World } from './support/app.ts'

let world: World
beforeEach(() => {
  world = makeWorld()
})

const KEY = '7b1f7f6e-5b0c-4f6e-9a39-3f3f1b5a2c11'
const get = (path: string) => request(appOf(world)).get(path).set('Cookie', COOKIE)
const post = (path: string) => request(appOf(world)).post(path).set('Cookie', COOKIE).set(FROM_CONSOLE)

describe('session', () => {
  it('is opened with a cookie, and says who it is', async () => {
    const answer = await request(appOf(world))
      .post('/api/v1/session')
      .set(FROM_CONSOLE)
      .send({ username: 'canbo', password: 'dung' })
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']).toEqual([`${COOKIE}; Path=/; HttpOnly`])
    expect(answer.body).toMatchObject({ username: 'canbo', role: 'officer' })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('is refused with 401 and locked with 429 and the time to wait', async () => {
    const app = appOf(world)
    const wrong = await request(app)
      .post('/api/v1/session')
      .set(FROM_CONSOLE)
      .send({ username: 'canbo', password: 'sai' })
    expect([wrong.status, wrong.body.error.code]).toEqual([401, 'session.refused'])
    const locked = await request(app)
      .post('/api/v1/session')
      .set(FROM_CONSOLE)
      .send({ username: 'khoa', password: 'x' })
    expect([locked.status, locked.headers['retry-after'], locked.body.error.code]).toEqual([
      429,
      '321',
      'session.locked',
    ])
  })

  it('is needed for everything of the staff API', async () => {
    const app = appOf(world)
    const paths = ['session', 'sessions', 'reference', 'cases', 'cases/counts', 'cases/PA-2611-AAAAA', 'cases.csv']
    for (const path of [...paths, 'attachments/photo', 'dashboard', 'dashboard.csv', 'events']) {
      const answer = await request(app).get(`/api/v1/${path}`)
      expect([path, answer.status, answer.body.error?.code]).toEqual([path, 401, 'session.required'])
    }
    const act = await request(app).post('/api/v1/cases/PA-2611-AAAAA/reveal').set(FROM_CONSOLE)
    expect(act.status).toBe(401)
  })

  it('is ended with 204, one by one too', async () => {
    const out = await request(appOf(world)).delete('/api/v1/session').set(FROM_CONSOLE)
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, 'ln_staff.session_token=; Max-Age=0; Path=/'])
    const one = await request(appOf(world)).delete('/api/v1/sessions/good').set('Cookie', COOKIE).set(FROM_CONSOLE)
    expect(one.status).toBe(204)
    const none = await request(appOf(world)).delete('/api/v1/sessions/other').set('Cookie', COOKIE).set(FROM_CONSOLE)
    expect(none.status).toBe(404)
  })
})

describe('what changes something', () => {
  it('needs the header that another site cannot set', async () => {
    const app = appOf(world)
    const body = { idempotencyKey: KEY, body: { action: 'accept', version: 1 } }
    const act = await request(app).post('/api/v1/cases/PA-2611-AAAAA/actions').set('Cookie', COOKIE).send(body)
    expect([act.status, act.body.error.code]).toEqual([403, 'request.not-from-console'])
    for (const path of ['session', 'sessions/good']) {
      expect((await request(app).delete(`/api/v1/${path}`).set('Cookie', COOKIE)).status).toBe(403)
    }
    expect((await request(app).post('/api/v1/session').send({ username: 'canbo', password: 'dung' })).status).toBe(403)
    expect(world.actions).toEqual([])
  })

  it('reaches the case with its key, code in any case', async () => {
    const answer = await post('/api/v1/cases/pa-2611-aaaaa/actions').send({
      idempotencyKey: KEY,
      body: { action: 'reply', version: 1, text: '  Đã nhận  ' },
    })
    expect(answer.status).toBe(200)
    expect(world.actions).toEqual([
      { code: 'PA-2611-AAAAA', key: KEY, body: { action: 'reply', version: 1, text: 'Đã nhận' } },
    ])
  })

  it('names the wrong fields in Vietnamese, or in English when asked', async () => {
    const bad = { idempotencyKey: 'x', body: { action: 'return', version: 1, reason: 'a' } }
    const answer = await post('/api/v1/cases/PA-2611-AAAAA/actions').send(bad)
    expect(answer.status).toBe(422)
    expect(answer.body.error.fields.map((f: { path: string }) => f.path)).toEqual(['idempotencyKey', 'body.reason'])
    expect(answer.body.error.message).toMatch(/chưa đúng/)
    const english = await post('/api/v1/cases/PA-2611-AAAAA/actions').set('Accept-Language', 'en-GB,en;q=0.9').send(bad)
    expect(english.body.error.message).toMatch(/not right/)
    expect(english.body.error.fields[1].message).toMatch(/>=3 characters/)
  })

  it('answers a conflict with 409', async () => {
    const answer = await post('/api/v1/cases/PA-2611-AAAAA/actions').send({
      idempotencyKey: KEY,
      body: { action: 'accept', version: 9 },
    })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'ticket.changed-meanwhile'])
  })
})

describe('cases', () => {
  it('are asked with the checked filter in the name of the person signed in', async () => {
    const answer = await get('/api/v1/cases?tab=overdue&limit=5&unknown=1')
    expect(answer.status).toBe(200)
    expect(answer.body.items).toHaveLength(1)
    expect(world.filters).toEqual([{ actor: OFFICER, filter: { tab: 'overdue', limit: 5 } }])
  })

  it('refuse a filter that does not exist', async () => {
    for (const query of ['tab=nope', 'limit=1000', 'from=23/11/2026', 'tab=todo&tab=all']) {
      expect([query, (await get(`/api/v1/cases?${query}`)).status]).toEqual([query, 422])
    }
  })

  it('leave nothing out of the door that the contract does not name', async () => {
    world.rows = [{ ...caseRow('PA-2611-AAAAA'), phone: '0900000000' } as never]
    const answer = await get('/api/v1/cases')
    expect(answer.text).not.toContain('0900000000')
    world.rows = [{ ...caseRow('PA-2611-AAAAA'), status: 'nonsense' } as never]
    expect((await get('/api/v1/cases')).status).toBe(500)
  })

  it('show contact data only by an asking that changes something', async () => {
    expect((await get('/api/v1/cases/PA-2611-AAAAA/reveal')).status).toBe(404)
    expect((await post('/api/v1/cases/PA-2611-AAAAA/reveal')).body).toMatchObject({ phone: '0900000000' })
  })
})

describe('attachments', () => {
  it('are private, never sniffed and never run', async () => {
    const photo = await get('/api/v1/attachments/photo')
    expect(photo.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline; filename="photo.jpg"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=300',
    })
    const page = await get('/api/v1/attachments/page')
    expect(page.headers['content-type']).toBe('application/octet-stream')
    expect(page.headers['content-disposition']).toMatch(/^attachment/)
    expect((await get('/api/v1/attachments/none')).body.error.code).toBe('attachment.not-found')
  })
})

describe('CSV', () => {
  it('carries a byte order mark, the rows in order and no formula', async () => {
    world.rows = [
      caseRow('PA-2611-AAAAA', { title: '=HYPERLINK("http://x")', holder: '+84', place: 'a, "b"\nc' }),
      caseRow('PA-2611-BBBBB', { title: '\t@SUM(1)', overdue: true }),
      caseRow('PA-2611-CCCCC', { topic: null }),
    ]
    const answer = await get('/api/v1/cases.csv?status=dispatched').buffer(true).parse(binary)
    const text: string = answer.body.toString('utf8')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="phan-anh.csv"')
    expect(text.startsWith('\uFEFFMã,Loại,Trạng thái')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).toContain(`"'+84"`)
    expect(text).toContain(`"'\t@SUM(1)"`)
    expect(text).toContain('"a, ""b""\nc"')
    expect(text).toContain(',-30,')
    expect(text).toContain('23/11/2026 10:05')
    expect(text.split('\r\n').map((line) => line.slice(0, 13))).toContain('PA-2611-CCCCC')
    expect(world.filters[0]?.filter).toEqual({ status: 'dispatched' })
  })

  it('without rows has its head line still', async () => {
    world.rows = []
    const answer = await get('/api/v1/cases.csv').buffer(true).parse(binary)
    expect(answer.body.toString('utf8').trim().split('\r\n')).toHaveLength(1)
  })

  it('is cut off, not ended, when it breaks in the middle', async () => {
    world.rows = Array.from({ length: 6 }, () => caseRow('PA-2611-AAAAA'))
    world.bug = new Error('broken in the middle')
    await expect(get('/api/v1/cases.csv').buffer(true).parse(binary)).rejects.toThrow(/aborted|socket hang up/)
    expect(world.logs.some((line) => line.level === 'error')).toBe(true)
  })

  it('of the dashboard has the rows and the definitions', async () => {
    const text: string = (await get('/api/v1/dashboard.csv').buffer(true).parse(binary)).body.toString('utf8')
    expect(text).toContain(`Đơn vị,unit-a,"'=UBND phường A",3,1,0,2,2,0,100,2,30,60,0,,`)
    expect(text).toContain('Định nghĩa,,Tiếp nhận,Số hồ sơ nhận trong kỳ')
  })
})

describe('limits', () => {
  it('slow one session down, not its neighbours behind the same address', async () => {
    world.sessions.set('other', OFFICER)
    const app = appOf(world)
    const ask = (token: string) => request(app).get('/api/v1/session').set('Cookie', `ln_staff.session_token=${token}`)
    for (let i = 0; i < 600; i++) expect((await ask('good')).status).toBe(200)
    expect(codeOf(await ask('good'))).toEqual([429, 'request.too-many'])
    expect((await ask('other')).status).toBe(200)
  })
})

describe('errors', () => {
  it('of ours are 500 with an id and without a stack', async () => {
    world.bug = new Error('secret detail')
    const answer = await get('/api/v1/cases')
    expect(answer.status).toBe(500)
    expect(answer.text).not.toMatch(/secret detail|at .*\.ts/)
    const line = world.logs.find((each) => each.level === 'error')
    expect(line?.fields.requestId).toBe(answer.body.error.requestId)
    expect(answer.headers['x-request-id']).toBe(answer.body.error.requestId)
    expect(line?.fields.err).toBe(world.bug)
  })

  it.each([
    ['not-found', 404],
    ['forbidden', 403],
    ['conflict', 409],
    ['invalid', 422],
    ['unavailable', 503],
  ] as const)('a refusal of kind %s is %i with words', async (kind, status) => {
    world.bug = new Refusal(kind, 'some.unknown-code')
    const answer = await get('/api/v1/cases')
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe('some.unknown-code')
    expect(answer.body.error.message).not.toBe('some.unknown-code')
  })

  it('of a lost database are 503, to be tried again', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const causes = [
      refused,
      new AggregateError([refused]),
      Object.assign(new Error('the database system is shutting down'), { code: '57P03' }),
      new Error('Connection terminated unexpectedly'),
      Object.assign(new Error('no socket'), { code: 'ENOENT', syscall: 'connect' }),
    ]
    for (const cause of causes) {
      world.bug = new Error('Failed query: select ...', { cause })
      const answer = await get('/api/v1/cases')
      expect([cause.message, ...codeOf(answer)]).toEqual([cause.message, 503, 'service.unavailable'])
      expect(answer.headers['retry-after']).toBe('10')
    }
    world.bug = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
    expect((await get('/api/v1/cases')).status).toBe(500)
  })

  it('of the caller are told apart: broken JSON, too large, not JSON, no such route, broken address', async () => {
    const send = (body: string, type = 'application/json') =>
      post('/api/v1/cases/PA-2611-AAAAA/actions').set('Content-Type', type).send(body)
    expect(codeOf(await send('{"a":'))).toEqual([400, 'request.broken-json'])
    expect(codeOf(await send(`"${'x'.repeat(120_000)}"`))).toEqual([413, 'request.too-large'])
    expect(codeOf(await send('a=1', 'application/x-www-form-urlencoded'))).toEqual([415, 'request.unsupported-type'])
    expect(codeOf(await post('/api/v1/cases/PA-2611-AAAAA/actions'))).toEqual([422, 'request.invalid'])
    expect(codeOf(await get('/api/v1/nothing'))).toEqual([404, 'request.unknown-route'])
    expect(codeOf(await get('/api/v1/cases/%E0%A4%A'))).toEqual([400, 'request.malformed'])
  })
})

function codeOf(answer: { status: number; body: { error: { code: string } } }): [number, string] {
  return [answer.status, answer.body.error.code]
}

/** superagent types its parser's first argument as an answer; what it gives is the stream. */
function binary(res: unknown, done: (error: Error | null, body: Buffer) => void): void {
  if (!(res instanceof Readable)) throw new Error('expected a stream')
  const chunks: Buffer[] = []
  res.on('data', (chunk: Buffer) => chunks.push(chunk))
  res.on('end', () => done(null, Buffer.concat(chunks)))
  res.on('error', (error: Error) => done(error, Buffer.alloc(0)))
}
