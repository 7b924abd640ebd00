import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DAY, HOUR } from '../../src/core/durations.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'

let program: Program
let residents = 0
const resident = () => ({ platform: 'messenger', userId: `2810000000000${1000 + residents++}` }) as const

beforeAll(async () => {
  program = await startProgram({
    messenger: {
      personaPicture: 'https://example.vn/huy-hieu.png',
      caseNotice: { template: 'ket_qua_phan_anh', language: 'vi', facts: ['code', 'status', 'link'] },
    },
  })
})
afterAll(() => program.close())

async function file(at: ReturnType<typeof resident>): Promise<string> {
  await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
  for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, at, label)
  return /PA-\d{4}-[2-9A-Z]{5}/.exec(heardOn(program, 'messenger', at.userId).join('\n'))?.[0] ?? ''
}

const posted = (userId: string, what = 'messages') =>
  program.sandbox
    .record()
    .filter((r) => r.direction === 'in' && r.what === what && JSON.stringify(r.body).includes(userId))
    .map((r) => r.body as { messaging_type?: string; tag?: string; sender_action?: string })

describe('an answer on the second day', () => {
  it("goes out as a person's own words, under the unit's name; what the bot says after it waits", async () => {
    const at = resident()
    const code = await file(at)
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'accept' })
    program.clock.advance(30 * HOUR)
    program.sandbox.forgetRecord()
    await officer.act(code, { action: 'resolve', text: 'Đã dọn xong.' })
    await program.context.drain()
    expect(posted(at.userId)).toEqual([expect.objectContaining({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })])
    const shown = program.sandbox.messages('messenger', at.userId).at(-1)
    expect(shown?.text).toContain('Đã dọn xong.')
    expect(shown?.sender).toContain('Phú Cường')
    const waiting = (await officer.detail(code)).conversation.filter((c) => c.delivery === 'window-closed')
    expect(waiting.map((c) => c.from)).toEqual(['bot'])
    await writeOn(program, at, 'cảm ơn')
    expect((await officer.detail(code)).conversation.map((c) => c.delivery)).not.toContain('window-closed')
  })
})

describe('a result after the last window', () => {
  const notices = (userId: string) =>
    heardOn(program, 'messenger', userId).filter((text) => text.startsWith('[Tin mẫu tiện ích]'))

  it('is announced once by the approved template, with facts of the case alone; the words wait for the resident', async () => {
    const at = resident()
    const code = await file(at)
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    await officer.act(code, { action: 'accept' })
    program.clock.advance(8 * DAY)
    await officer.act(code, { action: 'resolve', text: 'Đã dọn sạch bãi rác.' })
    await program.context.drain()
    expect(notices(at.userId)).toEqual([expect.stringContaining(`${program.url}/phieu/${code}`)])
    expect(heardOn(program, 'messenger', at.userId).join('\n')).not.toContain('bãi rác')
    expect(posted(at.userId).at(-1)).toMatchObject({ messaging_type: 'UTILITY' })
    program.clock.advance(DAY)
    await program.context.sweep()
    await program.context.drain()
    expect(notices(at.userId)).toHaveLength(1)
    await writeOn(program, at, 'có kết quả chưa')
    expect(heardOn(program, 'messenger', at.userId).join('\n')).toContain('Đã dọn sạch bãi rác.')
    expect(notices(at.userId)).toHaveLength(1)
  })

  it('is not announced again when Meta refuses the template, or when the answer was lost', async () => {
    for (const [fault, delivery] of [
      [{ kind: 'error', code: 100 }, 'rejected'],
      [{ kind: 'drop-before-accept' }, 'uncertain'],
    ] as const) {
      const at = resident()
      const code = await file(at)
      const officer = await program.staff('officer', { unitId: PHU_CUONG })
      await officer.act(code, { action: 'accept' })
      program.clock.advance(8 * DAY)
      program.sandbox.addFault({ ...fault, platform: 'messenger', times: 1 })
      await officer.act(code, { action: 'resolve', text: 'Đã dọn.' })
      await program.context.drain()
      program.clock.advance(DAY)
      await program.context.sweep()
      await program.context.drain()
      expect(notices(at.userId)).toHaveLength(0)
      expect((await officer.detail(code)).conversation.at(-1)).toMatchObject({ delivery })
      program.sandbox.clearFaults()
    }
  })
})

describe('what a resident sees while we answer', () => {
  it('is that the message was seen', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    await vi.waitFor(() => expect(posted(at.userId, 'sender_action')[0]?.sender_action).toBe('mark_seen'))
    expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(0)
  })
})
