import type { S3Client } from '@aws-sdk/client-s3'
import { type BlobStore, checkBlobId } from '../core/blob-store.ts'

export interface S3Options {
  endpoint: string
  bucket: string
  region: string
  accessKey: string
  secretKey: string
}

const MAX_ATTEMPTS = 3

/**
 * Any store that speaks S3. The library is loaded at the first use. Addresses are path-style and checksums only where
 * the operation demands one: stores other than Amazon's often know neither host-style addresses nor the newer ones.
 */
export function s3Blobs(options: S3Options): BlobStore & { close(): Promise<void> } {
  const { bucket: Bucket } = options
  let opening: Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> | null = null
  const opened = () => {
    opening ??= openClient(options)
    return opening
  }
  return {
    put: async (id, bytes) => {
      checkBlobId(id)
      const { sdk, client } = await opened()
      const what = { Bucket, Key: id, Body: bytes, ContentLength: bytes.length }
      await client.send(new sdk.PutObjectCommand({ ...what, ContentType: 'application/octet-stream' }))
    },
    get: async (id) => {
      checkBlobId(id)
      const { sdk, client } = await opened()
      try {
        const found = await client.send(new sdk.GetObjectCommand({ Bucket, Key: id }))
        return (await found.Body?.transformToByteArray()) ?? null
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return null
        throw error
      }
    },
    delete: async (id) => {
      checkBlobId(id)
      const { sdk, client } = await opened()
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: id }))
    },
    close: async () => {
      if (opening !== null) (await opening).client.destroy()
    },
  }
}

async function openClient(options: S3Options): Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: MAX_ATTEMPTS,
  })
  return { sdk, client }
}
