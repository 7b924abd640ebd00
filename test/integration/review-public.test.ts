import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFileLinks } from '../../src/http/file-links.ts'
import {
  type ChatClient,
  type Program,
  type StaffClient,
  startProgram,
  TEST_SESSION_SECRET,
} from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const HIEP_THANH = 'ubnd-25741-2022'
const RED_DOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

let program: Program
let officer: StaffClient
let dispatcher: StaffClient
beforeAll(async () => {
  program = await startProgram()
  officer = await program.staff('officer', { unitId: PHU_CUONG })
  dispatcher = await program.staff('dispatcher')
})
afterAll(() => program.close())

async function file(resident: ChatClient, words: string): Promise<string> {
  await resident.start()
  await resident.say(words)
  for (const label of ['Bỏ qua', 'Gửi']) await resident.tap(label)
  return codeIn(await resident.heard(), 'PA')
}

function codeIn(said: readonly string[], kind: string): string {
  const code = new RegExp(`${kind}-\\d{4}-[2-9A-Z]{5}`).exec(said.join('\n'))?.[0]
  if (code === undefined) throw new Error(said.join('\n'))
  return code
}

const page = async (code: string): Promise<string> => (await fetch(`${program.url}/phieu/${code}`)).text()

describe('what somebody else hears of a case by its code', () => {
  it('is what the public page says: no words of the resident, no number in the result', async () => {
    const code = await file(program.visitor(), 'rác thải nhà bà Tư Hẻm Lạ đổ bừa bãi chợ Phú Cường 5 ngày không ai dọn')
    const told = 'Đã dọn xong, có gì gọi 0912 345 678 gặp anh Tám'
    expect((await officer.act(code, { action: 'resolve', text: told })).status).toBe(200)
    const stranger = program.visitor()
    await stranger.say(code)
    const heard = (await stranger.heard()).join('\n')
    for (const said of [heard, await page(code)]) {
      expect(said).toContain('Đã dọn xong')
      expect(said).not.toContain('Hẻm Lạ')
      expect(said).not.toContain('0912 345 678')
    }
  })

  it('is nothing of the answer to a request for a person', async () => {
    const resident = program.visitor()
    await resident.start()
    await resident.say('tôi muốn gặp cán bộ')
    const code = codeIn(await resident.heard(), 'YC')
    await dispatcher.act(code, { action: 'resolve', text: 'Số giấy hẹn của bà Tư là ABC' })
    await program.context.drain()
    expect((await resident.heard()).join('\n')).toContain('giấy hẹn')
    expect(await page(code)).not.toContain('giấy hẹn')
    const stranger = program.visitor()
    await stranger.say(code)
    expect((await stranger.heard()).join('\n')).not.toContain('giấy hẹn')
  })
})

describe('a repeated action', () => {
  it('is harmless also when the first took the case out of sight', async () => {
    const code = await file(program.visitor(), 'rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn')
    const { version } = await officer.detail(code)
    const body = { version, action: 'transfer', unitId: HIEP_THANH, reason: 'thuộc phường bên cạnh' }
    const request = { idempotencyKey: randomUUID(), body }
    const first = await officer.post(`/api/v1/cases/${code}/actions`, request)
    expect(first).toMatchObject({ status: 200, body: { case: null } })
    expect(await officer.post(`/api/v1/cases/${code}/actions`, request)).toEqual(first)
  })

  it('does not pass for another: a key that was used for one case is refused for the next', async () => {
    const one = await file(program.visitor(), 'rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn')
    const two = await file(program.visitor(), 'rác thải đổ bừa bãi sau chợ Phú Cường 6 ngày không ai dọn')
    const idempotencyKey = randomUUID()
    const note = async (code: string) => {
      const { version } = await officer.detail(code)
      const body = { version, action: 'note', text: 'đã xem' }
      return (await officer.post(`/api/v1/cases/${code}/actions`, { idempotencyKey, body })).status
    }
    expect(await note(one)).toBe(200)
    expect(await note(two)).toBe(409)
  })
})

describe('a photo of a denunciation', () => {
  it('is not looked at without a trace', async () => {
    const sealed = await program.staff('dispatcher', { sealed: true })
    const at = { platform: 'zalo', userId: '790000000007001' } as const
    const send = async (act: Parameters<typeof program.sandbox.act>[2]): Promise<void> => {
      program.sandbox.act(at.platform, at.userId, act)
      await program.context.drain()
    }
    await send({ text: 'tôi muốn tố cáo cán bộ phường Phú Cường nhận hối lộ 50 triệu' })
    await send({ imageDataUrl: RED_DOT })
    const { pool } = program.database.db
    const button = program.sandbox
      .messages(at.platform, at.userId)
      .flatMap((m) => m.buttons)
      .reverse()
    const tap = async (label: string): Promise<void> => {
      const found = button.find((b) => b.label === label)
      if (found === undefined) throw new Error(`no ${label}: ${button.map((b) => b.label).join()}`)
      await send({ buttonValue: found.value, buttonLabel: found.label })
    }
    await tap('Gửi kín')
    const { rows } = await pool.query<{ id: string }>(
      "select a.id from attachments a join tickets t on t.id = a.ticket_id where t.sealed and a.state = 'stored'",
    )
    const looks = async (): Promise<number> =>
      (await pool.query("select 1 from audit_log where action in ('open-sealed', 'open-attachment')")).rowCount ?? 0
    expect(rows).toHaveLength(1)
    const before = await looks()
    expect((await dispatcher.get(`/api/v1/attachments/${rows[0]?.id}`)).status).toBe(404)
    expect(await looks()).toBe(before)
    // A link of the right shape, made without the case page: the look at the photo itself is what is logged.
    const { userId } = (await sealed.get<{ userId: string }>('/api/v1/session')).body
    const links = createFileLinks({ secret: TEST_SESSION_SECRET, clock: program.clock })
    expect((await sealed.get(links.make(userId, rows[0]?.id ?? '', 'whole'))).status).toBe(200)
    expect(await looks()).toBe(before + 1)
  })
})
