import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HOUR } from '../../src/core/durations.ts'
import { heardOn, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'

let program: Program
let residents = 0
const resident = () => ({ platform: 'messenger', userId: `2810000000000${1000 + residents++}` }) as const

beforeAll(async () => {
  program = await startProgram({ messenger: { personaPicture: 'https://example.vn/huy-hieu.png' } })
})
afterAll(() => program.close())

async function file(at: ReturnType<typeof resident>): Promise<string> {
  await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
  for (const label of ['Bỏ qua', 'Bỏ qua', 'Gửi']) await tapOn(program, at, label)
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

describe('what a resident sees while we answer', () => {
  it('is that the message was seen', async () => {
    const at = resident()
    await writeOn(program, at, 'xin chào')
    await vi.waitFor(() => expect(posted(at.userId, 'sender_action')[0]?.sender_action).toBe('mark_seen'))
    expect(heardOn(program, 'messenger', at.userId).length).toBeGreaterThan(0)
  })
})
