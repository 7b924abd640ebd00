import { type DayString, isValidOn, type Successor } from '../core/index.ts'
import { groupBy } from './group.ts'
import type { Report } from './problems.ts'
import type { RawPack, Row, Table } from './read.ts'

/** What units and localities have in common: they begin, end, and are followed by others. */
interface Lasting {
  id: string
  parentId: string | null
  from: DayString | null
  to: DayString | null
  successors: readonly Successor[]
}

/** References and validity of units and localities. */
export function checkPlaces(raw: RawPack, report: Report): void {
  checkLasting(raw.units, report)
  checkLasting(raw.localities, report)
  checkOverlap(raw.localities.rows, { report, key: (l) => `${l.level} ${l.gsoCode}`, label: 'mã thống kê' })
  checkOverlap(
    raw.units.rows.filter((u) => u.value.localityId !== null),
    { report, key: (u) => `${u.kind} ${u.localityId}`, label: 'loại đơn vị và địa bàn' },
  )
  const levels = new Map(raw.localities.rows.map((l) => [l.value.id, l.value.level]))
  for (const { file, index, value: l } of raw.localities.rows) {
    if (`${l.type} ${l.shortVi}`.toLowerCase() !== l.nameVi.toLowerCase()) {
      report(file, [index, 'nameVi'], `tên phải là loại và tên ngắn: "${l.type} ${l.shortVi}"`)
    }
    if (l.parentId !== null && levels.get(l.parentId) === 'commune') {
      report(file, [index, 'parentId'], 'cấp trên phải là cấp huyện')
    }
  }
  checkGovernment(raw, report)
}

function checkLasting<T extends Lasting>(table: Table<T>, report: Report): void {
  const byId = new Map(table.rows.map((r) => [r.value.id, r.value]))
  for (const { file, index, value } of table.rows) {
    if (value.from !== null && value.to !== null && value.from >= value.to) {
      report(file, [index, 'to'], `ngày kết thúc ${value.to} không sau ngày bắt đầu ${value.from}`)
    }
    if (value.parentId !== null && !table.ids.has(value.parentId)) {
      report(file, [index, 'parentId'], `không có "${value.parentId}"`)
    }
    if (value.to === null && value.successors.length > 0) {
      report(file, [index, 'successors'], 'chưa kết thúc mà đã có nơi kế thừa')
    }
    const [only, second] = value.successors
    if (only !== undefined && (second === undefined) !== (only.share === 'full')) {
      report(file, [index, 'successors'], 'một nơi kế thừa thì "full", nhiều nơi thì tất cả "partial"')
    } else if (second !== undefined && value.successors.some((s) => s.share === 'full')) {
      report(file, [index, 'successors'], 'đã chia cho nhiều nơi thì không nơi nào "full"')
    }
    value.successors.forEach((s, i) => {
      const next = byId.get(s.id)
      if (!table.ids.has(s.id)) report(file, [index, 'successors', i, 'id'], `không có "${s.id}"`)
      else if (next !== undefined && value.to !== null && !isValidOn(next, value.to)) {
        report(file, [index, 'successors', i, 'id'], `"${s.id}" không tồn tại vào ngày ${value.to}`)
      }
    })
    if (isInCycle(value.id, byId)) report(file, [index, 'successors'], 'kế thừa vòng tròn')
  }
}

function isInCycle(start: string, byId: ReadonlyMap<string, Lasting>): boolean {
  const seen = new Set<string>()
  const open = [...(byId.get(start)?.successors ?? [])]
  for (let s = open.pop(); s !== undefined; s = open.pop()) {
    if (s.id === start) return true
    if (seen.has(s.id)) continue
    seen.add(s.id)
    open.push(...(byId.get(s.id)?.successors ?? []))
  }
  return false
}

/** No two rows with the same key may be in force on the same day. */
function checkOverlap<T extends Lasting>(
  rows: Row<T>[],
  o: { report: Report; key: (value: T) => string; label: string },
): void {
  const groups = groupBy(rows, (r) => o.key(r.value))
  for (const group of groups.values()) {
    const inOrder = group.toSorted((a, b) => (a.value.from ?? '').localeCompare(b.value.from ?? ''))
    inOrder.forEach((row, i) => {
      const before = inOrder[i - 1]
      if (before === undefined) return
      if (before.value.to === null || row.value.from === null || row.value.from < before.value.to) {
        o.report(row.file, [row.index], `"${row.value.id}" trùng ${o.label} và thời gian với "${before.value.id}"`)
      }
    })
  }
}

/** Every commune and district has its People's Committee, over the same days. */
function checkGovernment(raw: RawPack, report: Report): void {
  const governed = new Map<string, Row<RawPack['units']['rows'][number]['value']>>()
  for (const row of raw.units.rows) {
    const { kind, localityId } = row.value
    const isLocal = kind === 'commune' || kind === 'district' || kind === 'police'
    if (isLocal !== (localityId !== null)) {
      report(row.file, [row.index, 'localityId'], isLocal ? 'thiếu địa bàn' : 'đơn vị cấp tỉnh không có địa bàn riêng')
    }
    if (localityId === null) continue
    if (!raw.localities.ids.has(localityId)) report(row.file, [row.index, 'localityId'], `không có "${localityId}"`)
    if (kind === 'commune' || kind === 'district') governed.set(`${kind} ${localityId}`, row)
  }
  for (const { file, index, value: l } of raw.localities.rows) {
    const unit = governed.get(`${l.level} ${l.id}`)
    if (unit === undefined) report(file, [index], `"${l.id}" chưa có UBND trong units.json`)
    else if (unit.value.from !== l.from || unit.value.to !== l.to) {
      report(unit.file, [unit.index], `thời gian tồn tại khác với địa bàn "${l.id}"`)
    }
  }
}
