import type { BlobStore } from '../core/blob-store.ts'
import type { FieldCipher } from '../db/field-cipher.ts'

/** Seals before a store sees anything: a disk, a bucket or a dump holds nothing that can be read without FIELD_KEY. */
export function sealedBlobs(store: BlobStore, cipher: FieldCipher): BlobStore {
  return {
    put: (id, bytes) => store.put(id, cipher.sealBytes(bytes)),
    get: async (id) => {
      const sealed = await store.get(id)
      return sealed === null ? null : cipher.openBytes(sealed)
    },
    delete: (id) => store.delete(id),
  }
}

/** Writes to the first, reads what is not there from the second: the setting may change while old files stay. */
export function layeredBlobs(first: BlobStore, second: BlobStore): BlobStore {
  return {
    put: (id, bytes) => first.put(id, bytes),
    get: async (id) => (await first.get(id)) ?? second.get(id),
    delete: async (id) => {
      await first.delete(id)
      await second.delete(id)
    },
  }
}
