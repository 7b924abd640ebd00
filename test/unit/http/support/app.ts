import { createHmac, timingSafeEqual } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ParsedWebhook, RawWebhook } from '../../../../src/core/channel.ts'
import { settableClock } from '../../../../src/core/clock.ts'
import { Refusal } from '../../../../src/core/errors.ts'
import type { InboundContent } from '../../../../src/core/messages.ts'
import type { Actor } from '../../../../src/core/ticket.ts'
import { createHttpApp, type HttpApp, type HttpAppOptions } from '../../../../src/http/app.ts'
import type { ActionBody, CaseDetail, CaseFilter, CaseRow, LiveEvent } from '../../../../src/http/contract/cases.ts'
import type { ChatMessage } from '../../../../src/http/contract/chat.ts'
import type { Dashboard } from '../../../../src/http/contract/dashboard.ts'
import type { HttpServices, PublicCase } from '../../../../src/http/services.ts'

/** Small ports held in memory: what the routes do with them is under test, not they. */
export interface World {
  services: HttpServices
  received: { channel: string; raw: RawWebhook }[]
  forged: string[]
  off: Set<string>
  databaseDown: boolean
  /** Thrown by the next list of cases. */
  bug: Error | null
  posts: { address: string; clientId: string; content: InboundContent }[]
  photos: { address: string; bytes: Uint8Array }[]
  forms: Parameters<HttpServices['chat']['postForm']>[0][]
  /** What the chat shows. */
  answers: ChatMessage[]
  uploads: { clientId: string; name: string; size: number }[]
  chatListeners: Map<string, Set<() => void>>
  liveListeners: Set<(event: LiveEvent) => void>
  sessions: Map<string, Actor>
  rows: CaseRow[]
  filters: { actor: Actor; filter: CaseFilter }[]
  actions: { code: string; body: ActionBody; key: string }[]
  publicCases: Map<string, PublicCase>
  logs: { level: string; fields: Record<string, unknown>; message: string }[]
  parts: { database: string | null; queue: string | null; pack: string | null }
}

export const OFFICER: Actor = { userId: 'u1', name: 'Cán bộ', role: 'officer', unitId: 'unit-a', sealed: false }
export const SECRET = 'webhook secret'
export const COOKIE = 'ln_staff.session_token=good'
export const FROM_CONSOLE = { 'x-requested-with': 'lang-nghe' }
const AT = '2026-11-23T03:05:00.000Z'
export const REQUEST_CODE = 'XD-2345678ABCDE'

export function makeWorld(): World {
  const world: Omit<World, 'services'> = {
    received: [],
    forged: [],
    off: new Set(),
    databaseDown: false,
    bug: null,
    posts: [],
    photos: [],
    forms: [],
    answers: [],
    uploads: [],
    chatListeners: new Map(),
    liveListeners: new Set(),
    sessions: new Map([['good', OFFICER]]),
    rows: [caseRow('PA-2611-AAAAA')],
    filters: [],
    actions: [],
    publicCases: new Map(),
    logs: [],
    parts: { database: null, queue: null, pack: null },
  }
  const whole: World = Object.assign(world, { services: services(world) })
  return whole
}

/** The app over this world, with a folder of built pages. */
export function appOf(world: World, change: Partial<HttpAppOptions> = {}): HttpApp {
  const log = (level: string) => (fields: Record<string, unknown>, message: string) => {
    world.logs.push({ level, fields, message })
  }
  return createHttpApp({
    services: world.services,
    roles: new Set(['gateway', 'worker', 'console'] as const),
    publicUrl: 'http://localhost:3000',
    distDir: '/nonexistent',
    sessionSecret: 'a secret of the test, long enough for this',
    demo: true,
    clock: settableClock(new Date(AT)),
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    ...change,
  })
}

/** A folder like `web/dist`. */
export function builtPages(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'lang-nghe-pages-'))
  for (const page of ['console', 'chat', 'sandbox']) {
    mkdirSync(join(dir, page), { recursive: true })
    writeFileSync(join(dir, page, 'index.html'), `<!doctype html><title>${page}</title>`)
  }
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'assets', 'portal.css'), 'body{}')
  writeFileSync(join(dir, 'assets', 'console-Ab3dE_9x.js'), '1')
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function signed(body: string): string {
  return createHmac('sha256', SECRET).update(body).digest('hex')
}

function services(world: Omit<World, 'services'>): HttpServices {
  return {
    webhooks: {
      enabled: (channel) => !world.off.has(channel),
      authenticate: (_channel, raw) => {
        const given = Buffer.from(raw.headers['x-signature'] ?? '')
        const right = Buffer.from(createHmac('sha256', SECRET).update(raw.body).digest('hex'))
        return given.length === right.length && timingSafeEqual(given, right)
      },
      parse: (): ParsedWebhook => ({ messages: [], receipts: [], echoes: [], ignored: [] }),
      receive: async (channel, _parsed, raw) => {
        if (world.databaseDown) throw new Refusal('unavailable', 'database.down')
        world.received.push({ channel, raw })
      },
      forged: (channel) => {
        world.forged.push(channel)
      },
      handshake: (query) => (query['hub.verify_token'] === 'right' ? (query['hub.challenge'] ?? null) : null),
    },
    chat: chatPort(world),
    cases: casePort(world),
    dashboard: { read: async () => board() },
    publicCases: {
      byCode: async (code) => world.publicCases.get(code) ?? null,
      provinceName: () => 'tỉnh Thử',
      timeZone: () => 'Asia/Ho_Chi_Minh',
      hotline: () => ({ label: 'Tổng đài', phone: '1022' }),
      policy: () => [{ title: 'Ai giữ dữ liệu', text: 'Tỉnh Thử.\nGọi <1022>.' }],
    },
    sessions: sessionPort(world),
    dataRequests: {
      fromPlatform: async (signed) => (signed === 'forged' ? null : { code: REQUEST_CODE }),
      state: async (typed) =>
        typed === REQUEST_CODE
          ? { code: REQUEST_CODE, state: 'open', receivedAt: new Date(AT), settledAt: null }
          : null,
      list: async () => ({ items: [] }),
      preview: async () => ({ conversations: 1, messages: 2, files: 0, cases: 1, openCases: [] }),
      settle: async () => ({ items: [] }),
    },
    corrections: { count: async () => ({ count: 0 }), take: async () => (async function* () {})() },
    channels: {
      list: async () => ({ items: [] }),
      beginConsent: async () => 'https://zalo.test/permission',
      finishConsent: async ({ state }) => (state === 'known' ? { kind: 'done' } : { kind: 'unknown-state' }),
    },
    health: {
      ready: async () => world.parts,
      metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    },
  }
}

function chatPort(world: Omit<World, 'services'>): HttpServices['chat'] {
  return {
    state: async () => ({ messages: world.answers, provinceName: 'tỉnh Thử' }),
    post: async (input) => {
      world.posts.push(input)
    },
    postPhoto: async (input) => {
      if (input.bytes[0] !== 0xff) throw new Refusal('invalid', 'chat.photo-type')
      world.photos.push(input)
    },
    postForm: async (input) => {
      if (input.photos.some((photo) => photo[0] !== 0xff)) throw new Refusal('invalid', 'media.not-an-image')
      world.forms.push(input)
    },
    settled: async () => world.forms.length === 0 || world.answers.length > 0,
    photo: async (_address, id) => (id === 'p1' ? { bytes: new Uint8Array([1, 2]), contentType: 'image/jpeg' } : null),
    subscribe: async (address, changed) => {
      const listeners = world.chatListeners.get(address) ?? new Set()
      world.chatListeners.set(address, listeners.add(changed))
      return () => listeners.delete(changed)
    },
  }
}

function casePort(world: Omit<World, 'services'>): HttpServices['cases'] {
  return {
    list: async (actor, query) => {
      if (world.bug !== null) throw world.bug
      world.filters.push({ actor, filter: query })
      return { items: world.rows.slice(0, query.limit), nextCursor: null }
    },
    counts: async () => {
      const none = { value: 0, atLeast: false }
      return {
        todo: none,
        triage: none,
        waiting: none,
        'due-soon': none,
        overdue: none,
        coordinating: none,
        done: none,
        all: none,
      }
    },
    rows: async function* (actor, filter, limit) {
      world.filters.push({ actor, filter })
      for (let from = 0; from < Math.min(limit, world.rows.length); from += 2) {
        if (world.bug !== null && from > 0) throw world.bug
        yield world.rows.slice(from, from + 2)
      }
    },
    detail: async (_actor, code) => detail(world, code),
    understanding: async () => ({ why: [], places: [] }),
    act: async (_actor, code, request) => {
      if (request.body.version !== 1) throw new Refusal('conflict', 'ticket.changed-meanwhile')
      world.actions.push({ code, body: request.body, key: request.idempotencyKey })
      return { case: detail(world, code) }
    },
    uploadFile: async (_actor, _code, { clientId, name, bytes }) => {
      world.uploads.push({ clientId, name, size: bytes.length })
      return {
        id: clientId,
        kind: 'file',
        state: 'stored',
        url: '/api/v1/attachments/x',
        thumbnailUrl: null,
        name,
        contentType: 'application/pdf',
        size: bytes.length,
        failure: null,
        place: null,
      }
    },
    removeFile: async (_actor, id) => {
      world.uploads = world.uploads.filter((each) => each.clientId !== id)
    },
    reveal: async () => ({ name: 'Nguyễn Văn A', phone: '0900000000', channelName: null }),
    attachment: async (_actor, { id }) => {
      if (id === 'page') return { bytes: Buffer.from('<script>1</script>'), contentType: 'text/html' }
      return id === 'photo' ? { bytes: new Uint8Array([0xff, 0xd8]), contentType: 'image/jpeg' } : null
    },
    reference: async () => ({
      pack: { id: 'thu', name: 'tỉnh Thử', timeZone: 'Asia/Ho_Chi_Minh', demo: true },
      units: [],
      topics: [],
      localities: [],
    }),
    subscribe: async (_actor, listener) => {
      world.liveListeners.add(listener)
      return () => world.liveListeners.delete(listener)
    },
  }
}

function sessionPort(world: Omit<World, 'services'>): HttpServices['sessions'] {
  const me = { userId: 'u1', username: 'canbo', name: 'Cán bộ', role: 'officer', unit: null, sealed: false } as const
  return {
    signIn: async ({ username, password }) => {
      if (username === 'khoa') return { kind: 'locked', retryAfterSeconds: 321 }
      if (password !== 'dung') return { kind: 'refused' }
      return { kind: 'signed-in', cookie: `${COOKIE}; Path=/; HttpOnly`, me }
    },
    read: async (header) => {
      const token = /ln_staff\.session_token=([^;]+)/.exec(header)?.[1] ?? ''
      const actor = world.sessions.get(token)
      return actor === undefined ? null : { me, actor, sessionId: token }
    },
    signOut: async () => ({ cookie: 'ln_staff.session_token=; Max-Age=0; Path=/' }),
    list: async () => ({
      items: [{ id: 'good', current: true, createdAt: AT, expiresAt: AT, userAgent: null }],
    }),
    end: async (_header, id) => {
      if (id !== 'good') throw new Refusal('not-found', 'session.not-found')
    },
  }
}

export function caseRow(code: string, change: Partial<CaseRow> = {}): CaseRow {
  return {
    code,
    kind: 'PA',
    status: 'dispatched',
    urgency: 'normal',
    topic: { id: 'rac', name: 'Rác thải' },
    place: 'trước chợ',
    locality: null,
    channel: 'zalo',
    title: 'Rác đổ bừa bãi',
    unit: { id: 'unit-a', name: 'UBND phường A' },
    holder: null,
    filedAt: AT,
    dueAt: null,
    answeredAt: null,
    overdue: false,
    workingMinutesLeft: -30,
    sealed: false,
    demo: false,
    unread: true,
    ...change,
  }
}

function detail(world: Omit<World, 'services'>, code: string): CaseDetail {
  const row = world.rows.find((each) => each.code === code)
  if (row === undefined) throw new Refusal('not-found', 'ticket.not-found')
  return {
    ...row,
    version: 1,
    description: 'Rác đổ bừa bãi',
    location: null,
    attachments: [],
    unsentFiles: [],
    reporter: { masked: 'N*** V*** A', anonymous: false, hasContact: true },
    routing: { why: [], coordinating: [], returns: 0 },
    topicGuesses: [],
    clock: {
      startedAt: AT,
      dueAt: null,
      firstResponseAt: null,
      firstResponseDueAt: null,
      answeredAt: null,
      workingMinutesTotal: null,
      workingMinutesUsed: null,
      rule: null,
    },
    resultText: null,
    rating: null,
    conversation: [],
    history: [],
    actions: ['accept'],
    replyWindow: { closesAt: null, open: true, label: '' },
  }
}

function board(): Dashboard {
  const total = {
    received: 3,
    open: 1,
    overdue: 0,
    due: 2,
    onTime: 2,
    late: 0,
    onTimeShare: 1,
    firstResponse: { n: 2, median: 30, p90: 60 },
    resolution: { n: 0, median: null, p90: null },
  }
  return {
    from: '2026-11-01',
    to: '2026-11-30',
    asOf: AT,
    total,
    byUnit: [{ ...total, key: 'unit-a', label: '=UBND phường A' }],
    byTopic: [],
    byChannel: [],
    byLocality: [],
    byMonth: [],
    definitions: { received: { name: 'Tiếp nhận', definition: 'Số hồ sơ nhận trong kỳ' } },
    includesDemo: false,
  }
}
