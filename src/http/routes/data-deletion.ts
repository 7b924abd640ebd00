import express, { type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { problemOf } from '../errors.ts'
import type { HttpLog } from '../log.ts'
import { LIMITS, limiter } from '../middleware/limits.ts'
import { deletionPage } from '../pages/deletion-page.ts'
import { privacyPage } from '../pages/privacy-page.ts'
import type { DataRequestService, PublicService } from '../services.ts'

/** A signed request has some 300 characters. */
const MAX_BODY = '16kb'
const MAX_TYPED = 40
const form = z.object({ signed_request: z.string().max(8_000) })

interface DataDeletionDeps {
  requests: DataRequestService
  cases: PublicService
  publicUrl: string
  log: HttpLog
}

/** Meta's data deletion callback, and the pages that its reviewers and residents are led to. */
export function dataDeletionRouter(deps: DataDeletionDeps): Router {
  const router = Router()
  const perAddress = limiter({ ...LIMITS.publicPerAddress, code: 'request.too-many' })
  const wrongCodes = limiter({ ...LIMITS.wrongCodesPerAddress, code: 'public.too-many', onlyFailures: true })
  const body = express.urlencoded({ extended: false, limit: MAX_BODY, parameterLimit: 10 })
  router.post('/webhooks/messenger/data-deletion', perAddress, body, callback(deps), plainProblem(deps.log))
  router.get('/quyen-rieng-tu', perAddress, (_req, res) => {
    page(res, privacyPage({ provinceName: deps.cases.provinceName(), policy: deps.cases.policy() }))
  })
  router.get('/xoa-du-lieu', perAddress, (req, res) => {
    const typed = typeof req.query.ma === 'string' ? req.query.ma.trim().slice(0, MAX_TYPED) : ''
    if (typed !== '') return void res.redirect(303, `/xoa-du-lieu/${encodeURIComponent(typed)}`)
    page(res, deletionPage({ ...pageWords(deps), typed: '', found: null }))
  })
  router.get('/xoa-du-lieu/:code', perAddress, wrongCodes, async (req, res) => {
    const typed = String(req.params.code).slice(0, MAX_TYPED)
    const found = await deps.requests.state(typed)
    res.set('X-Robots-Tag', 'noindex, nofollow')
    page(found === null ? res.status(404) : res, deletionPage({ ...pageWords(deps), typed, found }))
  })
  return router
}

/** Stored before the answer. Forged: 400, nothing stored. */
function callback({ requests, publicUrl, log }: DataDeletionDeps): RequestHandler {
  return async (req, res) => {
    const read = form.safeParse(req.body)
    const taken = read.success ? await requests.fromPlatform(read.data.signed_request) : null
    if (taken === null) {
      log.warn({ channel: 'messenger' }, 'data deletion request refused: not signed with our app secret')
      res.status(400).type('text/plain').send('invalid signed_request\n')
      return
    }
    res.set('Cache-Control', 'no-store')
    res.json({ url: `${publicUrl}/xoa-du-lieu/${taken.code}`, confirmation_code: taken.code })
  }
}

/** A platform reads codes, no pages. */
function plainProblem(log: HttpLog): express.ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error)
    const problem = problemOf(error)
    if (problem === null) log.error({ err: error }, 'data deletion callback failed')
    if (problem?.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter))
    res
      .status(problem?.status ?? 500)
      .type('text/plain')
      .send(`${problem?.code ?? 'internal'}\n`)
  }
}

function pageWords({ cases }: DataDeletionDeps): {
  provinceName: string
  timeZone: string
  hotline: { label: string; phone: string }
} {
  return { provinceName: cases.provinceName(), timeZone: cases.timeZone(), hotline: cases.hotline() }
}

function page(res: Response, text: string): void {
  res.set('Cache-Control', 'no-store').type('html').send(text)
}
