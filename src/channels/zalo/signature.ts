import { createHash, timingSafeEqual } from 'node:crypto'

export interface ZaloSignatureParts {
  /** The app's id; some integrations saw the OA's id here. */
  id: string
  body: Uint8Array | string
  /** The body's `timestamp`, as text. */
  timestamp: string
  /** The OA Secret Key of the webhook page, not the App Secret. */
  oaSecretKey: string
}

/** Zalo's webhook signature: a plain SHA-256 of the parts written one after the other. Lower-case hex. */
export function zaloSignature(parts: ZaloSignatureParts): string {
  return createHash('sha256')
    .update(parts.id)
    .update(parts.body)
    .update(parts.timestamp)
    .update(parts.oaSecretKey)
    .digest('hex')
}

/** Compares a header value (`mac=` optional) with the parts in constant time. */
export function zaloSignatureMatches(header: string | undefined, parts: ZaloSignatureParts): boolean {
  const given = (header ?? '')
    .replace(/^\s*mac\s*=\s*/i, '')
    .trim()
    .toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(given)) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(zaloSignature(parts), 'hex'))
}
