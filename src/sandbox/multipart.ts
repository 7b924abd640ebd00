import type { Request } from 'express'

/** The part named `file` of a multipart body; undefined: there is none. */
export function uploadedFile(req: Request): { name: string; bytes: Buffer } | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(req.headers['content-type'] ?? '')?.[1]
  const body: unknown = req.body
  if (boundary === undefined || !Buffer.isBuffer(body)) return undefined
  const mark = Buffer.from(`--${boundary}`)
  let at = body.indexOf(mark)
  while (at !== -1) {
    const next = body.indexOf(mark, at + mark.length)
    if (next === -1) return undefined
    const part = body.subarray(at + mark.length + 2, next - 2)
    const split = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, Math.max(split, 0)).toString('utf8')
    if (/name="file"/.test(head)) {
      return { name: /filename="([^"]*)"/.exec(head)?.[1] ?? '', bytes: Buffer.from(part.subarray(split + 4)) }
    }
    at = next
  }
  return undefined
}
