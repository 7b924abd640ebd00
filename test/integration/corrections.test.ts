import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseUnderstanding } from '../../src/http/contract/cases.ts'
import { readExamples } from '../../src/nlp/load-examples.ts'
import { type ChatClient, type Program, type StaffClient, startProgram } from '../support/program.ts'

let program: Program
let dispatcher: StaffClient
let admin: StaffClient
beforeAll(async () => {
  program = await startProgram()
  dispatcher = await program.staff('dispatcher', { sealed: true })
  admin = await program.staff('admin')
})
afterAll(() => program.close())

const codeIn = (text: string): string => /(?:PA|KN|TC|YC)-\d{4}-[2-9A-Z]{5}/.exec(text)?.[0] ?? ''

/** A case filed in the web chat, by whatever questions lie between. */
async function filed(words: string, answers: readonly string[] = []): Promise<string> {
  const visitor = program.visitor()
  await visitor.say(words)
  for (const answer of answers) await visitor.say(answer)
  return sent(visitor)
}

async function sent(visitor: ChatClient): Promise<string> {
  for (let i = 0; i < 4; i++) {
    const code = codeIn((await visitor.heard()).join('\n'))
    if (code !== '') return code
    const { messages } = await visitor.state()
    const labels = messages.at(-1)?.choices.map((c) => c.label) ?? []
    const next = ['Gửi kín', 'Gửi', 'Bỏ qua', 'Ẩn danh', 'Xong', 'Ghi kín'].find((label) => labels.includes(label))
    if (next === undefined) throw new Error(`nothing to tap: ${(await visitor.heard()).join('\n')}`)
    await visitor.tap(next)
  }
  throw new Error('no code')
}

interface Stored {
  field: string
  predicted: string | null
  corrected: string
  by_name: string
  text_sealed: string
  model_version: string | null
}

async function stored(code: string): Promise<Stored[]> {
  const { rows } = await program.database.db.pool.query<Stored>(
    'select c.* from nlu_candidates c join tickets t on t.id = c.ticket_id where t.code = $1 order by field',
    [code],
  )
  return rows
}

const exported = async (staff = admin): Promise<{ status: number; rows: Record<string, unknown>[]; text: string }> => {
  const { status, bytes } = await staff.file('/api/v1/corrections.jsonl?since=2026-11-01')
  const text = Buffer.from(bytes).toString('utf8')
  const rows = status === 200 ? text.split('\n').filter((l) => l !== '') : []
  return { status, text, rows: rows.map((l) => JSON.parse(l) as Record<string, unknown>) }
}

describe('a corrected topic', () => {
  it('is kept sealed for review with what the machine had said, changes with the next one, and goes with the undo', async () => {
    const code = await filed('rác thải đổ bừa bãi ở phường Phú Hòa')
    expect((await dispatcher.act(code, { action: 'set-topic', topicId: 'thu_gom_rac' })).status).toBe(200)
    const [first] = await stored(code)
    expect(first).toMatchObject({ field: 'topic', predicted: 'rac_thai', corrected: 'thu_gom_rac' })
    expect(first?.by_name).toBe('Người thử dispatcher')
    expect(first?.model_version).toMatch(/^[0-9a-f]{12}$/)
    expect(first?.text_sealed).not.toContain('rác')

    await dispatcher.act(code, { action: 'set-topic', topicId: 'tieng_on' })
    expect(await stored(code)).toMatchObject([{ predicted: 'rac_thai', corrected: 'tieng_on' }])
    expect((await exported()).rows.filter((r) => r.topic === 'tieng_on')).toHaveLength(1)

    const back = await dispatcher.act(code, { action: 'set-topic', topicId: 'rac_thai' })
    expect(back.body.case?.topic?.id).toBe('rac_thai')
    expect(await stored(code)).toEqual([])
    const changes = back.body.case?.history.filter((h) => h.type === 'topic-changed').map((h) => h.text)
    expect(changes).toHaveLength(3)
  })

  it('to nothing is possible where there was nothing, and is no candidate', async () => {
    const code = await filed('tôi muốn phản ánh', ['cái vụ này kỳ lắm, ai cũng than', 'Việc khác', 'phường Phú Hòa'])
    expect((await dispatcher.detail(code)).topic).toBeNull()
    await dispatcher.act(code, { action: 'set-topic', topicId: 'rac_thai' })
    const back = await dispatcher.act(code, { action: 'set-topic', topicId: null })
    expect(back.body.case?.topic).toBeNull()
    expect(back.body.case?.history.map((h) => h.text)).toContain('Đổi lĩnh vực: chưa xếp loại')
    expect(await stored(code)).toEqual([])
  })

  it('that is refused leaves nothing behind', async () => {
    const code = await filed('đèn đường hư ở Phú Hòa')
    const { version } = await dispatcher.detail(code)
    const act = (body: object) =>
      dispatcher.post(`/api/v1/cases/${code}/actions`, { idempotencyKey: crypto.randomUUID(), body })
    expect((await act({ version: version - 1, action: 'set-topic', topicId: 'rac_thai' })).status).toBe(409)
    expect((await act({ version, action: 'set-topic', topicId: 'gì_đó' })).status).toBe(422)
    expect(await stored(code)).toEqual([])
  })

  it('leaves as a row for review, masked, that no loader takes before a person has read it', async () => {
    const code = await filed(
      'Tôi là Trần Văn Bảy, 0987 654 321, nhà số 12/4 hẻm 35 đường Yersin phường Phú Cường, anh Dũng bên xe 61A-123.45 đổ rác bậy',
    )
    await dispatcher.act(code, { action: 'set-topic', topicId: 'lan_chiem' })
    const { rows, text } = await exported()
    const row = rows.find((r) => r.topic === 'lan_chiem')
    expect(row).toMatchObject({
      intent: 'report_issue',
      place: '25747-2022',
      source: 'correction',
      status: 'to-review',
      corrected: 'topic',
      form: 'clean',
    })
    for (const personal of ['Bảy', '0987', '654', '12/4', '35', 'Dũng', '123.45', code, 'Người thử']) {
      // The model's hash may hold any digits.
      expect(JSON.stringify({ ...row, model: '' }), personal).not.toContain(personal)
    }
    expect(String(row?.text)).toContain('đường Yersin phường Phú Cường')

    const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-rows-'))
    try {
      writeFileSync(join(folder, 'a.jsonl'), text)
      expect(() => readExamples(join(folder, 'a.jsonl'))).toThrow(/a\.jsonl:1/)
      const { status: _, corrected: __, predicted: ___, guesses: ____, model: _____, ...reviewed } = row ?? {}
      writeFileSync(join(folder, 'b.jsonl'), JSON.stringify(reviewed))
      expect(readExamples(join(folder, 'b.jsonl'))).toMatchObject([{ topic: 'lan_chiem', source: 'correction' }])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('of a denunciation is neither kept nor taken out, and demonstration cases stay', async () => {
    const code = await filed('tôi muốn tố cáo cán bộ phường Phú Cường nhận hối lộ 50 triệu', [
      'Ghi kín',
      'Ông A nhận 50 triệu ngày 12/11 tại bộ phận một cửa phường Phú Cường',
    ])
    expect(code).toMatch(/^TC-/)
    expect((await dispatcher.act(code, { action: 'set-topic', topicId: 'rac_thai' })).status).toBe(200)
    expect(await stored(code)).toEqual([])

    const demo = await filed('karaoke hát tới khuya ở phường Phú Cường')
    await dispatcher.act(demo, { action: 'set-topic', topicId: 'co_bac' })
    expect((await exported()).rows.filter((r) => r.topic === 'co_bac')).toHaveLength(1)
    await program.database.db.pool.query('update tickets set demo = true where code = $1', [demo])
    expect((await exported()).rows.filter((r) => r.topic === 'co_bac')).toHaveLength(0)
  })

  it('is counted and taken by administrators alone, and the taking is recorded', async () => {
    const officer = await program.staff('officer', { unitId: 'ubnd-25747-2022' })
    const manager = await program.staff('manager')
    for (const staff of [dispatcher, officer, manager]) {
      expect((await staff.get('/api/v1/corrections?since=2026-11-01')).status).toBe(403)
      expect((await exported(staff)).status).toBe(403)
    }
    const { rows } = await exported()
    expect((await admin.get('/api/v1/corrections?since=2026-11-01')).body).toEqual({ count: rows.length })
    expect((await admin.get('/api/v1/corrections?since=hôm qua')).status).toBe(422)
    const { rows: logged } = await program.database.db.pool.query(
      "select 1 from audit_log where action = 'export-corrections'",
    )
    expect(logged.length).toBeGreaterThanOrEqual(1)
  })
})

describe('a corrected place', () => {
  it('moves the case in lists by district, is told in the history, and is kept for review', async () => {
    const code = await filed('karaoke ồn cả đêm ở Tân Định', ['bỏ qua'])
    const seen = (await dispatcher.get<CaseUnderstanding>(`/api/v1/cases/${code}/understanding`)).body
    expect(seen.places.map((p) => p.name)).toEqual(
      expect.arrayContaining(['Phường Tân Định, Thị xã Bến Cát', 'Xã Tân Định, Huyện Bắc Tân Uyên']),
    )
    expect(seen.why.join('\n')).toContain('lĩnh vực “Tiếng ồn, karaoke”')
    expect(seen.why.join('\n')).not.toContain('tieng_on')
    expect(seen.why.join('\n')).toContain('Tân Định (Bến Cát)')
    const [place] = seen.places
    const moved = await dispatcher.act(code, { action: 'set-place', localityId: place?.id })
    expect(moved.body.case?.locality?.id).toBe(place?.id)
    expect(moved.body.case?.history.find((h) => h.type === 'place-changed')?.text).toMatch(
      /^Đổi nơi xảy ra: (Phường|Xã) Tân Định$/,
    )
    expect(await stored(code)).toMatchObject([{ field: 'place', predicted: null, corrected: place?.id }])
    expect((await dispatcher.act(code, { action: 'set-place', localityId: 'nowhere' })).status).toBe(422)
    await dispatcher.act(code, { action: 'set-place', localityId: null })
    expect(await stored(code)).toEqual([])
  })

  it('and the reasons are for those who may read the case', async () => {
    const code = await filed('đèn đường hư ở Phú Hòa')
    const stranger = await program.staff('officer', { unitId: 'ubnd-25741-2022' })
    expect((await stranger.get(`/api/v1/cases/${code}/understanding`)).status).toBe(404)
    expect((await admin.get(`/api/v1/cases/${code}/understanding`)).status).toBe(404)
  })
})
