import type { Request, Response } from 'express'
import { DAY } from '../core/durations.ts'
import { fileIn, multipartForm } from './multipart.ts'
import { type PlatformError, runSend, type SandboxParts } from './parts.ts'
import { shownUpload, typeByName, type Upload } from './uploads.ts'
import type { ZaloSendBody } from './zalo-validate.ts'

const LIFE = 7 * DAY
const MB = 1024 * 1024
const KINDS: Readonly<Record<string, { most: number; names: RegExp; looksRight(bytes: Buffer): boolean }>> = {
  image: { most: MB, names: /\.(jpe?g|png)$/i, looksRight: isPicture },
  gif: { most: 5 * MB, names: /\.gif$/i, looksRight: (bytes) => bytes.subarray(0, 4).toString('latin1') === 'GIF8' },
  file: { most: 5 * MB, names: /\.(pdf|docx?|csv)$/i, looksRight: () => true },
}

/** `POST /v2.0/oa/upload/image|gif|file` with the file in the field `file`. */
export async function zaloUpload(
  parts: SandboxParts,
  call: { req: Request; res: Response; refused(): PlatformError | undefined; errorBody(error: PlatformError): object },
): Promise<void> {
  const what = String(call.req.params.what)
  const kind = Object.hasOwn(KINDS, what) ? KINDS[what] : undefined
  const file = await fileIn(await multipartForm(call.req), 'file')
  await runSend(parts, {
    platform: 'zalo',
    req: call.req,
    res: call.res,
    what: `v2.0/oa/upload/${what}`,
    where: 'upload',
    validate: () => {
      const refused = call.refused()
      if (refused !== undefined) return refused
      if (kind === undefined || file === undefined) return { code: -201, message: 'file is invalid' }
      if (file.bytes.length > kind.most) return { code: -210, message: 'file is too large' }
      const named = what !== 'file' || kind.names.test(file.name) || !/\.\w+$/.test(file.name)
      return named && kind.looksRight(file.bytes) ? undefined : { code: -201, message: 'file type is invalid' }
    },
    accept: () => {
      // as Zalo does: a file name without the right ending is a success with nothing in it
      if (file === undefined || !kind?.names.test(file.name)) return { data: {}, error: 0, message: 'Success' }
      const mediaId = parts.state.keepMedia(file.bytes, typeByName(file.name))
      const id = parts.uploads.keep('zalo', { what, name: file.name, size: file.bytes.length, mediaId }, LIFE)
      return { data: what === 'file' ? { token: id } : { attachment_id: id }, error: 0, message: 'Success' }
    },
    after: () => {},
    errorBody: call.errorBody,
  })
}

/** The upload that a message names; an error when it is forgotten or of another kind. */
export function zaloUploadOf(
  parts: SandboxParts,
  body: ZaloSendBody,
): { kind: 'none' } | { kind: 'upload'; upload: Upload } | { kind: 'error'; error: PlatformError } {
  const { type, payload } = body.message.attachment ?? {}
  const element = payload?.template_type === 'media' ? payload.elements?.[0] : undefined
  const id = type === 'file' ? payload?.token : element?.attachment_id
  if (id === undefined) return { kind: 'none' }
  const upload = parts.uploads.find('zalo', id)
  if (upload === undefined) return { kind: 'error', error: { code: -100, message: 'attachment_id is expired' } }
  const what = type === 'file' ? 'file' : element?.media_type
  if (upload.what !== what) return { kind: 'error', error: { code: -201, message: 'attachment_id is invalid' } }
  return { kind: 'upload', upload }
}

export function zaloUploadShown(parts: SandboxParts, body: ZaloSendBody): ReturnType<typeof shownUpload> {
  const found = zaloUploadOf(parts, body)
  return found.kind === 'upload' ? shownUpload(parts, found.upload) : {}
}

/** JPEG or PNG by their first bytes. */
function isPicture(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) || bytes.subarray(1, 4).toString('latin1') === 'PNG'
}
