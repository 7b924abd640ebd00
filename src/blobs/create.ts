import type { BlobStore } from '../core/blob-store.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { diskBlobs } from './disk.ts'
import { layeredBlobs, sealedBlobs } from './layers.ts'
import { postgresBlobs } from './postgres.ts'
import { type S3Options, s3Blobs } from './s3.ts'

export type BlobPlace = { kind: 'postgres' } | { kind: 'disk'; folder: string } | ({ kind: 's3' } & S3Options)

/** The store that the setting names, sealed; what was kept in PostgreSQL before is still found. */
export function createBlobStore(deps: { db: Db; clock: Clock; cipher: FieldCipher; place: BlobPlace }): {
  blobs: BlobStore
  close(): Promise<void>
} {
  const inDatabase = postgresBlobs(deps)
  const { place } = deps
  switch (place.kind) {
    case 'postgres':
      return { blobs: sealedBlobs(inDatabase, deps.cipher), close: async () => undefined }
    case 'disk': {
      const layered = layeredBlobs(diskBlobs(place.folder), inDatabase)
      return { blobs: sealedBlobs(layered, deps.cipher), close: async () => undefined }
    }
    case 's3': {
      const bucket = s3Blobs(place)
      return { blobs: sealedBlobs(layeredBlobs(bucket, inDatabase), deps.cipher), close: bucket.close }
    }
  }
}
