import type { OutboundFiles } from '../core/channel.ts'
import type { OutboundContent, SendResult } from '../core/messages.ts'
import type { ChannelLog } from './deps.ts'
import { fileType, uploadName } from './file-names.ts'

export type MediaContent = Extract<OutboundContent, { kind: 'media' }>

/** A file of ours on its way to a platform. */
export interface OutboundFile {
  /** Of the blob: names it in the cache of uploads. */
  id: string
  bytes: Uint8Array
  contentType: string
  /** With the ending of its type. */
  name: string
}

/** What ends before anything was sent. */
export type NotSent = Extract<SendResult, { kind: 'retry' | 'rejected' }>
export type Uploaded = { kind: 'uploaded'; id: string } | NotSent

const BLOB = 'blob:'

export function isHeld(content: OutboundContent): content is MediaContent {
  return content.kind === 'media' && content.ref.startsWith(BLOB)
}

/** The file that a `blob:` reference names. Never throws. */
export async function readOutbound(
  files: OutboundFiles,
  content: MediaContent,
  log: ChannelLog,
): Promise<{ kind: 'file'; file: OutboundFile } | NotSent> {
  try {
    const found = await files.read(content.ref)
    if (found === null) return refusedFile('gone')
    const given = content.name ?? found.name
    const contentType = fileType([found.contentType, content.contentType], given)
    const name = uploadName(given, contentType)
    return { kind: 'file', file: { id: content.ref.slice(BLOB.length), bytes: found.bytes, contentType, name } }
  } catch (error) {
    log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'file to send could not be read')
    return { kind: 'retry', reason: 'file: the store does not answer' }
  }
}

/** The picture made to fit; null: it is none that can be read. Never throws. */
export async function fitted(files: OutboundFiles, file: OutboundFile, maxBytes: number): Promise<OutboundFile | null> {
  const bytes = await files.fitPicture(file.bytes, maxBytes).catch(() => null)
  if (bytes === null) return null
  return { ...file, bytes, contentType: 'image/jpeg', name: uploadName(file.name, 'image/jpeg') }
}

/** This file never, on this channel. */
export function refusedFile(why: string): Extract<NotSent, { kind: 'rejected' }> {
  return { kind: 'rejected', reason: `file: ${why}` }
}

/** A file that the platform would fetch itself, where it does not: its address stands in the text. */
export function addressInWords(content: MediaContent): string {
  return [content.caption?.trim() || content.name, content.ref].filter((line) => line !== undefined).join('\n')
}

/** An upload shows nothing to anybody: whatever became of it, it can be done again. */
export function repeatable(result: SendResult): NotSent {
  switch (result.kind) {
    case 'retry':
    case 'rejected':
      return { ...result, reason: `upload: ${result.reason}` }
    case 'sent':
    case 'window-closed':
    case 'uncertain':
      return { kind: 'retry', reason: `upload: ${'reason' in result ? result.reason : 'no verdict'}` }
  }
}
