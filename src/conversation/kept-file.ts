import { type BlobStore, thumbnailId } from '../core/blob-store.ts'
import { Refusal } from '../core/errors.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { recordStored } from '../db/queries/attachments.ts'
import { attachmentType } from './attachment-type.ts'
import { type CleanImage, cleanHeic, cleanImage } from './clean-image.ts'
import type { DecodeHeic } from './decode-heic.ts'

/** A file as we keep it; what is no picture has neither thumbnail nor place. */
export type KeptFile = Pick<CleanImage, 'bytes' | 'contentType'> & Partial<CleanImage>

/**
 * Pictures are cleaned whatever they were sent as; the rest stays as it came, if it is of a kind we take.
 * @throws Refusal `media.type-refused`, and what `cleanHeic` throws
 */
export async function keptFile(heic: DecodeHeic, bytes: Uint8Array): Promise<KeptFile> {
  const type = await attachmentType(bytes)
  switch (type.kind) {
    case 'picture':
      return cleanImage(bytes)
    case 'heic':
      return cleanHeic(heic, bytes)
    case 'as-it-came':
      return { bytes, contentType: type.contentType }
  }
}

/**
 * Where only photos are taken.
 * @throws Refusal `media.not-an-image`, and what `cleanHeic` throws
 */
export async function keptPhoto(heic: DecodeHeic, bytes: Uint8Array): Promise<CleanImage> {
  const { kind } = await attachmentType(bytes).catch(() => ({ kind: 'unknown' as const }))
  if (kind === 'picture') return cleanImage(bytes)
  if (kind === 'heic') return cleanHeic(heic, bytes)
  throw new Refusal('invalid', 'media.not-an-image')
}

/** Keeps the bytes, then says so in the row that waits for them: one that says "stored" never points at nothing. */
export async function keep(
  deps: { db: Db; cipher: FieldCipher; blobs: BlobStore },
  id: string,
  file: KeptFile,
): Promise<void> {
  const { contentType, place = null, thumbnail } = file
  await deps.blobs.put(id, file.bytes)
  if (thumbnail !== undefined) await deps.blobs.put(thumbnailId(id), thumbnail)
  const stored = { contentType, size: file.bytes.length, thumbnail: thumbnail !== undefined, place }
  await recordStored(deps.db.orm, id, { cipher: deps.cipher, ...stored })
}
