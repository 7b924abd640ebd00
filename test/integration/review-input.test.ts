import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, type StaffClient, startProgram, tapOn, writeOn } from '../support/program.ts'

const PHU_CUONG = 'ubnd-25747-2022'

let program: Program
let dispatcher: StaffClient

beforeAll(async () => {
  program = await startProgram()
  dispatcher = await program.staff('dispatcher')
})
afterAll(() => program.close())

const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('what PostgreSQL cannot take is no fault of ours', () => {
  it.each([
    ['/api/v1/cases?q=%00', 200],
    ['/api/v1/cases?unit=%00', 200],
    ['/api/v1/cases?topic=a%00', 200],
    ['/api/v1/cases?locality=%00', 200],
    ['/api/v1/cases/counts?q=%00', 200],
    ['/api/v1/cases.csv?unit=%00', 200],
    ['/api/v1/dashboard?unit=%00', 200],
    ['/api/v1/cases/PA%00', 404],
    ['/api/v1/attachments/%00', 422],
    [`/api/v1/cases?cursor=${cursor({ sort: 'filed', at: '', id: 'x' })}`, 422],
    [`/api/v1/cases?cursor=${cursor({ sort: 'filed', at: '2026-01-01T00:00:00Z', id: 'x\0' })}`, 200],
    ['/api/v1/dashboard?from=0001-01-01&to=0001-02-01', 422],
  ])('%s is answered %i', async (path, status) => {
    expect((await dispatcher.get(path)).status).toBe(status)
  })

  it('takes the words of staff without U+0000 and half characters', async () => {
    const at = { platform: 'zalo', userId: '790000000009001' } as const
    await writeOn(program, at, 'rac thai do bua bai truoc cho Phu Cuong 5 ngay ko ai don')
    for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, at, label)
    const officer = await program.staff('officer', { unitId: PHU_CUONG })
    const [row] = await officer.inbox()
    if (row === undefined) throw new Error('no case')
    expect((await officer.act(row.code, { action: 'resolve', text: 'Đã dọn\0 xong \ud800' })).status).toBe(200)
    const detail = await officer.detail(row.code)
    expect(detail.resultText).toBe('Đã dọn xong �')
    expect((await officer.act(row.code, { action: 'reply', text: 'Cảm ơn\0 Anh/Chị' })).status).toBe(200)
  })
})
