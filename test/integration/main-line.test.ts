import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { MINUTE } from '../../src/core/durations.ts'
import type { Dashboard } from '../../src/http/contract/dashboard.ts'
import { heardOn, MONDAY_NINE, type Program, startProgram, tapOn, writeOn } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'
const redisUrl = inject('redisUrl')
const backends: { name: string; redis: string | undefined }[] = [
  { name: 'PostgreSQL', redis: undefined },
  ...(redisUrl === '' ? [] : [{ name: 'Redis', redis: redisUrl }]),
]

describe.each(backends)('the main line, jobs on $name', ({ redis }) => {
  let program: Program
  beforeAll(async () => {
    program = await startProgram(redis === undefined ? {} : { redisUrl: redis })
  })
  afterAll(() => program.close())

  it.each(['zalo', 'messenger'] as const)(
    'takes a complaint without accents from %s to the answer on the resident’s phone and into the figures',
    async (platform) => {
      const at = { platform, userId: platform === 'zalo' ? '7000000000000000001' : '24000000000000001' }
      const wednesday = new Date('2026-11-25T02:00:00Z')
      program.clock.set(platform === 'zalo' ? MONDAY_NINE : wednesday)
      const officer = await program.staff('officer', { unitId: PHU_CUONG })
      const manager = await program.staff('manager')
      const before = (await manager.get<Dashboard>('/api/v1/dashboard')).body

      await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
      expect(heardOn(program, platform, at.userId).join('\n')).toContain('phường Phú Cường')
      await tapOn(program, at, 'Bỏ qua')
      await tapOn(program, at, 'Gửi')
      const receipt = heardOn(program, platform, at.userId).join('\n')
      const code = /PA-2611-[2-9A-Z]{5}/.exec(receipt)?.[0] ?? ''
      expect(receipt).toContain(platform === 'zalo' ? '17:00 thứ Ba 01/12' : '17:00 thứ Tư 02/12')
      expect(receipt).toContain('UBND phường Phú Cường')

      const row = (await officer.inbox('?tab=todo')).find((r) => r.code === code)
      expect(row).toMatchObject({ topic: { id: 'rac_thai' }, channel: platform, overdue: false })

      program.clock.advance(90 * MINUTE)
      expect((await officer.act(code, { action: 'accept' })).status).toBe(200)
      expect((await officer.act(code, { action: 'reply', text: 'Chiều nay đội vệ sinh đến dọn.' })).status).toBe(200)
      await program.context.drain()
      expect(heardOn(program, platform, at.userId).at(-1)).toContain('Chiều nay đội vệ sinh đến dọn.')
      program.clock.advance(60 * MINUTE)
      expect((await officer.act(code, { action: 'resolve', text: 'Đã dọn sạch lúc 15 giờ.' })).status).toBe(200)
      await program.context.drain()
      expect(heardOn(program, platform, at.userId).join('\n')).toContain('Đã dọn sạch lúc 15 giờ.')

      const after = (await manager.get<Dashboard>('/api/v1/dashboard')).body
      expect(after.total.received - before.total.received).toBe(1)
      expect(after.total.resolution.n - before.total.resolution.n).toBe(1)
      expect(after.total.firstResponse.n - before.total.firstResponse.n).toBe(1)
      expect(after.total.open).toBe(before.total.open)
      const channel = after.byChannel.find((r) => r.key === platform)
      expect(channel?.firstResponse).toEqual({ n: 1, median: 90, p90: 90 })
      expect(channel?.resolution).toEqual({ n: 1, median: 150, p90: 150 })
    },
  )
})
