import { createHash, createHmac } from 'node:crypto'
import type { SignatureVariant } from './faults.ts'

type Headers = Record<string, string>

interface ZaloSigned {
  appId: string
  oaId: string
  oaSecretKey: string
  body: string
  timestamp: string
}

/** The header of a Zalo webhook: documented, or as it was seen elsewhere, or forged. */
export function zaloHeaders(parts: ZaloSigned, variant: SignatureVariant | undefined): Headers {
  const mac = (id: string, key: string): string =>
    createHash('sha256').update(`${id}${parts.body}${parts.timestamp}${key}`).digest('hex')
  const good = mac(parts.appId, parts.oaSecretKey)
  const value = ((): string | undefined => {
    switch (variant) {
      case undefined:
      case 'sha1':
        return `mac=${good}`
      case 'spaces':
        return `mac = ${good} `
      case 'bare':
        return good
      case 'upper-case':
        return `mac=${good.toUpperCase()}`
      case 'oa-id':
        return `mac=${mac(parts.oaId, parts.oaSecretKey)}`
      case 'forged':
        return `mac=${mac(parts.appId, `${parts.oaSecretKey}x`)}`
      case 'missing':
        return undefined
    }
  })()
  return value === undefined ? {} : { 'X-ZEvent-Signature': value }
}

/** The headers of a Meta webhook. */
export function graphHeaders(
  signed: { appSecret: string; body: string },
  variant: SignatureVariant | undefined,
): Headers {
  const hmac = (algorithm: string, key: string): string => createHmac(algorithm, key).update(signed.body).digest('hex')
  const good = hmac('sha256', signed.appSecret)
  switch (variant) {
    case undefined:
    case 'oa-id':
      return { 'X-Hub-Signature-256': `sha256=${good}` }
    case 'spaces':
      return { 'X-Hub-Signature-256': ` sha256=${good} ` }
    case 'bare':
      return { 'X-Hub-Signature-256': good }
    case 'upper-case':
      return { 'X-Hub-Signature-256': `sha256=${good.toUpperCase()}` }
    case 'forged':
      return { 'X-Hub-Signature-256': `sha256=${hmac('sha256', `${signed.appSecret}x`)}` }
    case 'sha1':
      return { 'X-Hub-Signature': `sha1=${hmac('sha1', signed.appSecret)}` }
    case 'missing':
      return {}
  }
}

const NUMBERS = /"(id|app_id|oa_id|user_id_by_app|timestamp|time|watermark|sticker_id)":"(\d+)"/g

/** Ids as JSON numbers, beyond 2^53 too: what a careless reader rounds. */
export function withNumericIds(json: string): string {
  return json.replace(NUMBERS, '"$1":$2')
}
