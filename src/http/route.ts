import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { z } from 'zod'
import { vi } from 'zod/locales'
import { storableJson } from '../core/text.ts'
import type { Actor } from '../core/ticket.ts'
import type { Me } from './contract/session.ts'
import { HttpProblem, invalid } from './errors.ts'
import { languageOf } from './messages.ts'
import type { SessionService } from './services.ts'

type Schema = z.ZodType
type Parsed<S> = S extends Schema ? z.output<S> : undefined

/**
 * open: anybody. visitor: anybody, from our own chat page (header), wherever that page is framed. sign-in: anybody, from our own pages (header). staff: a valid session; what changes something
 * must come from our own pages.
 */
export type Guard = 'open' | 'visitor' | 'sign-in' | 'staff'

export interface StaffSession {
  me: Me
  actor: Actor
  sessionId: string
}

export type Reply<R extends Schema | undefined> =
  | { kind: 'json'; schema: R; description: string }
  | { kind: 'empty'; description: string }
  /** The handler writes the answer itself. */
  | { kind: 'stream'; contentTypes: readonly string[]; description: string }

export interface RouteInput<P, Q, B, G extends Guard> {
  params: P
  query: Q
  body: B
  session: G extends 'staff' ? StaffSession : null
  req: Request
  res: Response
}

/** A body of bytes instead of JSON, counted while it comes in. */
export interface UploadSpec {
  contentTypes: readonly string[]
  /** Bytes, or as `8mb`. */
  limit: number | string
  /** Said of another content type. */
  code: string
  /** Said of a larger body. Default: `request.too-large`. */
  tooLarge?: string
}

export interface RouteSpec<
  G extends Guard,
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  R extends Schema | undefined,
> {
  method: 'get' | 'post' | 'delete'
  /** Express style, from the root: `/api/v1/cases/:code`. */
  path: string
  summary: string
  guard: G
  params?: P
  query?: Q
  body?: B
  upload?: UploadSpec
  reply: Reply<R>
  /** Rate limits. */
  before?: readonly RequestHandler[]
  run(
    input: RouteInput<Parsed<P>, Parsed<Q>, Parsed<B>, G>,
  ): Promise<R extends Schema ? z.input<R> : undefined> | (R extends Schema ? z.input<R> : undefined)
}

/** A route with its types folded away: one list serves the router and the OpenAPI document. */
export interface AnyRoute {
  method: 'get' | 'post' | 'delete'
  path: string
  summary: string
  guard: Guard
  params: Schema | undefined
  query: Schema | undefined
  body: Schema | undefined
  upload: UploadSpec | undefined
  reply: Reply<Schema | undefined>
  before: readonly RequestHandler[]
  answer(input: { req: Request; res: Response; session: StaffSession | null }): Promise<void>
}

/** Declares one endpoint: where, who, what comes in, what goes out, what it does. */
export function route<
  G extends Guard,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema | undefined = undefined,
>(spec: RouteSpec<G, P, Q, B, R>): AnyRoute {
  return {
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    guard: spec.guard,
    params: spec.params,
    query: spec.query,
    body: spec.body,
    upload: spec.upload,
    reply: spec.reply,
    before: spec.before ?? [],
    answer: async ({ req, res, session }) => {
      const output = await spec.run({
        params: read(spec.params, req.params, req) as Parsed<P>,
        query: read(spec.query, req.query, req) as Parsed<Q>,
        body: read(spec.body, req.body, req) as Parsed<B>,
        session: session as G extends 'staff' ? StaffSession : null,
        req,
        res,
      })
      send({ res, reply: spec.reply, output })
    },
  }
}

/** Puts the routes on a router, each with its guard and body reader. */
export function mountRoutes(router: Router, routes: readonly AnyRoute[], sessions: SessionService): void {
  for (const each of routes) {
    const handler: RequestHandler = async (req, res) => {
      const session = await admit(each, req, sessions)
      res.set('Cache-Control', 'no-store')
      await each.answer({ req, res, session })
    }
    router[each.method](each.path, ...each.before, ...bodyReader(each), handler)
  }
}

const CSRF_HEADER = 'x-requested-with'
const CSRF_VALUE = 'lang-nghe'

async function admit(each: AnyRoute, req: Request, sessions: SessionService): Promise<StaffSession | null> {
  const changes = each.method !== 'get'
  if (each.guard !== 'open' && changes && req.headers[CSRF_HEADER] !== CSRF_VALUE) {
    throw new HttpProblem(403, each.guard === 'visitor' ? 'chat.not-own-page' : 'request.not-from-console')
  }
  if (each.guard !== 'staff') return null
  const session = await sessions.read(req.headers.cookie ?? '')
  if (session === null) throw new HttpProblem(401, 'session.required')
  return session
}

function bodyReader(each: AnyRoute): RequestHandler[] {
  if (each.upload !== undefined) {
    const { contentTypes, limit, code, tooLarge } = each.upload
    const mustFit: RequestHandler = (req, _res, next) => {
      next(req.is([...contentTypes]) === false ? new HttpProblem(415, code) : undefined)
    }
    const read = express.raw({ type: [...contentTypes], limit })
    const reader: RequestHandler = (req, res, next) => {
      read(req, res, (error?: unknown) => {
        const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
        next(isTooLarge && tooLarge !== undefined ? new HttpProblem(413, tooLarge) : error)
      })
    }
    return [mustFit, reader]
  }
  if (each.body === undefined) return []
  const mustBeJson: RequestHandler = (req, _res, next) => {
    const isOther = req.headers['content-type'] !== undefined && req.is('json') === false
    next(isOther ? new HttpProblem(415, 'request.unsupported-type') : undefined)
  }
  return [mustBeJson, express.json({ limit: '100kb' })]
}

function read(schema: Schema | undefined, value: unknown, req: Request): unknown {
  if (schema === undefined) return undefined
  const inVietnamese = languageOf(req.headers['accept-language']) === 'vi'
  // Cleaned before it is measured: "\0" alone is no word, and PostgreSQL refuses it.
  const result = schema.safeParse(storableJson(value ?? {}), inVietnamese ? { error: VIETNAMESE } : {})
  if (!result.success) throw invalid(result.error)
  return result.data
}

const VIETNAMESE = vi().localeError

/** What leaves is what the contract names: fields beyond it are dropped, a missing one is a bug (500). */
function send({ res, reply, output }: { res: Response; reply: Reply<Schema | undefined>; output: unknown }): void {
  if (reply.kind === 'stream') return
  if (reply.kind === 'empty') {
    res.status(204).end()
    return
  }
  const result = (reply.schema ?? z.unknown()).safeParse(output)
  if (!result.success) {
    throw new Error(`answer does not fit the contract: ${z.prettifyError(result.error)}`)
  }
  res.json(result.data)
}
