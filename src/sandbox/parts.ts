import type { Request, Response } from 'express'
import type { Connections } from './connections.ts'
import type { CallPlace, Fault, Faults, StandingFault } from './faults.ts'
import type { Feed } from './graph-feed.ts'
import type { GraphPage } from './graph-page.ts'
import type { Platform, SandboxOptions } from './options.ts'
import type { SandboxState } from './state.ts'
import type { SandboxUploads } from './uploads.ts'
import type { WebhookPoster } from './webhooks.ts'

/** What the sandbox's routes share. */
export interface SandboxParts {
  options: SandboxOptions
  state: SandboxState
  uploads: SandboxUploads
  faults: Faults
  /** Whether the platforms post to us at all. */
  connections: Connections
  webhooks: WebhookPoster
  feed: Feed
  /** The Page as Meta knows it. */
  page: GraphPage
}

export function headersOf(req: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, String(v)]))
}

/** The request's body as JSON (the sandbox reads raw bytes); undefined: not JSON. */
export function jsonOf(req: Request): unknown {
  const body: unknown = req.body
  if (!Buffer.isBuffer(body)) return body
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

export interface PlatformError {
  code: number
  subcode?: number
  message: string
  httpStatus?: number
}

export interface SendRoute {
  platform: Platform
  req: Request
  res: Response
  what: string
  /** Default: a message. */
  where?: 'upload'
  /** Checks; an error is answered and nothing happens. */
  validate(): PlatformError | undefined
  /** Takes the message: the phone shows it. The answer's body. */
  accept(): object
  /** After the answer: the echoes and receipts. */
  after(): void
  errorBody(error: PlatformError): object
}

/** One send or upload with every fault that may strike it. */
export async function runSend(parts: SandboxParts, route: SendRoute): Promise<void> {
  const { platform, req, res } = route
  const places: readonly CallPlace[] = route.where === 'upload' ? ['upload', 'send'] : ['send']
  const struck = <K extends StandingFault['kind']>(kind: K) => parts.faults.take(platform, kind, places)
  const latency = struck('latency')
  if (latency !== undefined && !(await elapsed(latency.ms, res))) return
  if (struck('drop-before-accept') !== undefined) return drop(req)
  const http = struck('http')
  if (http !== undefined) {
    note(parts, route, http.status)
    return sendRaw(res, http)
  }
  const forced = struck('error')
  if (forced?.headers !== undefined) res.set(forced.headers)
  const error: PlatformError | undefined =
    forced === undefined
      ? route.validate()
      : {
          code: forced.code,
          message: forced.message ?? 'fault',
          ...(forced.subcode === undefined ? {} : { subcode: forced.subcode }),
          ...(forced.httpStatus === undefined ? {} : { httpStatus: forced.httpStatus }),
        }
  if (error !== undefined) {
    const status = error.httpStatus ?? (platform === 'zalo' ? 200 : 400)
    return answer(parts, route, { status, body: JSON.stringify(route.errorBody(error)) })
  }
  const body = JSON.stringify(route.accept())
  if (struck('drop-after-accept') !== undefined) {
    note(parts, route, null)
    drop(req)
  } else answer(parts, route, { status: 200, body: struck('empty-answer') ? '' : body })
  route.after()
}

function answer(parts: SandboxParts, route: SendRoute, reply: { status: number; body: string }): void {
  note(parts, route, reply.status)
  route.res.status(reply.status).type('application/json').send(reply.body)
}

/** What something in between says: often a page. */
export function sendRaw(res: Response, http: Extract<Fault, { kind: 'http' }>): void {
  const body = http.body ?? ''
  res.status(http.status).set(http.headers ?? {})
  res.type(body.trimStart().startsWith('<') ? 'text/html' : 'application/json').send(body)
}

function note(parts: SandboxParts, route: SendRoute, status: number | null): void {
  const { platform, what, req } = route
  parts.state.note({ direction: 'in', platform, what, status, headers: headersOf(req), body: jsonOf(req) ?? null })
}

export function drop(req: Request): void {
  req.socket.destroy()
}

/** False: the caller hung up meanwhile. */
export function elapsed(ms: number, res: Response): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms)
    res.once('close', () => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}
