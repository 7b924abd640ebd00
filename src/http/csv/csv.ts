import type { Response } from 'express'
import { streamLines } from '../stream-lines.ts'

/** A cell; null is empty. Numbers stay numbers. */
export type Cell = string | number | null

/** A spreadsheet runs text that begins so as a formula (OWASP, CSV injection): an apostrophe makes it plain text. */
const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/

/** One line with its CRLF (RFC 4180). */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) || safe !== cell ? `"${safe.replaceAll('"', '""')}"` : safe
}

interface CsvAnswer {
  res: Response
  /** ASCII file name. */
  name: string
  lines: AsyncIterable<string>
}

/** Spreadsheets take a file for UTF-8 only with this mark. */
const BYTE_ORDER_MARK = '\uFEFF'

/** Streams a table as a download; see `streamLines`. */
export async function streamCsv({ res, name, lines }: CsvAnswer): Promise<void> {
  await streamLines({ res, name, contentType: 'text/csv; charset=utf-8', mark: BYTE_ORDER_MARK, lines })
}
