import type { CasePage, CaseRow } from '../contract/cases.ts'
import { instantIn } from '../dates.ts'
import { csvLine } from './csv.ts'
import { CHANNEL_WORDS, KIND_WORDS, STATUS_WORDS, URGENCY_WORDS } from './words.ts'

export const MAX_CSV_ROWS = 100_000

const HEADER = [
  'Mã',
  'Loại',
  'Trạng thái',
  'Mức độ',
  'Lĩnh vực',
  'Nơi xảy ra',
  'Địa bàn',
  'Kênh',
  'Nội dung',
  'Đơn vị',
  'Người giữ',
  'Ngày nhận',
  'Hạn trả lời',
  'Ngày trả lời',
  'Trễ hạn',
  'Phút làm việc còn lại',
  'Dữ liệu mẫu',
]

/** The rows of the list, in its order; instants in the pack's time zone. */
export async function* caseCsv(pages: AsyncIterable<CasePage['items']>, timeZone: string): AsyncIterable<string> {
  const at = instantIn(timeZone)
  let head = csvLine(HEADER)
  for await (const page of pages) {
    yield head + page.map((row) => caseLine(row, at)).join('')
    head = ''
  }
  if (head !== '') yield head
}

function caseLine(row: CaseRow, at: (instant: string) => string): string {
  return csvLine([
    row.code,
    KIND_WORDS[row.kind],
    STATUS_WORDS[row.status],
    URGENCY_WORDS[row.urgency],
    row.topic?.name ?? null,
    row.place,
    row.locality?.name ?? null,
    CHANNEL_WORDS[row.channel],
    row.title,
    row.unit?.name ?? null,
    row.holder,
    at(row.filedAt),
    row.dueAt === null ? null : at(row.dueAt),
    row.answeredAt === null ? null : at(row.answeredAt),
    row.overdue ? 'có' : 'không',
    row.workingMinutesLeft,
    row.demo ? 'có' : 'không',
  ])
}
