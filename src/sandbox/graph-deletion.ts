import { createHmac } from 'node:crypto'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { appTokenError, graphError } from './graph-token.ts'
import { resolved } from './options.ts'
import { headersOf, jsonOf, type SandboxParts } from './parts.ts'

/** The id under which the app knows a person; messages come with another. */
export function appScopedId(userId: string): string {
  return `9${userId}`
}

/** `ids_for_pages`: who somebody is for the Page. Only for the token of the app. */
export function graphPersons(parts: SandboxParts): Router {
  const router = Router()
  router.get('/:version/:appScopedId/ids_for_pages', (req, res) => {
    const asked = String(req.params.appScopedId)
    const phone = parts.state.list('messenger').find((one) => appScopedId(one.userId) === asked)
    const unknown = { code: 100, subcode: 33, message: 'Unsupported get request: object does not exist' }
    const error = appTokenError(parts, req) ?? (phone === undefined ? unknown : undefined)
    note(parts, req, error === undefined ? 200 : 400)
    if (error !== undefined) res.status(400).json(graphError(error))
    else res.json({ data: [{ id: phone?.userId, page: { name: 'Page', id: parts.options.messenger.pageId } }] })
  })
  return router
}

const told = z.object({ url: z.string(), confirmation_code: z.string() })

/** The person removes the app in the settings of Facebook and asks for deletion: Meta posts a signed request. */
export async function askForDeletion(
  parts: SandboxParts,
  userId: string,
): Promise<{ status: number; answer: z.infer<typeof told> | null }> {
  const { messenger, clock } = parts.options
  const issued = Math.floor(clock.now().getTime() / 1000)
  const claims = { algorithm: 'HMAC-SHA256', expires: issued + 600, issued_at: issued, user_id: appScopedId(userId) }
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const signature = createHmac('sha256', messenger.appSecret).update(payload).digest('base64url')
  const response = await fetch(`${resolved(messenger.webhookUrl)}/data-deletion`, {
    method: 'POST',
    body: new URLSearchParams({ signed_request: `${signature}.${payload}` }),
    signal: AbortSignal.timeout(10_000),
  })
  const read = told.safeParse(await response.json().catch(() => null))
  parts.state.note({
    direction: 'out',
    platform: 'messenger',
    what: 'data-deletion',
    status: response.status,
    headers: {},
    body: read.success ? read.data : null,
  })
  return { status: response.status, answer: read.success ? read.data : null }
}

function note(parts: SandboxParts, req: Request, status: number): void {
  const body = jsonOf(req) ?? null
  parts.state.note({
    direction: 'in',
    platform: 'messenger',
    what: 'ids_for_pages',
    status,
    headers: headersOf(req),
    body,
  })
}
