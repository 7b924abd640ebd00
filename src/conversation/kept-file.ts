import { type BlobStore, thumbnailId } from '../core/blob-store.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { recordStored } from '../db/queries/attachments.ts'
import { attachmentType } from './attachment-type.ts'
import { type CleanImage, cleanImage } from './clean-image.ts'

/** A file as we keep it; what is no picture has neither thumbnail nor place. */
export type KeptFile = Pick<CleanImage, 'bytes' | 'contentType'> & Partial<CleanImage>

/**
 * Pictures are cleaned whatever they were sent as; the rest stays as it came, if it is of a kind we take.
 * @throws Refusal('invalid') `media.type-refused`, `media.not-an-image`
 */
export async function keptFile(bytes: Uint8Array): Promise<KeptFile> {
  const type = await attachmentType(bytes)
  return type.kind === 'picture' ? cleanImage(bytes) : { bytes, contentType: type.contentType }
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
