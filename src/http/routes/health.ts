import { Router } from 'express'
import type { HealthService } from '../services.ts'

/** `/healthz`: the process lives. `/readyz`: 503 and which part is missing. `/metrics`: Prometheus text. */
export function healthRouter(health: HealthService): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_req, res) => {
    const parts = await health.ready()
    const isReady = Object.values(parts).every((problem) => problem === null)
    res
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: isReady ? 'ready' : 'not-ready', parts: mapValues(parts) })
  })
  router.get('/metrics', async (_req, res) => {
    const { contentType, body } = await health.metrics()
    res.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).send(body)
  })
  return router
}

function mapValues(parts: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).map(([name, problem]) => [name, problem ?? 'ok']))
}
