import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { isConnectionLost } from '../core/connection-lost.ts'
import { Refusal, type RefusalKind } from '../core/errors.ts'
import type { ApiError } from './contract/common.ts'
import type { HttpLog } from './log.ts'
import { type Language, languageOf, messageFor } from './messages.ts'
import { requestIdOf } from './middleware/request-id.ts'
import { errorPage } from './pages/error-page.ts'

export interface FieldProblem {
  path: string
  message: string
}

/** An answer other than success that this layer decides itself. `code` is stable, part of the API. */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: FieldProblem[] | undefined
  /** Seconds. */
  readonly retryAfter: number | undefined
  constructor(status: number, code: string, more: { fields?: FieldProblem[]; retryAfter?: number } = {}) {
    super(code)
    this.name = 'HttpProblem'
    this.status = status
    this.code = code
    this.fields = more.fields
    this.retryAfter = more.retryAfter
  }
}

const STATUS_OF_REFUSAL: Readonly<Record<RefusalKind, number>> = {
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
  unavailable: 503,
}

/** A 422 that names the fields. */
export function invalid(error: z.ZodError): HttpProblem {
  const fields = error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  return new HttpProblem(422, 'request.invalid', { fields })
}

/** Null: a bug or a broken part, to be logged and answered with 500. */
export function problemOf(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error
  if (error instanceof Refusal) {
    const status = STATUS_OF_REFUSAL[error.kind]
    return new HttpProblem(status, error.code, status === 503 ? { retryAfter: 10 } : {})
  }
  if (isConnectionLost(error)) return new HttpProblem(503, 'service.unavailable', { retryAfter: 10 })
  return problemOfBody(error)
}

/** Errors of express's own body parsers and path decoding carry `type` or `status`. */
function problemOfBody(error: unknown): HttpProblem | null {
  if (typeof error !== 'object' || error === null) return null
  const type = 'type' in error && typeof error.type === 'string' ? error.type : ''
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  if (type === 'entity.too.large') return new HttpProblem(413, 'request.too-large')
  if (type === 'entity.parse.failed') return new HttpProblem(400, 'request.broken-json')
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new HttpProblem(415, 'request.unsupported-type')
  }
  if (status >= 400 && status < 500) return new HttpProblem(400, 'request.malformed')
  return null
}

export interface ErrorHandlerDeps {
  log: HttpLog
  provinceName: () => string
}

/** The one place where a failure becomes an answer: JSON under `/api`, a page elsewhere. Never a stack. */
export function errorHandler(deps: ErrorHandlerDeps): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const requestId = requestIdOf(res)
    const problem = problemOf(error)
    if (problem === null) {
      deps.log.error({ requestId, method: req.method, path: req.path, err: error }, 'request failed')
    } else if (problem.status >= 500) {
      deps.log.warn(
        { requestId, method: req.method, path: req.path, code: problem.code, err: error },
        'request refused',
      )
    }
    if (res.headersSent) {
      // A stream broke midway: cut the connection, so that half an answer is not taken for a whole one.
      if (problem !== null) deps.log.warn({ requestId, path: req.path, code: problem.code }, 'answer cut off')
      res.destroy()
      return
    }
    try {
      sendProblem({ req, res, problem: problem ?? new HttpProblem(500, 'internal'), provinceName: deps.provinceName })
    } catch (failure) {
      next(failure)
    }
  }
}

/** For addresses that nobody serves. */
export const unknownRoute: RequestHandler = (_req, _res, next) => {
  next(new HttpProblem(404, 'request.unknown-route'))
}

interface Answer {
  req: Request
  res: Response
  problem: HttpProblem
  provinceName: () => string
}

function sendProblem({ req, res, problem, provinceName }: Answer): void {
  const isApi = req.path.startsWith('/api/')
  const language: Language = isApi ? languageOf(req.headers['accept-language']) : 'vi'
  const message = messageFor(problem, language)
  res.status(problem.status).set('Cache-Control', 'no-store')
  if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter))
  if (isApi) {
    const fields = problem.fields === undefined ? {} : { fields: problem.fields }
    const body: ApiError = { error: { code: problem.code, message, requestId: requestIdOf(res), ...fields } }
    res.json(body)
    return
  }
  res.type('html').send(
    errorPage({
      status: problem.status,
      code: problem.code,
      message,
      requestId: requestIdOf(res),
      provinceName: provinceName(),
    }),
  )
}
