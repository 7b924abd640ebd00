import type { OutboundFiles } from '../../core/channel.ts'
import { fitted, type NotSent, type OutboundFile, refusedFile } from '../outbound-file.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'
import type { MediaType } from './render.ts'
import { type Judged, readGraphAnswer, twiceIfWorthIt } from './verdict.ts'

const MB = 1024 * 1024
/** Meta's limits (documentation of 2026): pictures 8 MB, everything else 25 MB. */
export const MESSENGER_FILE_LIMITS = { image: 8 * MB, file: 25 * MB } as const

export interface MessengerFile {
  type: MediaType
  file: OutboundFile
}

/** The form in which Messenger takes this file; a picture too large is made to fit, or goes as a file. */
export async function messengerFile(
  file: OutboundFile,
  wish: 'image' | 'gif' | 'file' | undefined,
  files: OutboundFiles,
): Promise<{ kind: 'form'; form: MessengerFile } | NotSent> {
  const { contentType, bytes } = file
  if (contentType.startsWith('image/') && wish !== 'file') {
    const asItIs = /^image\/(jpeg|png|gif)$/.test(contentType) && bytes.length <= MESSENGER_FILE_LIMITS.image
    const picture = asItIs ? file : await fitted(files, file, MESSENGER_FILE_LIMITS.image)
    if (picture !== null) return { kind: 'form', form: { type: 'image', file: picture } }
  }
  if (bytes.length > MESSENGER_FILE_LIMITS.file) return refusedFile(`too large for messenger (${bytes.length} bytes)`)
  const type = /^(video|audio)\//.exec(contentType)?.[1]
  return { kind: 'form', form: { type: type === 'video' || type === 'audio' ? type : 'file', file } }
}

export function uploadKey({ type, file }: MessengerFile): string {
  return `${type}/${file.id}`
}

/** One upload that may be sent many times. The id is the Page's own. */
export function postUpload(
  config: GraphConfig,
  { type, file }: MessengerFile,
  signal: AbortSignal,
): Promise<Judged<{ kind: 'uploaded'; id: string }>> {
  // megabytes take longer than words
  const call = {
    method: 'POST',
    path: pagePath(config, 'message_attachments'),
    timeoutMs: 3 * config.timeoutMs,
  } as const
  return twiceIfWorthIt(async () => {
    const form = new FormData()
    form.append('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }))
    form.append('filedata', new Blob([new Uint8Array(file.bytes)], { type: file.contentType }), file.name)
    const outcome = await graphCall(config, { ...call, form, signal })
    return readGraphAnswer(outcome, ({ attachment_id: id }) =>
      id === undefined ? undefined : { kind: 'uploaded', id },
    )
  })
}
