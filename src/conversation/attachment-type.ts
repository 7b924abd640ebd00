import { Refusal } from '../core/errors.ts'

/** Types that are kept as they came, by what their bytes are. `application/x-cfb`: the container of .doc and .xls. */
const KEPT: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/x-cfb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'video/mp4',
  'video/3gpp',
  'audio/amr',
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
])
const PICTURES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
/** Names that the same bytes go by. */
const SAME: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'image/heif': 'image/heic',
}

export type AttachmentType = { kind: 'picture' } | { kind: 'heic' } | { kind: 'as-it-came'; contentType: string }

/**
 * What the bytes are; neither the platform's header nor a file's name is believed. A file that only claims to be one
 * of ours, a program, a web page or an archive is refused.
 * @throws Refusal('invalid', 'media.type-refused')
 */
export async function attachmentType(bytes: Uint8Array): Promise<AttachmentType> {
  const { fileTypeFromBuffer } = await import('file-type')
  // A file that breaks off midway makes the reader throw: it is nothing we know.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const said = found?.mime.split(';')[0] ?? ''
  const contentType = SAME[said] ?? said
  if (PICTURES.has(contentType)) return { kind: 'picture' }
  if (contentType === 'image/heic') return { kind: 'heic' }
  if (KEPT.has(contentType)) return { kind: 'as-it-came', contentType }
  throw new Refusal('invalid', 'media.type-refused', said === '' ? 'unknown type' : said)
}
