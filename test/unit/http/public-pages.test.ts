import request from 'supertest'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCaseCode } from '../../../src/core/case-code.ts'
import type { PublicCase } from '../../../src/http/services.ts'
import { appOf, makeWorld, type World } from './support/app.ts'

const CODE = makeCaseCode('PA', '2611', [5, 20, 16, 18])
const UNKNOWN = makeCaseCode('PA', '2611', [1, 2, 3, 4])

let world: World
beforeEach(() => {
  world = makeWorld()
  world.publicCases.set(CODE, publicCase({}))
})

function publicCase(change: Partial<PublicCase>): PublicCase {
  return {
    code: CODE,
    status: 'dispatched',
    statusText: 'Đã chuyển đơn vị',
    topic: 'Rác thải tồn đọng',
    place: 'Phường Phú Cường',
    unit: 'UBND phường Phú Cường',
    filedAt: new Date('2026-11-23T03:05:00Z'),
    dueAt: new Date('2026-12-01T10:00:00Z'),
    answeredAt: null,
    overdue: false,
    resultText: null,
    steps: [{ at: new Date('2026-11-23T17:30:00Z'), text: 'Đã tiếp nhận' }],
    sealed: false,
    ...change,
  }
}

const page = (path: string) => request(appOf(world)).get(path)

describe('the public page of a case', () => {
  it('says what, where, who, when and how far it is, in the time of the place', async () => {
    const answer = await page(`/phieu/${CODE}`)
    expect(answer.status).toBe(200)
    for (const words of [
      'Rác thải tồn đọng',
      'Phường Phú Cường',
      'UBND phường Phú Cường',
      'T2, 23/11/2026 10:05',
      'T3, 01/12/2026 17:00',
      'Đã chuyển đơn vị',
      'title="T3, 24/11/2026 00:30">24/11/2026',
    ]) {
      expect(answer.text).toContain(words)
    }
    expect(answer.headers['x-robots-tag']).toContain('noindex')
    expect(answer.text).toContain('<meta name="robots" content="noindex, nofollow">')
    expect(answer.text).not.toMatch(/<script/i)
  })

  it('shows the result and what is late in words', async () => {
    world.publicCases.set(CODE, publicCase({ overdue: true }))
    expect((await page(`/phieu/${CODE}`)).text).toContain('Quá hạn trả lời')
    world.publicCases.set(
      CODE,
      publicCase({ answeredAt: new Date('2026-11-24T03:00:00Z'), resultText: 'Đã dọn.\nCảm ơn' }),
    )
    const { text } = await page(`/phieu/${CODE}`)
    expect(text).toContain('<p>Đã dọn.</p><p>Cảm ơn</p>')
    expect(text).toContain('Đã trả lời')
  })

  it('keeps a sealed case sealed', async () => {
    world.publicCases.set(CODE, publicCase({ sealed: true, topic: null, place: null, resultText: 'kín' }))
    const { text } = await page(`/phieu/${CODE}`)
    expect(text).toContain('để bảo vệ người gửi')
    expect(text).not.toContain('kín</p>')
  })

  it('escapes whatever was written', async () => {
    const evil = `<img src=x onerror=alert(1)>"'&`
    world.publicCases.set(
      CODE,
      publicCase({
        topic: evil,
        place: evil,
        unit: evil,
        resultText: evil,
        statusText: evil,
        steps: [{ at: new Date(0), text: evil }],
      }),
    )
    const { text } = await page(`/phieu/${CODE}`)
    expect(text).not.toContain('<img')
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;')
    const form = await page(`/phieu?ma=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(form.text).not.toContain('<script>')
  })

  it('forgives case, spaces and missing dashes', async () => {
    const typed = CODE.toLowerCase().replaceAll('-', ' ')
    const direct = await page(`/phieu/${encodeURIComponent(typed)}`)
    expect([direct.status, direct.headers.location]).toEqual([301, `/phieu/${CODE}`])
    const form = await page(`/phieu?ma=${encodeURIComponent(` ${typed}  `)}`)
    expect([form.status, form.headers.location]).toEqual([303, `/phieu/${CODE}`])
  })

  it('says kindly that a code is unknown or wrong', async () => {
    const unknown = await page(`/phieu/${UNKNOWN}`)
    expect([unknown.status, unknown.text.includes('Không tìm thấy phản ánh nào')]).toEqual([404, true])
    const wrong = await page('/phieu/xyz')
    expect([wrong.status, wrong.text.includes('Mã này chưa đúng')]).toEqual([404, true])
    expect((await page('/phieu')).status).toBe(200)
  })

  it('stops guessing after thirty wrong codes, but not the look at right ones', async () => {
    const app = appOf(world)
    for (let i = 0; i < 40; i++) expect((await request(app).get(`/phieu/${CODE}`)).status).toBe(200)
    for (let i = 0; i < 30; i++) expect((await request(app).get(`/phieu/${UNKNOWN}`)).status).toBe(404)
    const stopped = await request(app).get(`/phieu/${UNKNOWN}`)
    expect(stopped.status).toBe(429)
    expect(stopped.headers['content-type']).toMatch(/html/)
    expect(stopped.text).toContain('quá nhiều lần tra cứu')
  })
})

describe('pages', () => {
  it('the first one names the ways in', async () => {
    const { status, text } = await page('/')
    expect(status).toBe(200)
    expect(text).toContain('href="/chat"')
    expect(text).toContain('action="/phieu"')
    expect(text).toContain('href="tel:1022"')
    expect(text).toContain('tỉnh Thử')
  })

  it('an unknown address is a page outside the API and JSON inside', async () => {
    const outside = await page('/khong-co')
    expect([outside.status, outside.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    const inside = await page('/api/khong-co')
    expect([inside.status, inside.body.error.code]).toEqual([404, 'request.unknown-route'])
  })
})
