import type { BlobStore } from '../core/blob-store.ts'
import type { OutboundFiles } from '../core/channel.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { attachmentById } from '../db/queries/attachments.ts'
import { fitPicture } from './fit-picture.ts'

const BLOB = /^blob:([A-Za-z0-9-]{1,80})$/

/** What the channels send as files: what staff uploaded for a resident. A resident's own file goes to nobody. */
export function createOutboundFiles(deps: { db: Db; cipher: FieldCipher; blobs: BlobStore }): OutboundFiles {
  const { db, cipher, blobs } = deps
  return {
    read: async (ref) => {
      const id = BLOB.exec(ref)?.[1]
      const row = id === undefined ? null : await attachmentById(db.orm, cipher, id)
      if (row === null || row.uploadedBy === null || row.state !== 'stored') return null
      const bytes = await blobs.get(row.id)
      if (bytes === null) return null
      return { bytes, contentType: row.contentType ?? 'application/octet-stream', name: row.name ?? 'tep' }
    },
    fitPicture,
  }
}
