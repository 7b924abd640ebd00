import { once } from 'node:events'
import type { Response } from 'express'

interface LinesAnswer {
  res: Response
  /** ASCII file name. */
  name: string
  contentType: string
  /** Before the first line. */
  mark?: string
  lines: AsyncIterable<string>
}

/**
 * Streams lines as a download, no faster than the reader takes them. A failure before the first line is an ordinary
 * error answer; after it the connection is cut, so that half a file is not taken for a whole one.
 */
export async function streamLines({ res, name, contentType, mark = '', lines }: LinesAnswer): Promise<void> {
  const begin = (): void => {
    res.set({
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${name}"`,
      'X-Content-Type-Options': 'nosniff',
    })
    if (mark !== '') res.write(mark)
  }
  let begun = false
  for await (const line of lines) {
    if (!begun) begin()
    begun = true
    if (res.destroyed) return
    if (!res.write(line)) await Promise.race([once(res, 'drain'), once(res, 'close')])
  }
  if (!begun) begin()
  res.end()
}
