/** Bytes by id. Ids are ours: `<uuid>`, or `<uuid>.thumb`. What it holds is sealed before it gets here. */
export interface BlobStore {
  /** Durable when resolved. A second time under the same id replaces, and is never seen half done. */
  put(id: string, bytes: Uint8Array): Promise<void>
  /** Null: nothing under this id. Throws when the store does not answer. */
  get(id: string): Promise<Uint8Array | null>
  /** Nothing there is no error. */
  delete(id: string): Promise<void>
}

const BLOB_ID = /^[A-Za-z0-9-]{1,80}(\.thumb)?$/

/** Ids become file names and object keys: nothing but these letters ever. Throws on anything else. */
export function checkBlobId(id: string): void {
  if (!BLOB_ID.test(id)) throw new RangeError('not an id of a blob')
}

/** The small picture beside a picture. */
export function thumbnailId(id: string): string {
  return `${id}.thumb`
}
