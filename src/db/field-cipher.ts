import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Seals personal fields: AES-256-GCM with a fresh nonce each time. */
export interface FieldCipher {
  seal(text: string): string
  /** Throws when the text was not sealed with this key, or was changed. */
  open(sealed: string): string
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
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open: (sealed) => {
      if (!sealed.startsWith(PREFIX)) throw new Error('not a sealed field')
      const all = Buffer.from(sealed.slice(PREFIX.length), 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(all.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return decipher.update(all.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest('base64url'),
  }
}
