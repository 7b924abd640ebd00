import type { Request, Response } from 'express'
import { z } from 'zod'
import { DAY } from '../core/durations.ts'
import type { GraphSendBody } from './graph-validate.ts'
import { fileIn, multipartForm } from './multipart.ts'
import { type PlatformError, runSend, type SandboxParts } from './parts.ts'
import { shownUpload, typeByName, type Upload } from './uploads.ts'

const LIFE = 90 * DAY
const MB = 1024 * 1024

const told = z.object({
  attachment: z.object({
    type: z.enum(['image', 'video', 'audio', 'file']),
    payload: z.looseObject({ is_reusable: z.literal(true) }),
  }),
})

/** `POST /{page}/message_attachments` as multipart: `message` says what it is, `filedata` holds it. */
export async function graphUpload(
  parts: SandboxParts,
  call: {
    req: Request
    res: Response
    refused(proof: string | undefined): PlatformError | undefined
    errorBody(error: PlatformError): object
  },
): Promise<void> {
  const form = await multipartForm(call.req)
  const file = await fileIn(form, 'filedata')
  const wanted = told.safeParse(jsonIn(form, 'message'))
  const proof = form?.get('appsecret_proof')
  await runSend(parts, {
    platform: 'messenger',
    req: call.req,
    res: call.res,
    what: 'message_attachments',
    where: 'upload',
    validate: () => {
      const refused = call.refused(typeof proof === 'string' ? proof : undefined)
      if (refused !== undefined) return refused
      if (file === undefined || !wanted.success) return { code: 100, message: '(#100) Invalid parameter' }
      const { type } = wanted.data.attachment
      if (file.bytes.length > (type === 'image' ? 8 : 25) * MB)
        return { code: 100, subcode: 2018109, message: '(#100) Attachment size exceeds allowable limit' }
      const fits = type === 'file' || typeByName(file.name).startsWith(`${type}/`)
      return fits ? undefined : { code: 100, subcode: 2018047, message: '(#100) Upload attachment failure' }
    },
    accept: () => {
      if (file === undefined || !wanted.success) return {}
      const mediaId = parts.state.keepMedia(file.bytes, typeByName(file.name))
      const { type: what } = wanted.data.attachment
      const kept = { what, name: file.name, size: file.bytes.length, mediaId }
      return { attachment_id: parts.uploads.keep('messenger', kept, LIFE) }
    },
    after: () => {},
    errorBody: call.errorBody,
  })
}

/** The upload that a message names; an error when it is forgotten or of another kind. */
export function graphUploadOf(
  parts: SandboxParts,
  body: GraphSendBody,
): { kind: 'none' } | { kind: 'upload'; upload: Upload } | { kind: 'error'; error: PlatformError } {
  const attached = body.message?.attachment
  const id = attached?.payload.attachment_id
  if (attached === undefined || id === undefined) return { kind: 'none' }
  const upload = parts.uploads.find('messenger', id)
  if (upload === undefined) return refused(2018074, '(#100) The attachment id is invalid or not owned by the page')
  return upload.what === attached.type ? { kind: 'upload', upload } : refused(2018047, '(#100) Invalid attachment type')
}

function refused(subcode: number, message: string): { kind: 'error'; error: PlatformError } {
  return { kind: 'error', error: { code: 100, subcode, message } }
}

export function graphUploadShown(parts: SandboxParts, body: GraphSendBody): ReturnType<typeof shownUpload> {
  const found = graphUploadOf(parts, body)
  return found.kind === 'upload' ? shownUpload(parts, found.upload) : {}
}

function jsonIn(form: FormData | undefined, field: string): unknown {
  try {
    return JSON.parse(String(form?.get(field)))
  } catch {
    return undefined
  }
}
