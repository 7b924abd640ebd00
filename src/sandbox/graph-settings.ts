import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { MINUTE } from '../core/durations.ts'
import { PAGE_FIELDS } from './graph-page.ts'
import { profileError, profileFields } from './graph-profile.ts'
import { appTokenError, graphError, pageError, pageTokenError } from './graph-token.ts'
import { headersOf, jsonOf, type PlatformError, type SandboxParts } from './parts.ts'

/** What an administrator's program does with a Page: subscription, token, profile. */
export function graphSettings(parts: SandboxParts): Router {
  const router = Router()
  const { page } = parts
  const { appId } = parts.options.messenger
  const edge = '/:version/:pageId/subscribed_apps'
  const guarded = (req: Request) => pageTokenError(parts, req) ?? pageError(parts, req)
  router.get('/:version/debug_token', (req, res) => {
    answer(parts, { req, res, what: 'debug_token', error: appTokenError(parts, req), body: () => ({ data: told() }) })
  })
  router.get(edge, (req, res) => {
    const isSubscribed = parts.connections.isSubscribed('messenger') && page.fields.size > 0
    const data = isSubscribed ? [{ id: appId, subscribed_fields: [...page.fields] }] : []
    answer(parts, { req, res, what: 'subscribed_apps', error: guarded(req), body: () => ({ data }) })
  })
  router.post(edge, (req, res) => {
    const fields = fieldsOf(req)
    const error = guarded(req) ?? scopeError(parts) ?? unknownField(fields)
    const body = () => {
      page.fields = new Set(fields)
      parts.connections.subscribe('messenger')
      return { success: true }
    }
    answer(parts, { req, res, what: 'subscribe', error, body })
  })
  router.delete(edge, (req, res) => {
    const body = () => {
      page.fields.clear()
      parts.connections.unsubscribe('messenger')
      return { success: true }
    }
    answer(parts, { req, res, what: 'unsubscribe', error: guarded(req), body })
  })
  profileRoutes(parts, router)

  function told(): object {
    const { state, expiresAt, dataAccessExpiresAt, scopes } = page.token
    const seconds = (at: Date | null) => (at === null ? 0 : Math.floor(at.getTime() / 1000))
    const outlived = expiresAt !== null && expiresAt <= parts.options.clock.now()
    return {
      app_id: appId,
      type: 'PAGE',
      is_valid: state === 'good' && !outlived,
      expires_at: seconds(expiresAt),
      data_access_expires_at: seconds(dataAccessExpiresAt),
      scopes,
      ...(state === 'good'
        ? {}
        : { error: { code: 190, subcode: state === 'expired' ? 463 : 460, message: 'session' } }),
    }
  }
  return router
}

function profileRoutes(parts: SandboxParts, router: Router): void {
  const path = '/:version/:pageId/messenger_profile'
  const { page } = parts
  const guarded = (req: Request) => pageTokenError(parts, req) ?? pageError(parts, req) ?? profileRate(parts)
  router.get(path, (req, res) => {
    const wanted = String(req.query.fields ?? '').split(',')
    const shown = Object.fromEntries(Object.entries(page.profile).filter(([name]) => wanted.includes(name)))
    const body = () => ({ data: Object.keys(shown).length === 0 ? [] : [shown] })
    answer(parts, { req, res, what: 'messenger_profile', error: guarded(req), body })
  })
  router.post(path, (req, res) => {
    const posted = jsonOf(req)
    const body = () => {
      Object.assign(page.profile, profileFields(posted))
      return { result: 'success' }
    }
    answer(parts, { req, res, what: 'set-profile', error: guarded(req) ?? profileError(posted, page.profile), body })
  })
  router.delete(path, (req, res) => {
    const read = z.looseObject({ fields: z.array(z.string()).min(1) }).safeParse(jsonOf(req))
    const error = guarded(req) ?? (read.success ? undefined : { code: 100, message: '(#100) fields' })
    const body = () => {
      for (const name of read.data?.fields ?? []) delete page.profile[name]
      return { result: 'success' }
    }
    answer(parts, { req, res, what: 'delete-profile', error, body })
  })
}

/** 10 calls in 10 minutes for a Page. */
function profileRate(parts: SandboxParts): PlatformError | undefined {
  const { page } = parts
  const now = parts.options.clock.now()
  page.profileCalls = page.profileCalls.filter((at) => now.getTime() - at.getTime() < 10 * MINUTE)
  if (page.profileCalls.length >= 10)
    return { code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' }
  page.profileCalls.push(now)
  return undefined
}

function scopeError(parts: SandboxParts): PlatformError | undefined {
  return parts.page.token.scopes.includes('pages_manage_metadata')
    ? undefined
    : { code: 200, message: '(#200) Requires pages_manage_metadata permission', httpStatus: 403 }
}

function unknownField(fields: readonly string[]): PlatformError | undefined {
  const known: readonly string[] = PAGE_FIELDS
  const wrong = fields.find((field) => !known.includes(field))
  if (fields.length > 0 && wrong === undefined) return undefined
  return { code: 100, message: `(#100) Param subscribed_fields[0] must be one of {…} - got "${wrong ?? ''}".` }
}

function fieldsOf(req: Request): string[] {
  const body = z.looseObject({ subscribed_fields: z.union([z.string(), z.array(z.string())]) }).safeParse(jsonOf(req))
  const given = body.success ? body.data.subscribed_fields : String(req.query.subscribed_fields ?? '')
  return (Array.isArray(given) ? given : given.split(',')).map((f) => f.trim()).filter((f) => f !== '')
}

function answer(
  parts: SandboxParts,
  call: { req: Request; res: Response; what: string; error: PlatformError | undefined; body(): object },
): void {
  const { req, res, what } = call
  const http = parts.faults.take('messenger', 'http')
  const status = http?.status ?? (call.error === undefined ? 200 : (call.error.httpStatus ?? 400))
  parts.state.note({
    direction: 'in',
    platform: 'messenger',
    what,
    status,
    headers: headersOf(req),
    body: jsonOf(req) ?? null,
  })
  if (http !== undefined) res.status(status).send(http.body ?? '')
  else if (call.error !== undefined) res.status(status).json(graphError(call.error))
  else res.json(call.body())
}
