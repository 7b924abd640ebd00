import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../json.ts'

/** A signed request has some 300 characters. */
const MAX_LENGTH = 8_000

const payload = z.looseObject({
  algorithm: z.string().regex(/^HMAC-SHA256$/i),
  user_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(100)),
})

export interface DeletionRequest {
  /** The person's id for our app: not the id that messages come with. */
  appScopedId: string
  /** The same for a request that is sent again. */
  key: string
}

/**
 * Reads `signed_request` of Meta's data deletion callback: `<signature>.<payload>`, both base64url without padding, the
 * signature an HMAC-SHA256 over the encoded payload with the App Secret. Its `expires` is not asked: whoever wanted to be
 * forgotten wants it later too, and a request that comes again changes nothing. Null: not from Meta. Never throws.
 */
export function readSignedRequest(text: string, appSecrets: readonly string[]): DeletionRequest | null {
  const match = text.length > MAX_LENGTH ? null : /^([\w-]{1,100})=*\.([\w-]+)=*$/.exec(text.trim())
  const [, signature = '', encoded = ''] = match ?? []
  if (signature === '' || encoded === '') return null
  const given = Buffer.from(signature, 'base64url')
  const known = appSecrets
    .filter((secret) => secret !== '')
    .some((secret) => {
      const expected = createHmac('sha256', secret).update(encoded).digest()
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
  if (!known) return null
  const read = payload.safeParse(parseJson(Buffer.from(encoded, 'base64url').toString('utf8')))
  return read.success ? { appScopedId: read.data.user_id, key: encoded } : null
}
