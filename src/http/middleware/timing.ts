import type { RequestHandler } from 'express'

export type ObserveRequest = (labels: { method: string; route: string; status: string }, seconds: number) => void

/** Times each answer under its route's pattern, never its address: codes and ids make no labels. */
export function requestTiming(observe: ObserveRequest): RequestHandler {
  return (req, res, next) => {
    const started = performance.now()
    res.once('finish', () => {
      const path = (req.route as { path?: unknown } | undefined)?.path
      const route = typeof path === 'string' ? path : 'other'
      observe({ method: req.method, route, status: String(res.statusCode) }, (performance.now() - started) / 1000)
    })
    next()
  }
}
