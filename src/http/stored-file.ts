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
  'audio/ogg': 'ogg',
}

/** Downloads keep an ending that their type allows, so that they open on a double click. */
const SAVED: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'application/x-cfb': ['doc', 'xls'],
  'application/msword': ['doc'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'video/3gpp': ['3gp'],
  'audio/amr': ['amr'],
  'image/heic': ['heic'],
}

/** As long as the link to it lives. */
const CACHE_SECONDS = 300

/** Answers with a resident's file: private, never sniffed, never run. */
export function sendStoredFile(res: Response, id: string, file: StoredFile): void {
  const type = file.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const extension = SHOWN[type]
  const name = id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 40)
  res.set({
    'Content-Type': extension === undefined ? 'application/octet-stream' : type,
    'Content-Disposition':
      extension === undefined
        ? `attachment; filename="${name}.${savedAs(type, file.name ?? '')}"${ownName(type, file.name ?? '')}`
        : `inline; filename="${name}.${extension}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': `private, max-age=${CACHE_SECONDS}`,
  })
  res.send(Buffer.from(file.bytes))
}

/** The ending that its sender gave it, when its bytes may have it; else the first of the type. */
function savedAs(type: string, name: string): string {
  const endings = SAVED[type] ?? ['bin']
  const given = /\.([a-z0-9]{2,4})$/i.exec(name)?.[1]?.toLowerCase()
  return endings.find((ending) => ending === given) ?? endings[0] ?? 'bin'
}

/** Its own name beside the plain one (RFC 6266), when its ending is one that its bytes may have. */
function ownName(type: string, name: string): string {
  const clean = name.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\]/gu, '')
  if (!(SAVED[type] ?? []).some((ending) => clean.toLowerCase().endsWith(`.${ending}`))) return ''
  const encoded = encodeURIComponent(clean).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `; filename*=UTF-8''${encoded}`
}
