import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Seals personal fields: AES-256-GCM with a fresh nonce each time. */
export interface FieldCipher {
  seal(text: string): string
  /** Throws when the text was not sealed with this key, or was changed. */
  open(sealed: string): string
  sealBytes(bytes: Uint8Array): Buffer
  /** As `open`. */
  openBytes(sealed: Uint8Array): Buffer
  /** The same text gives the same fingerprint; it cannot be turned back without the key. */
  fingerprint(text: string): string
}

const PREFIX = 'v1.'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param key 32 bytes */
export function createFieldCipher(key: Uint8Array): FieldCipher {
  if (key.length !== 32) throw new RangeError('FIELD_KEY must be 32 bytes')
  const fingerprintKey = createHmac('sha256', key).update('fingerprint').digest()
  return {
    seal: (text) => PREFIX + sealBytes(key, Buffer.from(text, 'utf8')).toString('base64'),
    open: (sealed) => {
      if (!sealed.startsWith(PREFIX)) throw new Error('not a sealed field')
      return openBytes(key, Buffer.from(sealed.slice(PREFIX.length), 'base64')).toString('utf8')
    },
    sealBytes: (bytes) => sealBytes(key, bytes),
    openBytes: (sealed) => openBytes(key, sealed),
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest('base64url'),
  }
}

/** Nonce, tag, body. */
function sealBytes(key: Uint8Array, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function openBytes(key: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}
