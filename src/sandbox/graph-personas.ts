import { randomInt } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { graphError, pageError, pageTokenError } from './graph-token.ts'
import { headersOf, jsonOf, type PlatformError, type SandboxParts } from './parts.ts'

const MOST = 500
const wanted = z.looseObject({ name: z.string().trim().min(1).max(50), profile_picture_url: z.url().max(2000) })

/** Names and pictures under which a Page speaks: made, listed, looked at, deleted. */
export function graphPersonas(parts: SandboxParts): Router {
  const router = Router()
  const { personas } = parts.page
  const edge = '/:version/:pageId/personas'
  router.get(edge, (req, res) => {
    const data = [...personas].map(([id, persona]) => ({ id, ...persona }))
    reply(parts, { req, res, what: 'personas', error: guarded(parts, req), body: () => ({ data }) })
  })
  router.post(edge, (req, res) => {
    const read = wanted.safeParse(jsonOf(req))
    const wrong = { code: 100, message: '(#100) Invalid parameter: name (at most 50) and profile_picture_url' }
    const full = personas.size >= MOST ? { code: 100, message: '(#100) Too many personas' } : undefined
    const error = guarded(parts, req) ?? (read.success ? full : wrong)
    const body = () => {
      const id = String(randomInt(1e14, 2e14))
      if (read.success) personas.set(id, read.data)
      return { id }
    }
    reply(parts, { req, res, what: 'persona', error, body })
  })
  router.delete('/:version/:personaId', (req, res) => {
    const id = String(req.params.personaId)
    const unknown = { code: 100, subcode: 33, message: 'Unsupported request: object does not exist' }
    const error = pageTokenError(parts, req) ?? (personas.has(id) ? undefined : unknown)
    const body = () => ({ success: personas.delete(id) })
    reply(parts, { req, res, what: 'persona-deleted', error, body })
  })
  return router
}

/** Undefined: no persona was asked for, or one that there is. */
export function personaError(parts: SandboxParts, id: string | undefined): PlatformError | undefined {
  return id === undefined || parts.page.personas.has(id)
    ? undefined
    : { code: 100, message: '(#100) Param persona_id is not a valid persona of this page' }
}

function guarded(parts: SandboxParts, req: Request): PlatformError | undefined {
  return pageTokenError(parts, req) ?? pageError(parts, req)
}

function reply(
  parts: SandboxParts,
  call: { req: Request; res: Response; what: string; error: PlatformError | undefined; body(): object },
): void {
  const { req, res, what, error } = call
  const status = error === undefined ? 200 : (error.httpStatus ?? 400)
  const body = jsonOf(req) ?? null
  parts.state.note({ direction: 'in', platform: 'messenger', what, status, headers: headersOf(req), body })
  res.status(status).json(error === undefined ? call.body() : graphError(error))
}
