import type { OutboundFiles } from '../../core/channel.ts'
import type { SendResult } from '../../core/messages.ts'
import type { ChannelNotes } from '../channel-notes.ts'
import { fitted, type NotSent, type OutboundFile, refusedFile, repeatable, type Uploaded } from '../outbound-file.ts'
import type { UploadCache } from '../upload-cache.ts'
import { readZaloAnswer, type ZaloCalls, type ZaloCourse, type ZaloFailure } from './calls.ts'
import { type GifSize, gifSize } from './gif-size.ts'

/**
 * Zalo's limits (documentation of 2026): pictures jpg or png 1 MB, gif 5 MB, files PDF, DOC, DOCX 5 MB. Whether its MB
 * is 1,000,000 or 1,048,576 is not said: pictures, which can be made smaller, keep to the smaller one.
 */
export const ZALO_FILE_LIMITS = { image: 1_000_000, gif: 5 * 1024 * 1024, file: 5 * 1024 * 1024 } as const

export type ZaloFile = { file: OutboundFile } & (
  | { what: 'image' }
  | { what: 'gif'; size: GifSize }
  /** Named by a `token`, without words of its own. */
  | { what: 'file' }
)

const FILE_NAMES = /\.(pdf|docx?)$/
const DOCUMENTS: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/msword',
  'application/x-cfb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
])

/** The form in which Zalo takes this file; pictures are made to fit. */
export async function zaloFile(
  file: OutboundFile,
  wish: 'image' | 'gif' | 'file' | undefined,
  files: OutboundFiles,
): Promise<{ kind: 'form'; form: ZaloFile } | NotSent> {
  const { contentType, bytes } = file
  const size = contentType === 'image/gif' && wish !== 'image' ? gifSize(bytes) : null
  if (size !== null) {
    return bytes.length <= ZALO_FILE_LIMITS.gif ? { kind: 'form', form: { what: 'gif', file, size } } : tooLarge(file)
  }
  if (contentType.startsWith('image/')) {
    const asItIs = /^image\/(jpeg|png)$/.test(contentType) && bytes.length <= ZALO_FILE_LIMITS.image
    const picture = asItIs ? file : await fitted(files, file, ZALO_FILE_LIMITS.image)
    return picture === null
      ? refusedFile('picture not readable')
      : { kind: 'form', form: { what: 'image', file: picture } }
  }
  if (!DOCUMENTS.has(contentType) || !FILE_NAMES.test(file.name)) {
    return refusedFile(`type not taken by zalo (${contentType})`)
  }
  return bytes.length <= ZALO_FILE_LIMITS.file ? { kind: 'form', form: { what: 'file', file } } : tooLarge(file)
}

function tooLarge({ bytes }: OutboundFile): NotSent {
  return refusedFile(`too large for zalo (${bytes.length} bytes)`)
}

export function uploadKey({ what, file }: ZaloFile): string {
  return `${what}/${file.id}`
}

export interface ZaloUploadDeps {
  calls: ZaloCalls
  notes: ChannelNotes
  cache: UploadCache
  timeoutMs: number
}

/** Uploads a file and keeps its id. Shows nothing to anybody, so that it never ends `uncertain`. Never throws. */
export function zaloUploader({ calls, notes, cache, timeoutMs }: ZaloUploadDeps) {
  async function attempt(form: ZaloFile, signal: AbortSignal): Promise<{ kind: 'uploaded'; id: string } | SendResult> {
    const begun = await calls.begin()
    if (begun.kind === 'stop') return begun.result
    const { course } = begun
    for (;;) {
      const body = { form: formOf(form) }
      const outcome = await calls.post(course, { path: `/v2.0/oa/upload/${form.what}`, body, timeoutMs, signal })
      const answer = readZaloAnswer(outcome, ({ attachment_id: id, token }) =>
        uploadedAs(form.what === 'file' ? token : id),
      )
      if (answer.kind === 'uploaded') {
        await calls.worked(course)
        await notes.uploaded()
        return answer
      }
      const end = await afterFailure(course, answer, signal)
      if (end !== undefined) return end
    }
  }

  async function afterFailure(
    course: ZaloCourse,
    failure: ZaloFailure,
    signal: AbortSignal,
  ): Promise<SendResult | undefined> {
    await calls.note(failure)
    return failure.action.kind === 'refresh-token'
      ? calls.newTokens(course, failure.reason, signal)
      : calls.ended(failure)
  }

  return async (form: ZaloFile, signal: AbortSignal): Promise<Uploaded> => {
    const result = await attempt(form, signal)
    if (result.kind !== 'uploaded') return repeatable(result)
    await cache.keep(uploadKey(form), result.id)
    return result
  }
}
export type ZaloUpload = ReturnType<typeof zaloUploader>

function uploadedAs(id: string | undefined): { kind: 'uploaded'; id: string } | undefined {
  return id === undefined ? undefined : { kind: 'uploaded', id }
}

function formOf({ file }: ZaloFile): FormData {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.contentType }), file.name)
  return form
}
