import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { type Platform, resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'
import type { PhoneMessage } from './state.ts'

export interface Upload {
  /** `image`, `gif`, `file`, `video` or `audio`, as the platform was told. */
  what: string
  name: string
  /** Bytes. */
  size: number
  mediaId: string
  expiresAt: Date
}

const MAX_UPLOADS = 1000

/** What was uploaded to the platforms to be sent, by the id that they gave for it. */
export function createUploads(clock: Clock) {
  const kept = new Map<string, Upload>()
  return {
    keep: (platform: Platform, upload: Omit<Upload, 'expiresAt'>, lifeMs: number): string => {
      const id = platform === 'zalo' ? randomBytes(24).toString('base64url') : String(randomBytes(6).readUIntBE(0, 6))
      kept.set(`${platform}:${id}`, { ...upload, expiresAt: new Date(clock.now().getTime() + lifeMs) })
      const oldest = kept.keys().next().value
      if (kept.size > MAX_UPLOADS && oldest !== undefined) kept.delete(oldest)
      return id
    },
    /** Undefined: never given, or forgotten since. */
    find: (platform: Platform, id: string): Upload | undefined => {
      const found = kept.get(`${platform}:${id}`)
      return found !== undefined && found.expiresAt > clock.now() ? found : undefined
    },
    expireAll: (platform: Platform): void => {
      for (const key of [...kept.keys()]) if (key.startsWith(`${platform}:`)) kept.delete(key)
    },
  }
}
export type SandboxUploads = ReturnType<typeof createUploads>

/** How the phone shows it: pictures in place, the rest as a file to open. */
export function shownUpload(parts: SandboxParts, upload: Upload): Pick<PhoneMessage, 'imageUrl' | 'file'> {
  // the page may be open under another name of this machine: a path is right under all of them
  const url = new URL(`${resolved(parts.options.publicBase)}/media/${upload.mediaId}`).pathname
  if (upload.what === 'image' || upload.what === 'gif') return { imageUrl: url }
  return { file: { name: upload.name, size: upload.size, url } }
}

/** What a phone would open it as. Never HTML or SVG: they carry scripts. */
export function typeByName(name: string): string {
  const types: Readonly<Record<string, string>> = {
    pdf: 'application/pdf',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    png: 'image/png',
    gif: 'image/gif',
    mp4: 'video/mp4',
    mp3: 'audio/mpeg',
    m4a: 'audio/mp4',
  }
  return types[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}
