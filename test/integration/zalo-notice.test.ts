import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../src/core/durations.ts'
import { heardOn, type Program, type StaffClient, startProgram, writeOn } from '../support/program.ts'

let program: Program
let dispatcher: StaffClient
let residents = 0
const resident = () => ({ platform: 'zalo', userId: `740000000000000${1000 + residents++}` }) as const
const TEMPLATE = '[Tin mẫu ZBS]'

beforeAll(async () => {
  program = await startProgram({
    caseNotice: {
      base: 'http://127.0.0.1:1',
      byUser: '300001',
      byPhone: null,
      params: { ma_phieu: 'code', trang_thai: 'status', lien_ket: 'link' },
    },
  })
  dispatcher = await program.staff('dispatcher')
})
afterAll(() => program.close())

const notices = (userId: string) => heardOn(program, 'zalo', userId).filter((text) => text.startsWith(TEMPLATE))

/** A case of this resident, who then does not write for eight days. */
async function oldCase(at: ReturnType<typeof resident>): Promise<string> {
  await writeOn(program, at, 'gặp cán bộ')
  const code = /YC-\d{4}-\w{5}/.exec(heardOn(program, 'zalo', at.userId).join('\n'))?.[0] ?? ''
  program.clock.advance(8 * DAY)
  program.sandbox.addFault({ kind: 'close-window', platform: 'zalo', userId: at.userId })
  return code
}

async function resolve(code: string): Promise<void> {
  expect((await dispatcher.act(code, { action: 'resolve', text: 'Đã sửa xong đèn đường.' })).status).toBe(200)
  await program.context.drain()
}

describe('a result whose resident has not written for seven days', () => {
  it('is announced once by a template message, and told whole when the resident writes', async () => {
    const at = resident()
    const code = await oldCase(at)
    await resolve(code)
    expect(notices(at.userId)).toHaveLength(1)
    expect(notices(at.userId)[0]).toContain(code)
    expect(notices(at.userId)[0]).toContain(`${program.url}/phieu/${code}`)
    expect(notices(at.userId)[0]).not.toContain('đèn đường')
    const { conversation } = await dispatcher.detail(code)
    expect(conversation.map((item) => [item.text.slice(0, 20), item.delivery]).slice(-3)).toEqual([
      [expect.stringContaining(code), 'window-closed'],
      [expect.any(String), 'window-closed'],
      ['Tin mẫu báo kết quả ', expect.stringMatching(/^(sent|delivered)$/)],
    ])
    program.clock.advance(DAY)
    await program.context.sweep()
    await program.context.drain()
    expect(notices(at.userId)).toHaveLength(1)
    await writeOn(program, at, 'có kết quả chưa')
    expect(heardOn(program, 'zalo', at.userId).join('\n')).toContain('Đã sửa xong đèn đường.')
    expect(notices(at.userId)).toHaveLength(1)
  })

  it('is not announced when it could be delivered, nor is a mere reply', async () => {
    const at = resident()
    await writeOn(program, at, 'gặp cán bộ')
    const code = /YC-\d{4}-\w{5}/.exec(heardOn(program, 'zalo', at.userId).join('\n'))?.[0] ?? ''
    await resolve(code)
    program.clock.advance(8 * DAY)
    await dispatcher.act(code, { action: 'reply', text: 'Anh/Chị xem giúp.' })
    await program.context.drain()
    expect(heardOn(program, 'zalo', at.userId).join('\n')).toContain('Đã sửa xong')
    expect(notices(at.userId)).toHaveLength(0)
  })

  it('is not announced to who asked for no more messages', async () => {
    const at = resident()
    await writeOn(program, at, 'gặp cán bộ')
    const code = /YC-\d{4}-\w{5}/.exec(heardOn(program, 'zalo', at.userId).join('\n'))?.[0] ?? ''
    await writeOn(program, at, 'stop')
    program.clock.advance(8 * DAY)
    await resolve(code)
    expect(notices(at.userId)).toHaveLength(0)
  })

  it('is not repeated when nobody knows whether it went out', async () => {
    const at = resident()
    const code = await oldCase(at)
    program.sandbox.addFault({ kind: 'drop-after-accept', platform: 'zalo', times: 1 })
    await resolve(code)
    program.clock.advance(DAY)
    await program.context.sweep()
    await program.context.drain()
    expect(notices(at.userId)).toHaveLength(1)
    const { conversation } = await dispatcher.detail(code)
    expect(conversation.at(-1)?.delivery).toBe('uncertain')
  })

  it('waits for the morning with its template, and is dropped when the resident writes first', async () => {
    const at = resident()
    const code = await oldCase(at)
    program.sandbox.addFault({ kind: 'error', platform: 'zalo', times: 1, code: -234 })
    await resolve(code)
    expect((await dispatcher.detail(code)).conversation.at(-1)?.delivery).toBe('pending')
    await writeOn(program, at, 'có kết quả chưa')
    expect(heardOn(program, 'zalo', at.userId).join('\n')).toContain('Đã sửa xong đèn đường.')
    program.clock.advance(DAY)
    await program.context.sweep()
    await program.context.drain()
    expect(notices(at.userId)).toHaveLength(0)
  })

  it('shows staff what the OA is, after the day’s look', async () => {
    await program.context.sweep()
    const { body } = await dispatcher.get<{ items: { channel: string; account: object | null }[] }>('/api/v1/channels')
    expect(body.items.find((c) => c.channel === 'zalo')?.account).toMatchObject({ kind: 'business', verified: true })
  })
})
