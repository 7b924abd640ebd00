import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** `sha256=<hex>` of the raw bytes, keyed with the App Secret. */
export function messengerSignature(body: Uint8Array | string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}

/** Constant time. The older SHA-1 header is not accepted: only SHA-256 proves the sender. An empty secret proves nothing. */
export function messengerSignatureMatches(
  header: string | undefined,
  body: Uint8Array,
  appSecrets: readonly string[],
): boolean {
  const given = header?.trim() ?? ''
  if (!/^sha256=[0-9a-f]{64}$/i.test(given)) return false
  const bytes = Buffer.from(given.slice(7), 'hex')
  return appSecrets
    .filter((secret) => secret !== '')
    .some((secret) => timingSafeEqual(bytes, Buffer.from(messengerSignature(body, secret).slice(7), 'hex')))
}

export type Handshake = { kind: 'accepted'; challenge: string } | { kind: 'refused' }

/** Meta's `GET` when the webhook is configured: the challenge goes back raw, as `text/plain`, or 403. */
export function verifyHandshake(query: Readonly<Record<string, string>>, verifyToken: string): Handshake {
  const challenge = query['hub.challenge']
  const given = query['hub.verify_token']
  if (query['hub.mode'] !== 'subscribe' || challenge === undefined || given === undefined || verifyToken === '') {
    return { kind: 'refused' }
  }
  const same = timingSafeEqual(sha256(given), sha256(verifyToken))
  return same && /^[\w-]{1,200}$/.test(challenge) ? { kind: 'accepted', challenge } : { kind: 'refused' }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
