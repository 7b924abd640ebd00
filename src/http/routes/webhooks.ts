import express, { type ErrorRequestHandler, type Request, type RequestHandler, Router } from 'express'
import type { RawWebhook } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import { MINUTE } from '../../core/durations.ts'
import { problemOf } from '../errors.ts'
import type { HttpLog } from '../log.ts'
import type { WebhookService } from '../services.ts'

type Platform = 'zalo' | 'messenger'

const SETTINGS: Readonly<Record<Platform, string>> = {
  zalo: 'ZALO_APP_ID, ZALO_OA_SECRET_KEY',
  messenger: 'MESSENGER_APP_SECRET, MESSENGER_VERIFY_TOKEN',
}

interface WebhookDeps {
  service: WebhookService
  log: HttpLog
  clock: Clock
}

/**
 * The platforms' door. Mounted before every other middleware: they are dear (the intake measured 4,455/s without
 * and 2,794/s with headers, limits and access log) and mean nothing to a platform.
 * A forged delivery is answered 200 and leaves no trace but a count and a log line: Zalo's console saves an address
 * only if its unsigned test gets 200, and Messenger unsubscribes the Page after an hour of anything else, which a
 * mis-set secret would bring about.
 */
export function webhookRouter(deps: WebhookDeps): Router {
  const router = Router()
  // Messenger batches up to 1,000 updates.
  const body = express.raw({ type: () => true, limit: '5mb' })
  const forgedLog = forgedReporter(deps)
  router.post('/zalo', isOn(deps, 'zalo'), body, intake(deps, 'zalo', forgedLog))
  router.post('/messenger', isOn(deps, 'messenger'), body, intake(deps, 'messenger', forgedLog))
  router.get('/messenger', isOn(deps, 'messenger'), handshake(deps))
  router.use(failure(deps))
  return router
}

function isOn({ service }: WebhookDeps, platform: Platform): RequestHandler {
  return (_req, res, next) => {
    if (service.enabled(platform)) next()
    else res.status(404).type('text/plain').send(`channel ${platform} is off: set ${SETTINGS[platform]}\n`)
  }
}

function intake(deps: WebhookDeps, platform: Platform, forged: (platform: Platform) => void): RequestHandler {
  const { service } = deps
  return async (req, res) => {
    const raw = rawWebhook(req)
    if (!service.authenticate(platform, raw)) {
      service.forged(platform)
      forged(platform)
      res.status(200).type('text/plain').send('ok')
      return
    }
    await service.receive(platform, service.parse(platform, raw), raw)
    res.status(200).type('text/plain').send('ok')
  }
}

/** Loud but not a flood: the first at once, then one line a minute with how many there were. */
function forgedReporter({ log, clock }: WebhookDeps): (platform: Platform) => void {
  const seen = new Map<Platform, { since: number; count: number }>()
  return (platform) => {
    const now = clock.now().getTime()
    const last = seen.get(platform)
    if (last !== undefined && now >= last.since && now - last.since < MINUTE) {
      last.count += 1
      return
    }
    seen.set(platform, { since: now, count: 0 })
    log.error(
      { channel: platform, notLoggedSince: last?.count ?? 0, check: SETTINGS[platform] },
      'webhook refused: wrong or missing signature, nothing stored; if real messages are missing, the secret is wrong',
    )
  }
}

/** https://developers.facebook.com/docs/messenger-platform/webhooks: the challenge comes back as it is. */
function handshake({ service, log }: WebhookDeps): RequestHandler {
  return (req, res) => {
    const { query } = rawWebhook(req)
    res.type('text/plain').set('X-Content-Type-Options', 'nosniff')
    const complete = query['hub.mode'] === 'subscribe' && !!query['hub.verify_token'] && !!query['hub.challenge']
    if (!complete) {
      res.status(400).send('hub.mode=subscribe, hub.verify_token and hub.challenge are needed\n')
      return
    }
    const challenge = service.handshake(query)
    if (challenge === null) {
      log.warn({ channel: 'messenger' }, 'webhook handshake refused: wrong verify token (MESSENGER_VERIFY_TOKEN)')
      res.status(403).send('wrong verify token\n')
      return
    }
    res.status(200).send(challenge)
  }
}

/** Anything but 200 makes the platform deliver again, which is right: nothing is durable yet. */
function failure({ log }: WebhookDeps): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = problemOf(error)
    if (problem === null) log.error({ path: req.baseUrl + req.path, err: error }, 'webhook failed')
    else log.warn({ path: req.baseUrl + req.path, code: problem.code }, 'webhook refused')
    if (res.headersSent) {
      res.destroy()
      return
    }
    if (problem?.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter))
    res
      .status(problem?.status ?? 500)
      .type('text/plain')
      .send(`${problem?.code ?? 'internal'}\n`)
  }
}

/** Forgets Express: lower-case header names, single values, the bytes as they came. */
function rawWebhook(req: Request): RawWebhook {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  const query: Record<string, string> = {}
  for (const [name, value] of Object.entries(req.query)) {
    if (typeof value === 'string') query[name] = value
  }
  const body: unknown = req.body
  return { headers, query, body: body instanceof Uint8Array ? body : new Uint8Array() }
}
