import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawWebhook } from '../../core/channel.ts'
import type { Clock } from '../../core/clock.ts'
import { MINUTE } from '../../core/durations.ts'
import { HttpProblem, problemOf } from '../errors.ts'
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

/** Messenger batches up to 1,000 updates. */
const MAX_BODY = 5 * 1024 * 1024

interface Answer {
  status: number
  text: string
  retryAfter?: number
}

/** True: the request is a webhook's, and is answered. False: somebody else's, untouched. */
export type WebhookListener = (req: IncomingMessage, res: ServerResponse) => boolean

/**
 * The platforms' door, asked before Express: the routing and the middleware of that are dear (bare node:http took
 * 9,370 webhooks a second where Express took 5,140) and mean nothing to a platform.
 * A forged delivery is answered 200 and leaves no trace but a count and a log line: Zalo's console saves an address
 * only if its unsigned test gets 200, and Messenger unsubscribes the Page after an hour of anything else, which a
 * mis-set secret would bring about.
 */
export function webhookListener(deps: WebhookDeps): WebhookListener {
  const forged = forgedReporter(deps)
  return (req, res) => {
    const [path = '', search = ''] = (req.url ?? '').split('?', 2)
    const platform = /^\/webhooks\/(zalo|messenger)\/?$/.exec(path)?.[1] as Platform | undefined
    if (platform === undefined) return false
    const isShake = req.method === 'GET' && platform === 'messenger'
    if (req.method !== 'POST' && !isShake) return false
    const query = queryOf(search)
    const answered = !deps.service.enabled(platform)
      ? off(platform)
      : isShake
        ? Promise.resolve(handshake(deps, query))
        : intake(deps, { platform, query, req, forged })
    void answered
      .catch((error: unknown) => failure(deps, path, error))
      .then((answer) => reply(req, res, answer))
      .catch((err: unknown) => {
        deps.log.error({ path, err }, 'webhook could not be answered')
        res.destroy()
      })
    return true
  }
}

async function off(platform: Platform): Promise<Answer> {
  return { status: 404, text: `channel ${platform} is off: set ${SETTINGS[platform]}\n` }
}

async function intake(
  { service }: WebhookDeps,
  input: {
    platform: Platform
    query: Record<string, string>
    req: IncomingMessage
    forged(platform: Platform): void
  },
): Promise<Answer> {
  const { platform, query, req } = input
  const raw: RawWebhook = { headers: headersOf(req), query, body: await bytesOf(req) }
  if (service.authenticate(platform, raw)) await service.receive(platform, service.parse(platform, raw), raw)
  else {
    service.forged(platform)
    input.forged(platform)
  }
  return { status: 200, text: 'ok' }
}

/** The body as it came, never inflated: the signature is over these bytes. */
function bytesOf(req: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    req.on('data', (part: Buffer) => {
      size += part.length
      if (size <= MAX_BODY) parts.push(part)
      else {
        parts.length = 0
        reject(new HttpProblem(413, 'request.too-large'))
        // The rest is let through for a while, so that the caller reads the answer; not for ever.
        if (size > 4 * MAX_BODY) req.destroy()
      }
    })
    const brokenOff = (): void => reject(new HttpProblem(400, 'request.malformed'))
    req.on('end', () => {
      // Every request closes in the end; an error made for it, with its stack, took 2 % of the intake.
      req.off('close', brokenOff)
      resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts))
    })
    req.on('error', brokenOff)
    req.on('close', brokenOff)
  })
}

function reply(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  if (res.destroyed || res.headersSent) return
  const headers: Record<string, string | number> = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(answer.text),
  }
  if (answer.retryAfter !== undefined) headers['retry-after'] = answer.retryAfter
  if (!req.complete) headers.connection = 'close'
  res.writeHead(answer.status, headers).end(answer.text)
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
function handshake({ service, log }: WebhookDeps, query: Record<string, string>): Answer {
  const complete = query['hub.mode'] === 'subscribe' && !!query['hub.verify_token'] && !!query['hub.challenge']
  if (!complete) {
    return { status: 400, text: 'hub.mode=subscribe, hub.verify_token and hub.challenge are needed\n' }
  }
  const challenge = service.handshake(query)
  if (challenge !== null) return { status: 200, text: challenge }
  log.warn({ channel: 'messenger' }, 'webhook handshake refused: wrong verify token (MESSENGER_VERIFY_TOKEN)')
  return { status: 403, text: 'wrong verify token\n' }
}

/** Anything but 200 makes the platform deliver again, which is right: nothing is durable yet. */
function failure({ log }: WebhookDeps, path: string, error: unknown): Answer {
  const problem = problemOf(error)
  if (problem === null) log.error({ path, err: error }, 'webhook failed')
  else log.warn({ path, code: problem.code }, 'webhook refused')
  return {
    status: problem?.status ?? 500,
    text: `${problem?.code ?? 'internal'}\n`,
    ...(problem?.retryAfter === undefined ? {} : { retryAfter: problem.retryAfter }),
  }
}

/** Lower-case names, single values. */
function headersOf(req: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

/** A name that comes twice is no name: nothing of ours sends one. */
function queryOf(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  if (search === '') return query
  const params = new URLSearchParams(search)
  for (const [name, value] of params) {
    if (params.getAll(name).length === 1 && name !== '__proto__') query[name] = value
  }
  return query
}
