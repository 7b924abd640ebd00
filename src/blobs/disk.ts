import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type BlobStore, checkBlobId } from '../core/blob-store.ts'

/**
 * Files below `folder`, 256 x 256 folders by the hash of the id (ids begin with the time: their own letters would
 * fill one folder after the other). Written beside, flushed, then renamed: a reader sees the whole or nothing.
 */
export function diskBlobs(folder: string): BlobStore {
  return {
    put: async (id, bytes) => {
      const path = pathOf(folder, id)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const draft = `${path}.${randomUUID()}.part`
      try {
        await writeDurably(draft, bytes)
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    },
    get: async (id) => {
      try {
        return await readFile(pathOf(folder, id))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    delete: (id) => rm(pathOf(folder, id), { force: true }),
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function pathOf(folder: string, id: string): string {
  checkBlobId(id)
  const hash = createHash('sha256').update(id).digest('hex')
  return join(folder, hash.slice(0, 2), hash.slice(2, 4), id)
}
