import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { HttpProblem } from '../errors.ts'

interface StaticDeps {
  /** The built pages, `web/dist`. */
  distDir: string
  serve: { console: boolean; chat: boolean; sandbox: boolean }
}

/** The built pages. Files with a hash in their name never change; the rest are asked for again. */
export function staticRouter({ distDir, serve }: StaticDeps): Router {
  const router = Router()
  router.use(
    '/assets',
    express.static(join(distDir, 'assets'), {
      index: false,
      redirect: false,
      setHeaders: (res, path) => res.setHeader('Cache-Control', cacheFor(path)),
    }),
  )
  if (serve.console) {
    const page = htmlFile(join(distDir, 'console', 'index.html'))
    router.get('/console', page)
    router.get('/console/{*rest}', page)
  }
  if (serve.chat) router.get('/chat', htmlFile(join(distDir, 'chat', 'index.html')))
  if (serve.sandbox) router.get('/sandbox', htmlFile(join(distDir, 'sandbox', 'index.html')))
  return router
}

const HASHED = /-[A-Za-z0-9_-]{8,}\.(js|css|woff2?|png|svg|webp|jpg)$/

function cacheFor(path: string): string {
  if (path.includes(`${join('assets', 'fonts')}`)) return 'public, max-age=2592000'
  return HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=600'
}

function htmlFile(path: string): RequestHandler {
  return (_req, res, next) => {
    res.set('Cache-Control', 'no-cache')
    res.sendFile(path, (error) => {
      if (error === undefined || error === null || res.headersSent) return
      const isMissing = 'code' in error && error.code === 'ENOENT'
      next(isMissing ? new HttpProblem(503, 'web.not-built') : error)
    })
  }
}
