import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Auth, createAuth } from './auth/auth.ts'
import { createBlobStore } from './blobs/create.ts'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { createChannelService } from './context/channel-service.ts'
import { type ChannelSetup, createAdapters } from './context/channels.ts'
import { createCorrections } from './context/corrections.ts'
import { createDataRequests } from './context/data-requests.ts'
import { createHandlers } from './context/handlers.ts'
import { startSweeper } from './context/sweeper.ts'
import { createWebhookService } from './context/webhook-service.ts'
import { afterResolved } from './conversation/after-resolved.ts'
import { createFetchAttachment } from './conversation/attachments.ts'
import { createWebChat } from './conversation/chat.ts'
import { createAnswerComment } from './conversation/comments.ts'
import { createDecodeHeic } from './conversation/decode-heic.ts'
import { createDeliver } from './conversation/deliver.ts'
import { createOutboundFiles } from './conversation/outbound-files.ts'
import { createProcess } from './conversation/process.ts'
import { createReceive } from './conversation/receive.ts'
import { createStaffFiles } from './conversation/staff-files.ts'
import { createSweep } from './conversation/sweep.ts'
import type { BlobStore } from './core/blob-store.ts'
import type { ChannelAdapter, ChannelId } from './core/channel.ts'
import type { RateBudget } from './core/channel-memory.ts'
import { type Clock, systemClock } from './core/clock.ts'
import type { JobQueue } from './core/jobs.ts'
import type { ProvincePack } from './core/pack.ts'
import { createDb, type Db, type DbTarget } from './db/client.ts'
import { createFieldCipher, type FieldCipher } from './db/field-cipher.ts'
import { type Announcer, createAnnouncer, createListener, type Listener } from './db/listen.ts'
import { migrateDb } from './db/migrate.ts'
import { checkFieldKey } from './db/queries/key-check.ts'
import { openReplies } from './db/queries/page-comments.ts'
import { createHttpApp, type HttpApp } from './http/app.ts'
import { createFileLinks } from './http/file-links.ts'
import { createCaseService } from './http/presenters/case-service.ts'
import { createChatService } from './http/presenters/chat-service.ts'
import { createPublicService } from './http/presenters/public-service.ts'
import type { HttpServices } from './http/services.ts'
import { examplesVersion } from './nlp/load-examples.ts'
import { modelOf } from './nlp/model-file.ts'
import { createUnderstand } from './nlp/understand.ts'
import { lexiconOf } from './packs/lexicon.ts'
import { loadPack } from './packs/load.ts'
import { createPostgresJobQueue, createRedisJobQueue } from './queue/create.ts'
import { createDashboard } from './reports/dashboard.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts'
import { createCaseReader } from './tickets/case-reader.ts'
import type { TicketDeps } from './tickets/change.ts'
import { workingMinutesBetween } from './tickets/clock/working-time.ts'
import { closeSilently } from './tickets/resident.ts'
import { act } from './tickets/staff.ts'
import { createWork, type RunWork, type WorkDeps } from './tickets/work.ts'

export const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url))

/** Longest for renewing a channel's tokens in a sweep. */
const TOKEN_REFRESH_MS = 15_000

/** Tests replace parts; the program replaces none. */
export interface Overrides {
  clock?: Clock
  telemetry?: Telemetry
  /** Wraps the transactions of use cases: a crash test throws in here. */
  work?(run: RunWork): RunWork
  queue?(queue: JobQueue): JobQueue
  adapters?(adapters: Map<ChannelId, ChannelAdapter>): Map<ChannelId, ChannelAdapter>
  schedules?: 'on' | 'off'
  sandboxTimeFactor?: number
  /** Calls to platforms; a test whose clock stands still would wait for ever for new ones. */
  budget?: RateBudget
}

export interface ContextOptions {
  config: Config
  secrets: Secrets
  database: DbTarget
  /** The port that the program listens on; the sandbox posts its webhooks there. */
  port: number
  overrides?: Overrides
}

export interface Context {
  app: HttpApp
  auth: Auth
  db: Db
  pack: ProvincePack
  queue: JobQueue
  telemetry: Telemetry
  cipher: FieldCipher
  sandbox: Sandbox | null
  services: HttpServices
  /** Begins to work (role worker): jobs, and a sweep at start and every minute. */
  start(): Promise<void>
  /** One sweep, now. */
  sweep(): Promise<void>
  /** Runs the queue dry, including what arrives meanwhile from the sandbox. */
  drain(): Promise<void>
  /** Ends live streams, lets running jobs finish, releases every connection. Repeatable. */
  close(): Promise<void>
}

/** Constructs everything by hand, in order. Connects to the database and the queue; listens to no port. */
export async function createContext(options: ContextOptions): Promise<Context> {
  const { config, secrets, database, overrides = {} } = options
  const clock = overrides.clock ?? systemClock
  const telemetry = overrides.telemetry ?? createTelemetry({ level: config.logLevel, format: 'json' })
  const pack = loadPack(join(PROJECT_DIR, 'data', config.packId))
  const understand = createUnderstand(lexiconOf(pack), modelOf(PROJECT_DIR))
  const dbLog = telemetry.logger('db')
  await migrateDb(database)
  const db = createDb({ ...database, max: 20, onError: (err) => dbLog.warn({ err }, 'idle connection lost') })
  const listener = await createListener({ ...database, onError: (err) => dbLog.warn({ err }, 'listener lost') })
  const cipher = createFieldCipher(secrets.fieldKey)
  await checkFieldKey(db.orm, cipher)
  const files = createBlobStore({ db, clock, cipher, place: blobPlace(options) })
  const announcer = createAnnouncer(db, (err) => dbLog.warn({ err }, 'announcement lost'))
  const queue = await openQueue(options, telemetry)
  const channels = createAdapters({
    config,
    secrets,
    port: options.port,
    clock,
    telemetry,
    db,
    cipher,
    files: createOutboundFiles({ db, cipher, blobs: files.blobs }),
    overrides,
  })
  const base = {
    clock,
    telemetry,
    pack,
    db,
    listener,
    announcer,
    cipher,
    queue,
    channels,
    blobs: files.blobs,
    closeBlobs: files.close,
  }
  const parts = assemble(options, {
    ...base,
    understand,
    modelVersion: examplesVersion(join(PROJECT_DIR, 'data', 'nlu', 'train')),
  })
  const stopping = new AbortController()
  const app = createHttpApp({
    services: parts.services,
    roles: config.roles,
    publicUrl: config.publicUrl,
    chatEmbedOrigins: config.chatEmbedOrigins,
    distDir: join(PROJECT_DIR, 'web', 'dist'),
    sessionSecret: secrets.sessionSecret,
    demo: channels.sandbox !== null,
    ...(channels.sandbox === null ? {} : { sandbox: channels.sandbox.router }),
    clock,
    log: telemetry.logger('http'),
    observe: (labels, seconds) => telemetry.metrics.time('http_request_seconds', labels, seconds),
    stopping: stopping.signal,
  })
  return lifecycle({ ...base, ...parts, app, stopping, config, sandbox: channels.sandbox })
}

function blobPlace({ config, secrets }: ContextOptions): Parameters<typeof createBlobStore>[0]['place'] {
  if (config.blobs.kind !== 's3') return config.blobs
  if (secrets.s3 === null) throw new Error('S3 without keys')
  return { ...config.blobs, ...secrets.s3 }
}

async function openQueue(options: ContextOptions, telemetry: Telemetry): Promise<JobQueue> {
  const settings = { telemetry, schedules: options.overrides?.schedules ?? ('on' as const) }
  const { redisUrl } = options.secrets
  const queue =
    redisUrl === null
      ? await createPostgresJobQueue({ ...settings, ...options.database })
      : createRedisJobQueue({ ...settings, url: redisUrl })
  return options.overrides?.queue?.(queue) ?? queue
}

interface Base {
  clock: Clock
  telemetry: Telemetry
  pack: ProvincePack
  db: Db
  listener: Listener
  announcer: Announcer
  cipher: FieldCipher
  blobs: BlobStore
  closeBlobs(): Promise<void>
  queue: JobQueue
  channels: ChannelSetup
}

function assemble(
  options: ContextOptions,
  base: Base & { understand: ReturnType<typeof createUnderstand>; modelVersion: string },
): { services: HttpServices; auth: Auth; startJobs(): Promise<void>; sweep(): Promise<void> } {
  const { config, secrets, overrides = {} } = options
  const { clock, telemetry, pack, db, listener, announcer, cipher, blobs, queue, channels } = base
  const jobLog = telemetry.logger('jobs')
  const workDeps: WorkDeps = {
    db,
    queue,
    clock,
    announcer,
    onNudgesLost: (lost, err) =>
      jobLog.warn({ jobs: [...new Set(lost)], lost: lost.length, err }, 'nudges lost; the sweep will find the rows'),
  }
  const workBy = (run: RunWork): RunWork => overrides.work?.(run) ?? run
  const work = workBy(createWork(workDeps))
  const intakeWork = workBy(createWork({ ...workDeps, nudges: 'background' }))
  const tickets: TicketDeps = {
    cipher,
    pack,
    publicUrl: config.publicUrl,
    modelVersion: base.modelVersion,
    events: telemetry,
    afterResolved: (w, t) => afterResolved(tickets, w, t),
  }
  const receive = createReceive({ work: intakeWork, cipher, clock, events: telemetry })
  const deliver = createDeliver({
    db,
    cipher,
    clock,
    queue,
    adapters: channels.adapters,
    announcer,
    events: telemetry,
    metrics: telemetry.metrics,
    noticeOf: (code) => ({
      kind: 'case-notice',
      code,
      status: pack.text('status.answered'),
      url: `${config.publicUrl}/phieu/${code}`,
    }),
  })
  const process = createProcess({
    ...tickets,
    db,
    work,
    understand: base.understand,
    log: telemetry.logger('conversation'),
    attend: (to) => channels.adapters.get(to.channel)?.attend?.(to) ?? (() => {}),
  })
  const heic = createDecodeHeic()
  const fetchAttachment = createFetchAttachment({
    db,
    cipher,
    blobs,
    clock,
    announcer,
    heic,
    adapters: channels.adapters,
  })
  const { comments: setting, commentPointer: pointer } = config.channels.messenger
  const answerComment = createAnswerComment({
    db,
    work,
    cipher,
    pack,
    clock,
    understand: base.understand,
    answers: channels.messenger?.comments ?? null,
    setting,
    pointer,
  })
  const repair = createSweep({
    db,
    clock,
    queue,
    repeatable: new Set<ChannelId>(['web']),
    blobs,
    closeSilently: (ticketId, before) => work((w) => closeSilently(tickets, w, { ticketId, before })),
    events: telemetry,
  })
  const dataRequests = createDataRequests({ tickets, db, clock, work, messenger: channels.messenger })
  const sweep = async (): Promise<void> => {
    await channels.zalo?.keepFresh(AbortSignal.timeout(TOKEN_REFRESH_MS))
    await channels.zalo?.lookAtAccount(AbortSignal.timeout(TOKEN_REFRESH_MS))
    await channels.messenger?.keepWell(AbortSignal.timeout(TOKEN_REFRESH_MS))
    await dataRequests.lookUp(AbortSignal.timeout(TOKEN_REFRESH_MS))
    await repair()
  }
  const auth = createAuth({
    db,
    secret: secrets.sessionSecret,
    publicUrl: config.publicUrl,
    unitName: (id) => pack.units.get(id)?.nameVi ?? null,
    clock,
  })
  telemetry.metrics.watch('queue_jobs', () => queue.counts())
  telemetry.metrics.watch('database_connections', async () => ({
    total: db.pool.totalCount,
    idle: db.pool.idleCount,
    waiting: db.pool.waitingCount,
  }))
  const reader = createCaseReader({ db, cipher, blobs, pack, clock })
  const now = (): Date => clock.now()
  const services: HttpServices = {
    webhooks: createWebhookService({ channels, receive, db, events: telemetry }),
    chat: createChatService({ chat: createWebChat({ db, cipher, blobs, clock, receive, listener, heic }), pack }),
    cases: createCaseService({
      reader,
      understand: base.understand,
      files: createStaffFiles({ db, cipher, blobs, clock, heic }),
      pack,
      now,
      links: createFileLinks({ secret: secrets.sessionSecret, clock }),
      demo: channels.sandbox !== null,
      workingMinutes: (from, to) => workingMinutesBetween(from, to, pack.calendar),
      act: (actor, code, input) => work((w) => act(tickets, w, { actor, code, ...input })),
      listen: (fn) => listener.subscribe(fn),
    }),
    dashboard: createDashboard({ db, pack, clock }),
    publicCases: createPublicService({ reader, pack, now }),
    sessions: auth.sessions,
    channels: createChannelService({
      ...channels,
      openComments: (channel) => openReplies(db.orm, channel, 20),
    }),
    dataRequests: dataRequests.service,
    corrections: createCorrections({ db, cipher, pack, clock, understand: base.understand }),
    health: {
      ready: async () => ({
        database: (await db.ping()) ? null : 'no answer',
        queue: (await queue.ping()) ? null : 'no answer',
        pack: null,
      }),
      metrics: async () => ({ contentType: telemetry.metrics.contentType, body: await telemetry.metrics.text() }),
    },
  }
  const handlers = createHandlers({ process, deliver, fetchAttachment, answerComment, sweep, tickets, work })
  return { services, auth, sweep, startJobs: () => queue.start(handlers) }
}

function lifecycle(
  parts: Base &
    ReturnType<typeof assemble> & { app: HttpApp; stopping: AbortController; config: Config; sandbox: Sandbox | null },
): Context {
  const { app, auth, db, pack, queue, telemetry, cipher, sandbox, services, sweep } = parts
  let sweeper: { stop(): Promise<void> } | null = null
  let closed: Promise<void> | null = null
  return {
    app,
    auth,
    db,
    pack,
    queue,
    telemetry,
    cipher,
    sandbox,
    services,
    sweep,
    start: async () => {
      if (!parts.config.roles.has('worker')) return
      await parts.startJobs()
      sweeper = startSweeper({ sweep, log: telemetry.logger('sweep') })
    },
    drain: async () => {
      // The platforms' webhooks and our answers call each other: until both are quiet.
      for (let round = 0; round < 50; round++) {
        await sandbox?.idle()
        await queue.drain()
        const before = sandbox?.recorded() ?? 0
        await sandbox?.idle()
        const { waiting, active } = await queue.counts()
        if (waiting + active === 0 && (sandbox?.recorded() ?? 0) === before) return
      }
      throw new Error('the system did not come to rest')
    },
    close: () => {
      closed ??= closeAll(parts, sweeper)
      return closed
    },
  }
}

async function closeAll(
  parts: Base & { stopping: AbortController; sandbox: Sandbox | null },
  sweeper: { stop(): Promise<void> } | null,
): Promise<void> {
  const log = parts.telemetry.logger('stop')
  parts.stopping.abort()
  const steps: [string, () => Promise<void>][] = [
    ['sweeper', async () => sweeper?.stop()],
    ['sandbox', async () => parts.sandbox?.close()],
    ['queue', () => parts.queue.close()],
    ['announcements', () => parts.announcer.flush()],
    ['listener', () => parts.listener.close()],
    ['files', () => parts.closeBlobs()],
    ['database', () => parts.db.close()],
  ]
  for (const [name, step] of steps) {
    // One part that cannot end must not keep the others.
    await step().catch((err: unknown) => log.error({ err, part: name }, 'could not be closed'))
  }
}
