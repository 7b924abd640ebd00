import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelList } from '../../src/http/contract/channels.ts'
import { heardOn, type Program, startProgram } from '../support/program.ts'

const RESIDENT = '7000000000000000001'

describe('staff and the consent of Zalo', () => {
  let program: Program
  beforeAll(async () => {
    program = await startProgram()
  }, 60_000)
  afterAll(() => program.close())

  const zalo = async (client: Awaited<ReturnType<Program['staff']>>) => {
    const { body } = await client.get<ChannelList>('/api/v1/channels')
    return body.items.find((each) => each.channel === 'zalo')
  }

  it('shows that it is missing, holds the answers, and sends them after an administrator consented', async () => {
    const dispatcher = await program.staff('dispatcher')
    program.sandbox.act('zalo', RESIDENT, { text: 'xin chào' })
    await program.context.drain()
    expect(await zalo(dispatcher)).toMatchObject({
      on: true,
      state: 'ok',
      lastError: null,
      lastWebhookAt: expect.any(String),
      lastSentAt: expect.any(String),
      quota: { type: 'reply' },
      consentPath: '/oauth/zalo/start',
    })
    const before = heardOn(program, 'zalo', RESIDENT).length
    program.sandbox.addFault({ kind: 'revoke-token', platform: 'zalo' })
    program.sandbox.act('zalo', RESIDENT, { text: 'xin chào' })
    await program.context.drain()
    expect(heardOn(program, 'zalo', RESIDENT)).toHaveLength(before)
    expect(await zalo(dispatcher)).toMatchObject({
      state: 'needs-reauth',
      reason: expect.stringContaining('-14014'),
      lastError: { code: '-216', needsPerson: false },
    })
    const page = await dispatcher.get<string>('/oauth/zalo/start')
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Đã kết nối Zalo') })
    expect(await zalo(dispatcher)).toMatchObject({ state: 'ok', reason: null })
    program.clock.advance(16 * 60_000)
    await program.context.sweep()
    await program.context.drain()
    expect(heardOn(program, 'zalo', RESIDENT).length).toBeGreaterThan(before)
  })

  it('is not for officers, and takes no answer that was not begun here', async () => {
    const officer = await program.staff('officer', { unitId: [...program.context.pack.units.keys()][0] ?? '' })
    expect((await officer.get('/api/v1/channels')).status).toBe(403)
    expect((await officer.get('/oauth/zalo/start')).status).toBe(403)
    const manager = await program.staff('manager')
    expect((await manager.get('/api/v1/channels')).status).toBe(200)
    expect((await manager.get('/oauth/zalo/start')).status).toBe(403)
    expect((await fetch(`${program.url}/oauth/zalo/start`)).status).toBe(401)
    const made = await fetch(`${program.url}/oauth/zalo/callback?code=x&state=y&oa_id=z`)
    expect(made.status).toBe(400)
    expect(await made.text()).toContain('bấm kết nối lại từ đầu')
  })
})
