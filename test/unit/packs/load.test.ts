import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { StartupProblem } from '../../../src/core/index.ts'
import { inspectPack, loadPack } from '../../../src/packs/load.ts'
import { PACK_DIR } from '../../support/pack.ts'

/** Just enough of a row to break it. */
type Rows = Record<string, unknown>[]
type Json = Record<string, unknown>

const made: string[] = []
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true })
})

function copy(): string {
  const dir = mkdtempSync(join(tmpdir(), 'pack-'))
  made.push(dir)
  cpSync(PACK_DIR, dir, { recursive: true })
  return dir
}

/** The mistakes found after one file was changed. */
function problemsAfter<T>(file: string, change: (json: T) => T | undefined): string[] {
  const dir = copy()
  const path = join(dir, file)
  const json = JSON.parse(readFileSync(path, 'utf8')) as T
  writeFileSync(path, JSON.stringify(change(json) ?? json))
  return inspectPack(dir).problems
}

function row(rows: Rows, id: string): Json {
  const found = rows.find((r) => r.id === id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

describe('the pack of the plan', () => {
  const pack = loadPack(PACK_DIR)

  it('holds the province as the General Statistics Office counted it', () => {
    const of2022 = [...pack.localities.values()].filter((l) => l.id.endsWith('-2022'))
    expect(of2022.filter((l) => l.level === 'district')).toHaveLength(9)
    const types = of2022.filter((l) => l.level === 'commune').map((l) => l.type)
    expect(types).toHaveLength(91)
    expect(types.filter((t) => t === 'phường')).toHaveLength(45)
    expect(types.filter((t) => t === 'xã')).toHaveLength(41)
    expect(types.filter((t) => t === 'thị trấn')).toHaveLength(5)
  })

  it('holds the 36 communes of 2025, of which Thới Hòa is the old one', () => {
    const now = [...pack.localities.values()].filter((l) => l.level === 'commune' && l.to === null)
    expect(now).toHaveLength(36)
    expect(now.filter((l) => l.type === 'phường')).toHaveLength(24)
    expect(now.filter((l) => l.from === null).map((l) => l.nameVi)).toEqual(['Phường Thới Hòa'])
  })

  it('keeps both owners of a code that was used again', () => {
    expect(pack.localities.get('25747-2022')).toMatchObject({ nameVi: 'Phường Phú Cường', to: '2025-07-01' })
    expect(pack.localities.get('25747-2025')).toMatchObject({ nameVi: 'Phường Thủ Dầu Một', from: '2025-07-01' })
  })

  it('splits sixteen communes of 2022', () => {
    const split = [...pack.localities.values()].filter((l) => l.successors.length > 1)
    expect(split).toHaveLength(16)
    expect(split.every((l) => l.successors.every((s) => s.share === 'partial'))).toBe(true)
  })

  it('answers the thirty procedures, the elections and the hotline', () => {
    const count = (intent: string) => [...pack.cards.values()].filter((c) => c.intent === intent).length
    expect(count('ask_procedure')).toBeGreaterThanOrEqual(30)
    expect(count('ask_election')).toBeGreaterThanOrEqual(10)
    expect(count('ask_hotline')).toBeGreaterThan(0)
    expect(count('complaint_formal')).toBeGreaterThan(0)
    expect(count('denounce')).toBeGreaterThan(0)
  })

  it('has an answer today on every card, short enough to read on a phone', () => {
    for (const card of pack.cards.values()) {
      const now = card.versions.find((v) => v.to === null)
      expect(now, card.id).toBeDefined()
      for (const line of now?.summary ?? [])
        expect(line.text.length, `${card.id}: ${line.text}`).toBeLessThanOrEqual(160)
    }
  })

  it('says nothing that only the makers of the data should read', () => {
    const inside = /\((A|B|C|D)\)|chưa đọc|mã ĐN|DVCQG|VPĐKĐĐ|\bS\d{1,2}\b|Đà Nẵng/
    for (const card of pack.cards.values()) {
      for (const v of card.versions) {
        const lines = [...v.summary, ...v.papers, v.place, v.time, v.fee, v.online, v.note, v.legalBasis]
        for (const line of lines) expect(line?.text ?? '', card.id).not.toMatch(inside)
      }
    }
  })

  it('never gives the fee of a province without saying who sets it', () => {
    expect(pack.cards.get('xac-nhan-hon-nhan')?.versions[0]?.fee?.text).toContain('HĐND')
    expect(pack.cards.get('ho-kinh-doanh')?.versions[0]?.fee?.text).toContain('HĐND')
  })

  it('cannot be changed', () => {
    expect(() => Object.assign(pack.calendar, { id: 'x' })).toThrow(TypeError)
    expect(() => Object.assign(pack.units.get('so-noi-vu') ?? {}, { nameVi: 'x' })).toThrow(TypeError)
  })

  it('has a version that follows its content', () => {
    expect(pack.version).toMatch(/^[0-9a-f]{12}$/)
    expect(loadPack(PACK_DIR).version).toBe(pack.version)
    const dir = copy()
    const path = join(dir, 'topics.json')
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n`)
    expect(loadPack(dir).version).not.toBe(pack.version)
  })
})

describe('texts', () => {
  const pack = loadPack(PACK_DIR)

  it('fill in names and take turns', () => {
    expect(pack.text('receipt.sealed', { code: 'TC-2611-7K3QM' })).toContain('TC-2611-7K3QM')
    const dir = copy()
    const path = join(dir, 'texts.json')
    const texts = JSON.parse(readFileSync(path, 'utf8')) as Json
    writeFileSync(path, JSON.stringify({ ...texts, 'receipt.added': ['một {code}', 'hai {code}'] }))
    const changed = loadPack(dir)
    const say = (turn: number) => changed.text('receipt.added', { code: 'X' }, turn)
    expect([say(0), say(1), say(2)]).toEqual(['một X', 'hai X', 'một X'])
  })

  it('do not go out with a hole in them', () => {
    expect(() => pack.text('receipt.sealed')).toThrow(RangeError)
  })
})

describe('a mistake in a pack is named with file, path and reason', () => {
  it.each<[string, string, (rows: Rows) => unknown, string]>([
    ['a misspelt field', 'units.json', (r) => Object.assign(r[0] ?? {}, { nameEn: 'x' }), 'units.json: [0]: '],
    ['a missing name', 'units.json', (r) => Reflect.deleteProperty(r[0] ?? {}, 'nameVi'), 'units.json: [0].nameVi: '],
    [
      'an unknown successor',
      'units.json',
      (r) => Object.assign(row(r, 'ubnd-25744-2022'), { successors: [{ id: 'ubnd-1-2025', share: 'full' }] }),
      'không có "ubnd-1-2025"',
    ],
    [
      'an unknown parent',
      'localities.json',
      (r) => Object.assign(row(r, '25744-2022'), { parentId: '7-7' }),
      'không có "7-7"',
    ],
    [
      'a day that does not exist',
      'localities.json',
      (r) => Object.assign(row(r, '25744-2022'), { to: '2025-02-30' }),
      'ngày phải có thật',
    ],
    [
      'successors in a circle',
      'localities.json',
      (r) =>
        Object.assign(row(r, '25750-2025'), { to: '2026-01-01', successors: [{ id: '25744-2022', share: 'full' }] }),
      'kế thừa vòng tròn',
    ],
    [
      'a successor that has not begun',
      'localities.json',
      (r) => Object.assign(row(r, '25744-2022'), { to: '2025-06-01' }),
      'không tồn tại vào ngày 2025-06-01',
    ],
    [
      'one code for two places on one day',
      'localities.json',
      (r) => Object.assign(row(r, '25747-2025'), { from: '2025-06-01' }),
      'trùng mã thống kê',
    ],
    [
      'a single successor of a part only',
      'localities.json',
      (r) => Object.assign(row(r, '25744-2022'), { successors: [{ id: '25750-2025', share: 'partial' }] }),
      'một nơi kế thừa thì "full"',
    ],
    [
      'a place without government',
      'units.json',
      (r) => r.splice(r.indexOf(row(r, 'ubnd-25744-2022')), 1),
      'chưa có UBND',
    ],
    [
      'a topic without lead',
      'topics.json',
      (r) => Reflect.deleteProperty(r[3] ?? {}, 'lead'),
      'topics.json: [3].lead: ',
    ],
    [
      'a topic led by nobody known',
      'topics.json',
      (r) => Object.assign(r[0] ?? {}, { lead: { kind: 'unit', unitId: 'so-x' } }),
      'topics.json: [0].lead.unitId: không có đơn vị "so-x"',
    ],
    [
      'a rule that ends',
      'deadlines.json',
      (r) => Object.assign(row(r, 'yc-resolve'), { to: '2027-01-01' }),
      'từ 2027-01-01',
    ],
    [
      'a gap between two rules',
      'deadlines.json',
      (r) => Object.assign(row(r, 'yc-resolve'), { from: '2026-02-01' }),
      'có khoảng trống trước "yc-resolve"',
    ],
    [
      'two rules at once',
      'deadlines.json',
      (r) => Object.assign(row(r, 'yc-resolve'), { from: '2025-12-01' }),
      'chồng thời gian',
    ],
    [
      'no rule for a kind',
      'deadlines.json',
      (r) => r.splice(r.indexOf(row(r, 'kn-resolve')), 1),
      'thiếu thời hạn chung "resolve" cho KN',
    ],
    ['an id used twice', 'deadlines.json', (r) => r.push({ ...row(r, 'kn-resolve') }), 'mã "kn-resolve" đã dùng'],
    [
      'an unknown related card',
      'cards/elections.json',
      (r) => Object.assign(r[0] ?? {}, { related: ['khong-co'] }),
      'cards/elections.json: [0].related[0]: không có thẻ "khong-co"',
    ],
    [
      'too few questions',
      'cards/hotline.json',
      (r) => Object.assign(r[0] ?? {}, { questions: ['1022?'] }),
      'cards/hotline.json: [0].questions: ',
    ],
    ['a kind of emergency without numbers', 'emergencies.json', (r) => r.shift(), 'loại "fire"'],
  ])('%s', (_, file, change, expected) => {
    const problems = problemsAfter<Rows>(file, (rows) => {
      change(rows)
      return rows
    })
    expect(problems.filter((p) => p.includes(expected))).not.toEqual([])
  })

  it.each<[string, string, Json, string]>([
    [
      'a text that is missing',
      'texts.json',
      { 'receipt.sealed': undefined },
      'texts.json: receipt.sealed: thiếu câu này',
    ],
    ['a text that nobody says', 'texts.json', { 'x.y': 'z' }, 'texts.json: x.y: không có khóa này'],
    ['an unknown variable', 'texts.json', { 'receipt.sealed': '{cod}' }, 'biến {cod} không có'],
    ['a brace left open', 'texts.json', { 'receipt.sealed': 'mã {code' }, 'ngoặc { } không khớp'],
    [
      'a menu topic that is unknown',
      'pack.json',
      { menuTopics: ['x'] },
      'pack.json: menuTopics[0]: không có chủ đề "x"',
    ],
    ['a time zone that is none', 'pack.json', { timeZone: 'Asia/Nowhere' }, 'pack.json: timeZone: '],
    ['a year without holidays', 'calendar.json', { coversTo: '2030-12-31' }, 'năm 2030 chưa có ngày nghỉ'],
    ['a holiday on a Sunday', 'calendar.json', { daysOff: { '2026-11-22': 'Lễ' } }, 'vốn là ngày nghỉ trong tuần'],
    ['a make-up day on a Monday', 'calendar.json', { workedWeekends: ['2026-11-23'] }, 'vốn là ngày làm việc'],
    ['hours that overlap', 'calendar.json', { week: { 5: [{ from: '08:00', to: '07:00' }] } }, 'giờ phải tăng dần'],
  ])('%s', (_, file, change, expected) => {
    const problems = problemsAfter<Json>(file, (json) => ({ ...json, ...change }))
    expect(problems.filter((p) => p.includes(expected))).not.toEqual([])
  })

  it('names the line of broken JSON, and a file that is missing', () => {
    const dir = copy()
    writeFileSync(join(dir, 'topics.json'), '[\n  {},\n  oops\n]')
    rmSync(join(dir, 'texts.json'))
    const { problems, pack } = inspectPack(dir)
    expect(pack).toBeNull()
    expect(problems.some((p) => p.startsWith('topics.json: không phải JSON (dòng 3)'))).toBe(true)
    expect(problems).toContain('texts.json: không đọc được tệp')
  })

  it('collects all mistakes into one refusal to start', () => {
    const dir = copy()
    const path = join(dir, 'units.json')
    const units = JSON.parse(readFileSync(path, 'utf8')) as Rows
    for (const unit of units.slice(0, 3)) unit.kind = 'kingdom'
    writeFileSync(path, JSON.stringify(units))
    expect(() => loadPack(dir)).toThrow(StartupProblem)
    expect(() => loadPack(dir)).toThrow(/units\.json: \[0\]\.kind: [\s\S]*units\.json: \[2\]\.kind: /)
    expect(inspectPack(dir).problems).toHaveLength(3)
  })

  it('refuses a folder that is not there', () => {
    expect(() => loadPack(join(tmpdir(), 'no-such-pack'))).toThrow(StartupProblem)
  })
})
