import { createHmac } from 'node:crypto'
import type { Request } from 'express'
import { jsonOf, type PlatformError, type SandboxParts } from './parts.ts'

/** Undefined: the Page's own token, alive, with a right proof (or none) in query or body. */
export function pageTokenError(parts: SandboxParts, req: Request): PlatformError | undefined {
  const { pageToken, appSecret } = parts.options.messenger
  const { state } = parts.page.token
  if (bearerOf(req) !== pageToken) return { code: 190, message: 'Invalid OAuth access token.' }
  if (state === 'expired')
    return { code: 190, subcode: 463, message: 'Error validating access token: Session has expired' }
  if (state === 'revoked')
    return { code: 190, subcode: 460, message: 'Error validating access token: the session has been invalidated' }
  const expected = createHmac('sha256', appSecret).update(pageToken).digest('hex')
  const given = proofOf(req)
  return given === undefined || given === expected
    ? undefined
    : { code: 100, message: 'Invalid appsecret_proof provided in the API argument' }
}

/** Undefined: `<app id>|<app secret>`. */
export function appTokenError(parts: SandboxParts, req: Request): PlatformError | undefined {
  const { appId, appSecret } = parts.options.messenger
  return bearerOf(req) === `${appId}|${appSecret}` ? undefined : { code: 190, message: 'Invalid OAuth access token.' }
}

/** Undefined: an address below the Page that the token is for. */
export function pageError(parts: SandboxParts, req: Request): PlatformError | undefined {
  const pageId = String(req.params.pageId)
  return pageId === parts.options.messenger.pageId || pageId === 'me'
    ? undefined
    : { code: 100, subcode: 33, message: 'Unsupported request: object does not exist or missing permissions' }
}

/** Meta's error body. */
export function graphError(error: PlatformError): object {
  return {
    error: {
      message: error.message,
      type: 'OAuthException',
      code: error.code,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
      fbtrace_id: 'A1b2C3sandbox',
    },
  }
}

function bearerOf(req: Request): unknown {
  return /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? req.query.access_token
}

function proofOf(req: Request): unknown {
  const body = jsonOf(req)
  const inBody = body !== null && typeof body === 'object' && 'appsecret_proof' in body ? body.appsecret_proof : null
  return inBody ?? req.query.appsecret_proof
}
