import type { Response } from 'express'
import type { StoredFile } from './services.ts'

/** What a browser may show in place; everything else is a download. Never HTML or SVG: they carry scripts. */
const SHOWN: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
}

/** Answers with a resident's file: private, never sniffed, never run. */
export function sendStoredFile(res: Response, id: string, file: StoredFile): void {
  const type = file.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const extension = SHOWN[type]
  const name = id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 40)
  res.set({
    'Content-Type': extension === undefined ? 'application/octet-stream' : type,
    'Content-Disposition':
      extension === undefined ? `attachment; filename="${name}.bin"` : `inline; filename="${name}.${extension}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, max-age=3600',
  })
  res.send(Buffer.from(file.bytes))
}
