import { type RequestHandler, Router } from 'express'
import { findCaseCodes } from '../../core/case-code.ts'
import { LIMITS, limiter } from '../middleware/limits.ts'
import { casePage } from '../pages/case-page.ts'
import { homePage } from '../pages/home-page.ts'
import { lookupPage } from '../pages/lookup-page.ts'
import type { PublicService } from '../services.ts'

/** Longer than any code with spaces; what is beyond is not read. */
const MAX_TYPED = 60

/** The public pages. They show nothing personal; wrong codes are limited, so that codes cannot be guessed. */
export function publicRouter(cases: PublicService): Router {
  const router = Router()
  const perAddress = limiter({ ...LIMITS.publicPerAddress, code: 'request.too-many' })
  const wrongCodes = limiter({ ...LIMITS.wrongCodesPerAddress, code: 'public.too-many', onlyFailures: true })
  router.get('/', perAddress, (_req, res) => {
    page(res, homePage({ provinceName: cases.provinceName(), hotline: cases.hotline() }))
  })
  router.get('/phieu', perAddress, lookup(cases))
  router.get('/phieu/:code', perAddress, wrongCodes, oneCase(cases))
  return router
}

function lookup(cases: PublicService): RequestHandler {
  return (req, res) => {
    const typed = typeof req.query.ma === 'string' ? req.query.ma.trim().slice(0, MAX_TYPED) : ''
    const [code] = findCaseCodes(typed)
    if (code !== undefined) {
      res.redirect(303, `/phieu/${code}`)
      return
    }
    const problem = typed === '' ? null : WRONG_CODE
    noindex(res)
    page(
      res.status(problem === null ? 200 : 404),
      lookupPage({ value: typed, problem, provinceName: cases.provinceName() }),
    )
  }
}

function oneCase(cases: PublicService): RequestHandler {
  return async (req, res) => {
    const typed = String(req.params.code).slice(0, MAX_TYPED)
    const [code] = findCaseCodes(typed)
    noindex(res)
    if (code !== undefined && code !== typed) {
      res.redirect(301, `/phieu/${code}`)
      return
    }
    const found = code === undefined ? null : await cases.byCode(code)
    const provinceName = cases.provinceName()
    if (found === null) {
      const problem = code === undefined ? WRONG_CODE : UNKNOWN_CODE
      page(res.status(404), lookupPage({ value: typed, problem, provinceName }))
      return
    }
    page(res, casePage({ found, provinceName, timeZone: cases.timeZone() }))
  }
}

const WRONG_CODE =
  'Mã này chưa đúng. Mã gồm hai chữ, bốn số và năm ký tự, ví dụ PA-2611-7K3QM; không có số 0, số 1, chữ I, L, O ở phần cuối.'
const UNKNOWN_CODE = 'Không tìm thấy phản ánh nào có mã này. Anh/Chị xem lại từng ký tự trong tin nhắn xác nhận.'

function noindex(res: { set(name: string, value: string): unknown }): void {
  res.set('X-Robots-Tag', 'noindex, nofollow')
}

function page(
  res: { set(name: string, value: string): { type(t: string): { send(body: string): unknown } } },
  text: string,
): void {
  res.set('Cache-Control', 'no-store').type('html').send(text)
}
