import { join } from 'node:path'
import compression from 'compression'
import express, { type NextFunction, type RequestHandler, type Response, Router } from 'express'
import { HttpProblem } from '../errors.ts'

interface StaticDeps {
  /** The built pages, `web/dist`. */
  distDir: string
  serve: { console: boolean; chat: boolean; sandbox: boolean }
}

/** The built pages. Files with a hash in their name never change; the rest are asked for again. */
export function staticRouter({ distDir, serve }: StaticDeps): Router {
  const router = Router()
  // Only what is the same for everybody: a page that holds both a secret and words of its reader stays as it is (BREACH).
  router.use(['/assets', '/chat', '/console', '/sandbox', '/widget.js'], compression())
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
  if (serve.chat) {
    router.get('/chat', htmlFile(join(distDir, 'chat', 'index.html')))
    router.get('/widget.js', widget(join(distDir, 'assets', 'widget.js')))
  }
  if (serve.sandbox) {
    router.get('/sandbox', htmlFile(join(distDir, 'sandbox', 'index.html')))
    router.get('/sandbox/nhung', htmlFile(join(distDir, 'sandbox', 'embed.html')))
  }
  return router
}

const HASHED = /-[A-Za-z0-9_-]{8,}\.(js|css|woff2?|png|svg|webp|jpg)$/

function cacheFor(path: string): string {
  if (path.includes(`${join('assets', 'fonts')}`)) return 'public, max-age=2592000'
  return HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=600'
}

/** For the pages of other sites: they may load it, and ask again after an hour. */
function widget(path: string): RequestHandler {
  return (_req, res, next) => {
    res.set({ 'Cache-Control': 'public, max-age=3600', 'Cross-Origin-Resource-Policy': 'cross-origin' })
    sendBuilt({ path, res, next })
  }
}

function htmlFile(path: string): RequestHandler {
  return (_req, res, next) => {
    res.set('Cache-Control', 'no-cache')
    sendBuilt({ path, res, next })
  }
}

function sendBuilt({ path, res, next }: { path: string; res: Response; next: NextFunction }): void {
  res.sendFile(path, (error) => {
    if (error === undefined || error === null || res.headersSent) return
    const isMissing = 'code' in error && error.code === 'ENOENT'
    next(isMissing ? new HttpProblem(503, 'web.not-built') : error)
  })
}
