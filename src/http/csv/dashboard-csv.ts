import type { Dashboard, Figures } from '../contract/dashboard.ts'
import { instantIn } from '../dates.ts'
import { type Cell, csvLine } from './csv.ts'

const HEADER = [
  'Nhóm',
  'Mã',
  'Tên',
  'Tiếp nhận',
  'Đang mở',
  'Đang trễ',
  'Đến hạn trong kỳ',
  'Đúng hạn',
  'Trễ hạn',
  'Tỷ lệ đúng hạn (%)',
  'Phản hồi đầu: số hồ sơ',
  'Phản hồi đầu: trung vị (phút làm việc)',
  'Phản hồi đầu: P90 (phút làm việc)',
  'Xử lý: số hồ sơ',
  'Xử lý: trung vị (phút làm việc)',
  'Xử lý: P90 (phút làm việc)',
]

/** The dashboard's own rows, group by group, then the definition of each figure. */
export async function* dashboardCsv(board: Dashboard, timeZone: string): AsyncIterable<string> {
  yield csvLine(['Từ ngày', board.from, 'Đến ngày', board.to, 'Tính lúc', instantIn(timeZone)(board.asOf)])
  yield csvLine(HEADER)
  yield csvLine(['Tổng', null, 'Tất cả', ...cells(board.total)])
  const groups = [
    ['Đơn vị', board.byUnit],
    ['Lĩnh vực', board.byTopic],
    ['Kênh', board.byChannel],
    ['Địa bàn', board.byLocality],
    ['Tháng', board.byMonth],
  ] as const
  for (const [name, rows] of groups) {
    for (const row of rows) yield csvLine([name, row.key, row.label, ...cells(row)])
  }
  for (const { name, definition } of Object.values(board.definitions)) {
    yield csvLine(['Định nghĩa', null, name, definition])
  }
}

function cells(figures: Figures): Cell[] {
  const { firstResponse, resolution, onTimeShare } = figures
  return [
    figures.received,
    figures.open,
    figures.overdue,
    figures.due,
    figures.onTime,
    figures.late,
    onTimeShare === null ? null : Math.round(onTimeShare * 1000) / 10,
    firstResponse.n,
    firstResponse.median,
    firstResponse.p90,
    resolution.n,
    resolution.median,
    resolution.p90,
  ]
}
