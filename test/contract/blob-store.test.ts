import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBlobStore } from '../../src/blobs/create.ts'
import { diskBlobs } from '../../src/blobs/disk.ts'
import { sealedBlobs } from '../../src/blobs/layers.ts'
import { postgresBlobs } from '../../src/blobs/postgres.ts'
import { s3Blobs } from '../../src/blobs/s3.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createFieldCipher } from '../../src/db/field-cipher.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { describeBlobStore } from './blob-store.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'ln-blobs-'))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const cipher = createFieldCipher(randomBytes(32))
const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('blobs in PostgreSQL', () => {
  describeBlobStore(() => postgresBlobs({ db: database.db, clock: systemClock }))
})

describe('blobs on disk', () => {
  describeBlobStore(() => diskBlobs(join(folder, 'contract')))

  it('leaves no unfinished files, and spreads the rest over folders', async () => {
    const files = filesBelow(join(folder, 'contract'))
    expect(files.filter((path) => path.endsWith('.part'))).toEqual([])
    const store = diskBlobs(join(folder, 'many'))
    for (let n = 0; n < 30; n++) await store.put(randomUUID(), Buffer.from('x'))
    expect(readdirSync(join(folder, 'many')).length).toBeGreaterThan(15)
  })
})

/** The part of s3rver that is used; it brings no types. */
type S3Server = new (options: object) => { run(): Promise<{ port: number }>; close(): Promise<void> }

describe('blobs in an S3 bucket', () => {
  const S3rver = createRequire(import.meta.url)('s3rver') as S3Server
  let server: InstanceType<S3Server>
  let store: ReturnType<typeof s3Blobs>
  let options: Parameters<typeof s3Blobs>[0]
  beforeAll(async () => {
    const buckets = [{ name: 'phan-anh', configs: [] }]
    const directory = join(folder, 's3')
    server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: buckets })
    const { port } = await server.run()
    const keys = { accessKey: 'S3RVER', secretKey: 'S3RVER' }
    options = { endpoint: `http://127.0.0.1:${port}`, bucket: 'phan-anh', region: 'us-east-1', ...keys }
    store = s3Blobs(options)
  })
  afterAll(async () => {
    await store.close()
    await server.close()
  })
  describeBlobStore(() => store, 'in-place')

  it('a wrong key is an error, not "nothing there"', async () => {
    const other = s3Blobs({ ...options, accessKey: 'unknown' })
    await expect(other.get(randomUUID())).rejects.toThrow()
    await other.close()
  })
})

describe('the store that the setting names', () => {
  it('seals before anything reaches the disk, and opens again', async () => {
    const place = join(folder, 'sealed')
    const store = sealedBlobs(diskBlobs(place), cipher)
    const id = randomUUID()
    await store.put(id, Buffer.from('words of a resident'))
    const lying = filesBelow(place).map((path) => readFileSync(path))
    expect(lying).toHaveLength(1)
    expect(lying[0]?.includes('words of a resident')).toBe(false)
    expect(Buffer.from((await store.get(id)) ?? '').toString()).toBe('words of a resident')
  })

  it('still finds what was kept in PostgreSQL before the setting changed', async () => {
    const base = { db: database.db, clock: systemClock, cipher }
    const before = createBlobStore({ ...base, place: { kind: 'postgres' } }).blobs
    const after = createBlobStore({ ...base, place: { kind: 'disk', folder: join(folder, 'moved') } }).blobs
    const [old, fresh] = [randomUUID(), randomUUID()]
    await before.put(old, Buffer.from('old'))
    await after.put(fresh, Buffer.from('new'))
    expect(Buffer.from((await after.get(old)) ?? '').toString()).toBe('old')
    expect(await before.get(fresh)).toBeNull()
    await after.delete(old)
    expect(await before.get(old)).toBeNull()
  })
})
