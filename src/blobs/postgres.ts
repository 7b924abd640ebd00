import { type BlobStore, checkBlobId } from '../core/blob-store.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import { deleteBlob, getBlob, putBlob } from '../db/queries/blobs.ts'

/** In the table `blobs`: one backup holds cases and photos together. */
export function postgresBlobs({ db, clock }: { db: Db; clock: Clock }): BlobStore {
  return {
    put: async (id, bytes) => {
      checkBlobId(id)
      await putBlob(db.orm, { id, bytes, clock })
    },
    get: (id) => getBlob(db.orm, id),
    delete: (id) => deleteBlob(db.orm, id),
  }
}
