import type { RequestHandler, Response } from 'express'
import { newId } from '../../core/ids.ts'

/** Gives every request an id, answers it as `x-request-id`, so that a reported error finds its log line. */
export const requestId: RequestHandler = (_req, res, next) => {
  const id = newId()
  res.locals.requestId = id
  res.set('X-Request-Id', id)
  next()
}

/** Empty before `requestId` has run. */
export function requestIdOf(res: Response): string {
  const id: unknown = res.locals.requestId
  return typeof id === 'string' ? id : ''
}
