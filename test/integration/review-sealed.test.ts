import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseCounts, CasePage } from '../../src/http/contract/cases.ts'
import type { RunWork } from '../../src/tickets/work.ts'
import { type ChatClient, type Program, type StaffClient, startProgram } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const SECRET = 'Hoàng Kỳ Bí'
const ACCUSATION = `Tôi muốn tố cáo ông ${SECRET} cán bộ phường Phú Cường nhận hối lộ 50 triệu để cấp giấy phép xây dựng`
const GARBAGE = 'rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn'

/** Fails this many transactions of a turn at their end. */
const faults = { armed: 0, skip: 0 }
const work = (run: RunWork): RunWork => {
  const faulty: RunWork = (fn) =>
    run(async (w) => {
      const result = await fn(w)
      if (faults.armed === 0 || faults.skip-- > 0) return result
      faults.armed--
      throw new Error('broken on purpose')
    })
  return faulty
}

let program: Program
let sealed: StaffClient
let outsiders: StaffClient[]

beforeAll(async () => {
  program = await startProgram({ overrides: { work } })
  sealed = await program.staff('dispatcher', { sealed: true })
  outsiders = [
    await program.staff('dispatcher'),
    await program.staff('manager'),
    await program.staff('officer', { unitId: PHU_CUONG }),
    await program.staff('admin'),
  ]
})
afterAll(() => program.close())

/** All that this person can read: lists, their table, and every case in them. */
async function readable(client: StaffClient): Promise<string> {
  const parts = [(await client.get<string>('/api/v1/cases.csv')).body]
  const { items } = (await client.get<CasePage>('/api/v1/cases?limit=100')).body
  for (const { code } of items) parts.push(JSON.stringify(await client.detail(code)))
  return `${JSON.stringify(items)}\n${parts.join('\n')}`
}

async function expectHidden(): Promise<void> {
  for (const client of outsiders) {
    const all = await readable(client)
    expect(all).not.toContain(SECRET)
    expect(all).not.toContain('hối lộ')
  }
}

async function fileGarbage(resident: ChatClient): Promise<void> {
  const heard = (await resident.heard()).at(-1) ?? ''
  if (!/Gửi|đúng chưa|gửi/.test(heard)) await resident.say(GARBAGE)
  for (let i = 0; i < 4; i++) {
    const labels = (await resident.state()).messages.at(-1)?.choices.map((c) => c.label) ?? []
    const next = labels.includes('Gửi') ? 'Gửi' : labels.includes('Bỏ qua') ? 'Bỏ qua' : null
    if (next === null) return
    await resident.tap(next)
  }
}

function codes(said: readonly string[]): string[] {
  return [...said.join('\n').matchAll(/(?:PA|KN|TC|YC)-\d{4}-[2-9A-Z]{5}/g)].map((m) => m[0])
}

describe('words of a denunciation', () => {
  it('do not go with a request for a person made in the middle of it', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.say(ACCUSATION)
    await resident.say('gặp cán bộ')
    expect(codes(await resident.heard()).some((c) => c.startsWith('YC'))).toBe(true)
    await expectHidden()
    await resident.tap('Ghi kín')
    await resident.tap('Gửi kín')
    const code = codes(await resident.heard()).find((c) => c.startsWith('TC'))
    if (code === undefined) throw new Error((await resident.heard()).join('\n'))
    await expectHidden()
    const detail = await sealed.detail(code)
    expect(detail.conversation.map((m) => m.text)).toContain(ACCUSATION)
  })

  it('do not go with a complaint begun in the middle of it', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.say(ACCUSATION)
    await resident.tap('Gửi phản ánh')
    await fileGarbage(resident)
    expect(codes(await resident.heard()).some((c) => c.startsWith('PA'))).toBe(true)
    await expectHidden()
  })

  it('do not go with the complaint that it interrupted', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.say(GARBAGE)
    await resident.say(ACCUSATION)
    await resident.say('hủy')
    await fileGarbage(resident)
    const code = codes(await resident.heard()).find((c) => c.startsWith('PA'))
    if (code === undefined) throw new Error((await resident.heard()).join('\n'))
    await expectHidden()
    const officer = outsiders[2] as StaffClient
    expect((await officer.detail(code)).conversation.map((m) => m.text)).toContain(GARBAGE)
  })

  it('do not go with the request for a person after a broken turn', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.tap('Khiếu nại, tố cáo').catch(() => undefined)
    await resident.say('Tôi muốn tố cáo cán bộ')
    await program.context.drain()
    faults.skip = 1
    faults.armed = 3
    await resident.say(ACCUSATION)
    expect(faults.armed).toBe(0)
    expect(codes(await resident.heard()).some((c) => c.startsWith('YC'))).toBe(true)
    await expectHidden()
  })
})

describe('a filed denunciation', () => {
  it('exists for nobody without the right: lists, counts, search, dashboard, actions, public page', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.say(ACCUSATION)
    const counts = async (client: StaffClient) => (await client.get<CaseCounts>('/api/v1/cases/counts')).body
    const before = await Promise.all(outsiders.map(counts))
    const boards = await Promise.all(outsiders.map(async (c) => totals(c)))
    await resident.tap('Ghi kín')
    await resident.tap('Gửi kín')
    const code = codes(await resident.heard()).find((c) => c.startsWith('TC')) ?? ''
    expect((await sealed.detail(code)).description).toContain(SECRET)
    expect(await Promise.all(outsiders.map(counts))).toEqual(before)
    expect(await Promise.all(outsiders.map(async (c) => totals(c)))).toEqual(boards)
    for (const client of outsiders) {
      expect(await client.inbox(`?q=${code}`)).toEqual([])
      expect(await client.inbox('?kind=TC')).toEqual([])
      expect((await client.get(`/api/v1/cases/${code}`)).status).toBe(404)
      expect((await client.post(`/api/v1/cases/${code}/reveal`, {})).status).toBe(404)
      const act = { idempotencyKey: crypto.randomUUID(), body: { version: 1, action: 'note', text: 'xem thử' } }
      expect((await client.post(`/api/v1/cases/${code}/actions`, act)).status).toBe(404)
    }
    const page = await (await fetch(`${program.url}/phieu/${code}`)).text()
    expect(page).not.toContain(SECRET)
    const stranger = program.visitor()
    await stranger.say(code)
    expect((await stranger.heard()).join('\n')).not.toContain('bảo mật')
    const { rows } = await program.database.db.pool.query<{ n: number }>(
      "select count(*)::int as n from audit_log where action = 'open-sealed'",
    )
    expect(rows[0]?.n).toBeGreaterThan(0)
  })
})

async function totals(client: StaffClient): Promise<unknown> {
  const { total, byChannel } = (await client.get<{ total: unknown; byChannel: unknown }>('/api/v1/dashboard')).body
  return { total, byChannel }
}
