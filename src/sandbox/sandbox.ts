import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response, Router } from 'express'
import { type ConnectionView, createConnections } from './connections.ts'
import { createFaults, type Fault } from './faults.ts'
import { graphRouter } from './graph.ts'
import { createFeed, type Feed, residentComments } from './graph-feed.ts'
import { createGraphPage, type GraphPage } from './graph-page.ts'
import type { Platform, SandboxOptions } from './options.ts'
import type { SandboxParts } from './parts.ts'
import { addFault, clearFaults, type FaultHooks, phoneApi, switchOn } from './phone-api.ts'
import type { RecordEntry, RecordFilter } from './record.ts'
import {
  type Burst,
  type ResidentAct,
  residentActs,
  residentDoes,
  residentFollows,
  residentReacts,
  residentsBurst,
  type ZaloDeed,
} from './resident.ts'
import { createState, type PhoneMessage } from './state.ts'
import { createUploads } from './uploads.ts'
import { createWebhookPoster } from './webhooks.ts'
import { zaloRouter } from './zalo.ts'
import { createZaloTokens } from './zalo-tokens.ts'

export interface Sandbox {
  /**
   * Platforms under `/zalo` and `/graph`, pictures under `/media`, the phones' API under `/api`. Mount it anywhere,
   * before any body parser.
   */
  router: Router
  /** Serves it alone under `/sandbox`; port 0: a free one. The base to use: `http://127.0.0.1:<port>/sandbox`. */
  listen(port: number): Promise<string>
  /** A resident writes, taps or sends a picture. The message's id. */
  act(platform: Platform, userId: string, act: ResidentAct): string
  follow(platform: Platform, userId: string): void
  /** On Zalo: consent withdrawn, chat button pressed, or messages looked at. */
  does(userId: string, deed: ZaloDeed): void
  /** Many messages at once; their ids. */
  burst(burst: Burst): string[]
  /** A resident of Messenger reacts to the newest message: `love`, `like` ... */
  react(userId: string, reaction: string): void
  messages(platform: Platform, userId: string): readonly PhoneMessage[]
  /** Whether the platform posts to us, and what it told about that. */
  connection(platform: Platform): ConnectionView
  /** The administrator switches the webhook on again. */
  enable(platform: Platform): void
  /** A resident of Messenger comments below the Page's post, or below a comment. The comment's id. */
  comment(said: { userId: string; text: string; parentId?: string }): string
  /** The Page's post with its comments. */
  feed: Feed
  /** The Page as Meta knows it: tests change it by hand. */
  page: GraphPage
  addFault(fault: Fault): void
  clearFaults(): void
  record(filter?: RecordFilter): readonly RecordEntry[]
  /** How much was ever recorded. */
  recorded(): number
  forgetRecord(): void
  /** Resolves when every webhook is posted or given up. */
  idle(): Promise<void>
  /** Ends timers, streams and the own server; nothing is posted any more. */
  close(): Promise<void>
}

/** Local stand-ins for Zalo and Messenger, speaking their HTTP; in memory. Nothing of it is for production. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const state = createState(options.clock)
  const faults = createFaults()
  const connections = createConnections(options.clock)
  const webhooks = createWebhookPoster({ state, faults, connections, timeFactor: options.timeFactor ?? 1 })
  const uploads = createUploads(options.clock)
  const page = createGraphPage(options.clock.now())
  const parts: SandboxParts = {
    options,
    state,
    faults,
    connections,
    webhooks,
    uploads,
    page,
    feed: createFeed(options.messenger.pageId),
  }
  const { accessToken, refreshToken, appSecret } = options.zalo
  const zaloTokens = createZaloTokens({ access: accessToken, refresh: refreshToken, appSecret })
  const servers: Server[] = []

  const hooks: FaultHooks = {
    onToken: (fault) => {
      const expires = fault.kind === 'expire-token'
      if (fault.platform === 'messenger') page.token.state = expires ? 'expired' : 'revoked'
      else if (expires) zaloTokens.expire()
      else zaloTokens.revoke()
    },
    onClear: () => {
      page.token.state = 'good'
      zaloTokens.restore()
    },
  }

  const router = Router()
  router.use('/graph/:version/:pageId/message_attachments', express.raw({ type: () => true, limit: '27mb' }))
  router.use(express.raw({ type: () => true, limit: '6mb' }))
  router.use('/zalo', zaloRouter(parts, zaloTokens))
  router.use('/graph', graphRouter(parts))
  router.use('/api', phoneApi(parts, hooks))
  router.get('/media/:id', (req, res) => {
    const found = state.mediaOf(req.params.id)
    if (found === undefined) res.status(404).end()
    else res.type(found.contentType).set('x-content-type-options', 'nosniff').send(found.bytes)
  })
  router.use(bodyProblem)

  return {
    router,
    listen: (port) => listen(router, port, servers),
    act: (platform, userId, act) => residentActs(parts, { platform, userId }, act),
    does: (userId, deed) => residentDoes(parts, userId, deed),
    follow: (platform, userId) => residentFollows(parts, { platform, userId }),
    burst: (wanted) => residentsBurst(parts, wanted),
    react: (userId, reaction) => residentReacts(parts, userId, reaction),
    messages: (platform, userId) => state.find(platform, userId)?.messages ?? [],
    connection: connections.view,
    enable: (platform) => switchOn(parts, platform),
    page,
    feed: parts.feed,
    comment: (said) => residentComments(parts, said),
    addFault: (fault) => addFault(parts, fault, hooks),
    clearFaults: () => clearFaults(parts, hooks),
    record: state.record.read,
    recorded: state.record.count,
    forgetRecord: state.record.forget,
    idle: webhooks.idle,
    close: async () => {
      webhooks.close()
      state.changes.emit('close')
      await Promise.all(servers.map(closeServer))
    },
  }
}

/** Too large, or broken off: four parameters are how express knows an error handler. */
function bodyProblem(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  const status = error !== null && typeof error === 'object' && 'status' in error ? Number(error.status) : 500
  if (status < 400 || status >= 500 || res.headersSent) next(error)
  else res.status(status).json({ error: 'invalid' })
}

async function listen(router: Router, port: number, servers: Server[]): Promise<string> {
  const app = express().disable('x-powered-by').use('/sandbox', router)
  const server = app.listen(port, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  servers.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox`
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
