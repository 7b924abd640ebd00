import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { MINUTE } from '../../core/durations.ts'
import { HttpProblem } from '../errors.ts'

interface Limit {
  /** What a caller is told: a code of the message catalogue. */
  code: string
  limit: number
  /** Milliseconds. */
  windowMs: number
  key?: (req: Request) => string
  /** Counts only answers of 400 and above: for guessing. */
  onlyFailures?: true
}

/** A limit held in this process: several processes allow several times as much, which is still a bound. */
export function limiter({ code, limit, windowMs, key, onlyFailures }: Limit): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: key ?? ipKey,
    skipSuccessfulRequests: onlyFailures === true,
    handler: (_req, res, next) => {
      // Set by the library: the seconds until the window ends.
      const left = Number(res.getHeader('Retry-After'))
      next(new HttpProblem(429, code, { retryAfter: left > 0 ? left : Math.ceil(windowMs / 1000) }))
    },
  })
}

/** The caller's address; IPv6 by its /56, which is what one household gets. */
export function ipKey(req: Request): string {
  return ipKeyGenerator(req.ip ?? '')
}

/** Whoever sends this cookie header; without one, the address. */
export function cookieKey(req: Request): string {
  const { cookie } = req.headers
  return cookie === undefined ? ipKey(req) : createHash('sha256').update(cookie).digest('base64url')
}

/**
 * Per minute unless said otherwise. Addresses get room: behind one address of a mobile network
 * stand many people, behind that of an office a whole department whose consoles all ask again at every live event.
 */
export const LIMITS = {
  chatPostsPerCookie: { limit: 20, windowMs: MINUTE },
  chatPostsPerAddress: { limit: 300, windowMs: MINUTE },
  formPostsPerCookie: { limit: 10, windowMs: MINUTE },
  chatPhotosPerCookie: { limit: 10, windowMs: MINUTE },
  chatReadsPerAddress: { limit: 6000, windowMs: MINUTE },
  publicPerAddress: { limit: 1200, windowMs: MINUTE },
  wrongCodesPerAddress: { limit: 30, windowMs: 10 * MINUTE },
  staffPerCookie: { limit: 600, windowMs: MINUTE },
  staffFilesPerCookie: { limit: 30, windowMs: MINUTE },
  staffPerAddress: { limit: 6000, windowMs: MINUTE },
} as const
