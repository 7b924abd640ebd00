import { randomBytes, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type BlobStore, thumbnailId } from '../../src/core/blob-store.ts'

/**
 * What every store of residents' files promises.
 * @param replaces in-place: the server of the test writes files while others read, as no real store does
 */
export function describeBlobStore(store: () => BlobStore, replaces: 'at-once' | 'in-place' = 'at-once'): void {
  it('gives back what was put, byte for byte, empty and large', async () => {
    for (const size of [0, 1, 3 * 1024 * 1024]) {
      const id = randomUUID()
      const bytes = randomBytes(size)
      await store().put(id, bytes)
      expect(Buffer.from((await store().get(id)) ?? 'nothing').equals(bytes)).toBe(true)
    }
  })

  it('says null for what is not there', async () => {
    expect(await store().get(randomUUID())).toBeNull()
  })

  it('replaces under the same id', async () => {
    const id = randomUUID()
    await store().put(id, Buffer.from('first'))
    await store().put(id, Buffer.from('second'))
    expect(Buffer.from((await store().get(id)) ?? '').toString()).toBe('second')
  })

  it.skipIf(replaces === 'in-place')('holds one of the two when both are put at once, never a mixture', async () => {
    const id = randomUUID()
    const both = [Buffer.alloc(200_000, 'a'), Buffer.alloc(100_000, 'b')]
    await Promise.all(both.map((bytes) => store().put(id, bytes)))
    const found = Buffer.from((await store().get(id)) ?? '')
    expect(both.some((bytes) => bytes.equals(found))).toBe(true)
  })

  it('deletes one and leaves its neighbour; deleting nothing is no error', async () => {
    const id = randomUUID()
    await store().put(id, Buffer.from('whole'))
    await store().put(thumbnailId(id), Buffer.from('small'))
    await store().delete(thumbnailId(id))
    await store().delete(thumbnailId(id))
    expect(await store().get(thumbnailId(id))).toBeNull()
    expect(await store().get(id)).not.toBeNull()
  })

  it.each(['../../etc/passwd', 'a/b', '', '.', 'x'.repeat(200), 'a.part'])('takes no id like %j', async (id) => {
    await expect(store().put(id, Buffer.from('x'))).rejects.toThrow('not an id of a blob')
  })
}
