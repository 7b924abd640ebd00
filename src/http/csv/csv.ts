import { once } from 'node:events'
import type { Response } from 'express'

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

/**
 * Streams lines as a download, no faster than the reader takes them. A failure before the first line is an ordinary
 * error answer; after it the connection is cut, so that half a table is not taken for a whole one.
 */
export async function streamCsv({ res, name, lines }: CsvAnswer): Promise<void> {
  let begun = false
  for await (const line of lines) {
    if (!begun) {
      begun = true
      res.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
        'X-Content-Type-Options': 'nosniff',
      })
      res.write(BYTE_ORDER_MARK)
    }
    if (res.destroyed) return
    if (!res.write(line)) await Promise.race([once(res, 'drain'), once(res, 'close')])
  }
  res.end()
}
