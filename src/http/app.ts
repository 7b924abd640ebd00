import { setMaxListeners } from 'node:events'
import type { RequestListener } from 'node:http'
import express, { type Express, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import { type ChatCookies, chatCookies } from './chat-cookie.ts'
import { errorHandler, unknownRoute } from './errors.ts'
import type { HttpLog } from './log.ts'
import { cookieKey, LIMITS, limiter } from './middleware/limits.ts'
import { requestId } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security.ts'
import { type ObserveRequest, requestTiming } from './middleware/timing.ts'
import { openApiDocument } from './openapi.ts'
import { type AnyRoute, mountRoutes } from './route.ts'
import { caseRoutes } from './routes/cases.ts'
import { channelRoutes } from './routes/channels.ts'
import { chatRoutes } from './routes/chat.ts'
import { correctionRoutes } from './routes/corrections.ts'
import { dashboardRoutes } from './routes/dashboard.ts'
import { dataDeletionRouter } from './routes/data-deletion.ts'
import { dataRequestRoutes } from './routes/data-requests.ts'
import { eventRoutes } from './routes/events.ts'
import { healthRouter } from './routes/health.ts'
import { plainFormRouter } from './routes/plain-form.ts'
import { publicRouter } from './routes/public.ts'
import { sessionRoutes } from './routes/session.ts'
import { staticRouter } from './routes/static.ts'
import { webhookListener } from './routes/webhooks.ts'
import { zaloOAuthRoutes } from './routes/zalo-oauth.ts'
import type { HttpServices } from './services.ts'
import { STREAM_TIMERS, type StreamTimers } from './sse.ts'

export type HttpRole = 'gateway' | 'worker' | 'console'

export interface HttpAppOptions {
  services: HttpServices
  /** Only what these roles serve is mounted; health and metrics always. */
  roles: ReadonlySet<HttpRole>
  /** Where people reach us: decides whether cookies are Secure and headers ask for https. */
  publicUrl: string
  /** The built pages, `web/dist`. */
  distDir: string
  /** Signs the web chat's cookie. */
  sessionSecret: string
  /** Origins of the sites that may show the chat in a frame. Default: none. */
  chatEmbedOrigins?: readonly string[]
  /** Serves the page of the sandbox phones. */
  demo: boolean
  /** The sandbox platforms, mounted at `/sandbox`. */
  sandbox?: Router
  clock: Clock
  log: HttpLog
  /** Told of each answer but the webhooks', which have counters of their own. */
  observe?: ObserveRequest
  /** Aborted when the program stops: live streams end. */
  stopping?: AbortSignal
  /** Express's `trust proxy`: whose `X-Forwarded-For` is believed. Default: proxies on this machine and on private networks. */
  trustProxy?: string | number | boolean | string[]
  timers?: StreamTimers
}

/** Give it to a `node:http` server. */
export type HttpApp = RequestListener & { readonly express: Express }

/** The whole HTTP face as a function of its services: a test app is one call. Listens to nothing by itself. */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const { services, roles, log } = options
  const express = expressApp(options)
  if (!roles.has('gateway'))
    return Object.assign<RequestListener, { express: Express }>((req, res) => express(req, res), { express })
  const isWebhook = webhookListener({ service: services.webhooks, log, clock: options.clock })
  const listener: RequestListener = (req, res) => {
    if (!isWebhook(req, res)) express(req, res)
  }
  return Object.assign(listener, { express })
}

/** Everything but the webhooks. */
function expressApp(options: HttpAppOptions): Express {
  const { services, roles, log } = options
  const provinceName = () => services.publicCases.provinceName()
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.trustProxy ?? ['loopback', 'linklocal', 'uniquelocal'])
  app.use(requestId)
  if (options.observe !== undefined) app.use(requestTiming(options.observe))
  app.use(healthRouter(services.health))
  if (options.demo && options.sandbox !== undefined) app.use('/sandbox', options.sandbox)
  app.use(securityHeaders({ https: isHttps(options), embedOrigins: embedOrigins(options) }))
  app.use(apiRouter(options))
  if (roles.has('gateway')) {
    app.use(publicRouter(services.publicCases))
    const { dataRequests: requests, publicCases: cases } = services
    app.use(dataDeletionRouter({ requests, cases, publicUrl: options.publicUrl, log }))
    app.use(plainFormRouter({ chat: services.chat, cookies: cookiesOf(options), provinceName }))
  }
  app.use(
    staticRouter({
      distDir: options.distDir,
      serve: { console: roles.has('console'), chat: roles.has('gateway'), sandbox: options.demo },
    }),
  )
  app.use(unknownRoute)
  app.use(errorHandler({ log, provinceName }))
  return app
}

/** Every endpoint of the API that these roles serve. The router and the OpenAPI document are made from this list. */
export function apiRoutes(options: HttpAppOptions): AnyRoute[] {
  const { services, roles, log } = options
  const timers = options.timers ?? STREAM_TIMERS
  const stopping = options.stopping ?? new AbortController().signal
  // Every open stream listens; there may be thousands.
  setMaxListeners(0, stopping)
  const cookies = cookiesOf(options)
  return [
    ...(roles.has('gateway') ? chatRoutes({ chat: services.chat, cookies, timers, stopping }) : []),
    ...(roles.has('console')
      ? [
          ...sessionRoutes(services.sessions),
          ...caseRoutes(services.cases),
          ...channelRoutes(services.channels),
          ...dataRequestRoutes(services.dataRequests),
          ...correctionRoutes(services.corrections),
          ...zaloOAuthRoutes(services.channels, () => services.publicCases.provinceName()),
          ...dashboardRoutes(services.dashboard, services.cases),
          ...eventRoutes({ cases: services.cases, sessions: services.sessions, timers, stopping, log }),
        ]
      : []),
  ]
}

function apiRouter(options: HttpAppOptions): Router {
  const router = Router()
  const routes = apiRoutes(options)
  router.use(
    '/api/v1',
    limiter({ ...LIMITS.staffPerAddress, code: 'request.too-many' }),
    limiter({ ...LIMITS.staffPerCookie, code: 'request.too-many', key: cookieKey }),
  )
  mountRoutes(router, routes, options.services.sessions)
  if (options.roles.has('console')) {
    const document = openApiDocument(routes, options.publicUrl)
    router.get('/api/v1/openapi.json', (_req, res) => {
      res.json(document)
    })
  }
  return router
}

function cookiesOf(options: HttpAppOptions): ChatCookies {
  return chatCookies({
    secret: options.sessionSecret,
    https: isHttps(options),
    framed: embedOrigins(options).length > 0 ? 'by-others' : 'never',
  })
}

function embedOrigins({ chatEmbedOrigins }: HttpAppOptions): readonly string[] {
  return chatEmbedOrigins ?? []
}

function isHttps({ publicUrl }: HttpAppOptions): boolean {
  return publicUrl.startsWith('https:')
}
