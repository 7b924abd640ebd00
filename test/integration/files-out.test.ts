import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, type StaffClient, startProgram, tapOn, writeOn } from '../support/program.ts'

const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const PLATFORMS = ['zalo', 'messenger'] as const

let program: Program
let officer: StaffClient
let photo: Buffer

beforeAll(async () => {
  program = await startProgram()
  officer = await program.staff('officer', { unitId: 'ubnd-25747-2022' })
  photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a3' } })
    .jpeg()
    .toBuffer()
})
afterAll(() => program.close())

let next = 0
async function fileCase(platform: 'zalo' | 'messenger') {
  const at = { platform, userId: `79000000000${String(++next).padStart(4, '0')}` }
  await writeOn(program, at, 'rác thải đổ bừa bãi trước chợ Phú Cường 5 ngày không ai dọn')
  for (const label of ['Bỏ qua', 'Gửi']) await tapOn(program, at, label)
  const heard = program.sandbox.messages(platform, at.userId).map((m) => m.text)
  return { at, code: /PA-\d{4}-[2-9A-Z]{5}/.exec(heard.join())?.[0] ?? '' }
}

async function uploaded(code: string, name: string, bytes: Uint8Array): Promise<string> {
  return (await officer.upload(code, { name, bytes })).body.id
}

/** The files of the phone, in order. */
function phoneFiles({ platform, userId }: { platform: 'zalo' | 'messenger'; userId: string }) {
  return program.sandbox
    .messages(platform, userId)
    .filter((m) => m.from === 'official' && (m.imageUrl !== undefined || m.file !== undefined))
    .map((m) => ({ picture: m.imageUrl, file: m.file?.name, url: m.imageUrl ?? m.file?.url ?? '' }))
}

const deliveries = async (code: string) =>
  (await officer.detail(code)).conversation
    .filter((m) => m.attachments.length > 0)
    .map((m) => [m.delivery, m.deliveryReason])

describe.each(PLATFORMS)('what an officer attaches, on %s', (platform) => {
  it('arrives on the phone behind the words, byte for byte, and staff see that it did', async () => {
    const { at, code } = await fileCase(platform)
    const files = [await uploaded(code, 'Đã dọn.jpg', photo), await uploaded(code, 'Quyết định số 12.pdf', PDF)]
    await officer.act(code, { action: 'resolve', text: 'Đã dọn sạch.', files })
    await program.context.drain()
    const [picture, paper, ...more] = phoneFiles(at)
    expect(more).toEqual([])
    expect(picture?.picture).toBeDefined()
    expect(paper?.file).toBe('Quyết định số 12.pdf')
    const words = program.sandbox.messages(platform, at.userId).findIndex((m) => m.text.includes('Đã dọn sạch.'))
    const shown = program.sandbox.messages(platform, at.userId).findIndex((m) => m.imageUrl === picture?.picture)
    expect(words).toBeGreaterThan(0)
    expect(words).toBeLessThan(shown)
    const saved = await fetch(new URL(paper?.url ?? '', program.url))
    expect(Buffer.from(await saved.arrayBuffer()).equals(PDF)).toBe(true)
    for (const [state] of await deliveries(code)) expect(['sent', 'delivered']).toContain(state)
  })

  it('is sent once, and not certain until the platform tells of it, when the answer to the send is lost', async () => {
    const { at, code } = await fileCase(platform)
    const file = await uploaded(code, 'Biên bản.pdf', PDF)
    // lets the words and the upload pass
    program.sandbox.addFault({ kind: 'drop-after-accept', platform, after: 2, times: 1 })
    await officer.act(code, { action: 'resolve', text: 'Đã dọn sạch.', files: [file] })
    await program.context.drain()
    program.clock.advance(3_600_000)
    await program.context.sweep()
    await program.context.drain()
    expect(phoneFiles(at).map((f) => f.file)).toEqual(['Biên bản.pdf'])
    // on Messenger the echo brings our key back, which settles it
    expect(await deliveries(code)).toEqual([
      platform === 'zalo' ? ['uncertain', expect.stringMatching(/^network:/)] : ['delivered', null],
    ])
    program.sandbox.clearFaults()
  })

  it('goes out after all when uploads failed for a while', async () => {
    const { at, code } = await fileCase(platform)
    const file = await uploaded(code, 'Thông báo.pdf', PDF)
    program.sandbox.addFault({ kind: 'http', platform, status: 503, after: 1, times: 2 })
    await officer.act(code, { action: 'resolve', text: 'Đã dọn sạch.', files: [file] })
    await program.context.drain()
    for (let round = 0; round < 4; round++) {
      program.clock.advance(900_000)
      await program.context.sweep()
      await program.context.drain()
    }
    expect(phoneFiles(at).map((f) => f.file)).toEqual(['Thông báo.pdf'])
    program.sandbox.clearFaults()
  })
})
