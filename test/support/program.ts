import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config, MessengerConfig } from '../../src/config/config.ts'
import { demoChannelSecrets } from '../../src/config/demo-secrets.ts'
import { type Context, createContext, type Overrides } from '../../src/context.ts'
import { unlimitedBudget } from '../../src/core/channel-memory.ts'
import { type SettableClock, settableClock, systemClock } from '../../src/core/clock.ts'
import type { Role } from '../../src/core/ticket.ts'
import type { AttachmentView, CaseDetail, CasePage } from '../../src/http/contract/cases.ts'
import type { ChatState } from '../../src/http/contract/chat.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { silentTelemetry } from '../../src/telemetry/telemetry.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/** A Monday morning in working hours: 23/11/2026 09:00 in Vietnam. */
export const MONDAY_NINE = new Date('2026-11-23T02:00:00Z')

export const TEST_SESSION_SECRET = 'a secret for tests that is long enough, really'

export interface Program {
  context: Context
  sandbox: Sandbox
  clock: SettableClock
  url: string
  database: TestDatabase
  secrets: ReturnType<typeof demoChannelSecrets>
  /** A new account, signed in. */
  staff(role: Role, options?: { unitId?: string; sealed?: boolean }): Promise<StaffClient>
  /** A new visitor of the web chat. */
  visitor(): ChatClient
  close(): Promise<void>
}

export interface ProgramOptions {
  overrides?: Omit<Overrides, 'clock'>
  redisUrl?: string
  /** Template messages of Zalo. Default none. */
  caseNotice?: Config['channels']['zalo']['caseNotice']
  /** Settings of the Messenger channel, on the sandbox. */
  messenger?: Partial<MessengerConfig>
  startAt?: Date
  /** Sites that may frame the chat. */
  embedOrigins?: readonly string[]
  /** `machine`: real time, for a browser that has no other. Default: set by the test. */
  time?: 'set' | 'machine'
  /** Another program on the same database (a second process). */
  beside?: Program
}

/** The whole program on a real PostgreSQL and a port of its own, with the sandbox platforms and a settable clock. */
export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const database = options.beside?.database ?? (await createTestDatabase())
  const clock = options.beside?.clock ?? settableClock(options.startAt ?? MONDAY_NINE)
  const dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-program-'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  const config = configOf({
    port,
    dataDir,
    redisUrl: options.redisUrl,
    messenger: options.messenger,
    embedOrigins: options.embedOrigins ?? [],
    caseNotice: options.caseNotice,
  })
  const keys = options.beside?.context.cipher === undefined ? randomBytes(32) : fieldKeys.get(options.beside)
  if (keys === undefined) throw new Error('the other program is unknown')
  const context = await createContext({
    config,
    secrets: {
      sessionSecret: TEST_SESSION_SECRET,
      fieldKey: Buffer.from(keys),
      databaseUrl: null,
      redisUrl: options.redisUrl ?? null,
      s3: null,
      zalo: null,
      messenger: null,
    },
    database: database.target,
    port,
    overrides: {
      telemetry: silentTelemetry(),
      schedules: 'off',
      sandboxTimeFactor: 0.001,
      budget: unlimitedBudget,
      ...options.overrides,
      clock: options.time === 'machine' ? systemClock : clock,
    },
  })
  server.on('request', context.app)
  await context.start()
  if (context.sandbox === null) throw new Error('no sandbox')
  const program: Program = {
    context,
    sandbox: context.sandbox,
    clock,
    url: config.publicUrl,
    database,
    secrets: demoChannelSecrets(dataDir),
    staff: (role, more = {}) => staffClient({ context, url: config.publicUrl }, { role, ...more }),
    visitor: () => chatClient({ context, url: config.publicUrl }),
    close: async () => {
      server.close()
      await context.close()
      server.closeAllConnections()
      if (options.beside === undefined) await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  fieldKeys.set(program, keys)
  return program
}

const fieldKeys = new WeakMap<Program, Buffer>()

function configOf(input: {
  port: number
  dataDir: string
  redisUrl: string | undefined
  caseNotice: Config['channels']['zalo']['caseNotice'] | undefined
  messenger: Partial<MessengerConfig> | undefined
  embedOrigins: readonly string[]
}): Config {
  return {
    roles: new Set(['gateway', 'worker', 'console']),
    port: input.port,
    publicUrl: `http://127.0.0.1:${input.port}`,
    chatEmbedOrigins: input.embedOrigins,
    packId: 'binh-duong-2022',
    dataDir: input.dataDir,
    logLevel: 'silent',
    database: 'embedded',
    queue: input.redisUrl === undefined ? 'postgres' : 'redis',
    blobs: { kind: 'postgres' },
    channels: {
      zalo: {
        kind: 'sandbox',
        apiBase: 'http://127.0.0.1:1',
        oauthBase: 'http://127.0.0.1:1',
        ...(input.caseNotice === undefined ? {} : { caseNotice: input.caseNotice }),
      },
      messenger: {
        kind: 'sandbox',
        graphBase: 'http://127.0.0.1:1',
        graphVersion: 'v25.0',
        appId: null,
        comments: 'off',
        commentPointer: 'off',
        ...input.messenger,
      },
    },
  }
}

export interface StaffClient {
  get<T>(path: string): Promise<{ status: number; body: T }>
  post<T>(path: string, body: unknown): Promise<{ status: number; body: T }>
  /** The bytes behind a link of the API. */
  file(path: string): Promise<{ status: number; contentType: string; disposition: string; bytes: Uint8Array }>
  /** Uploads a file to go with the next message of this person. */
  upload(
    code: string,
    file: { name: string; bytes: Uint8Array; clientId?: string },
  ): Promise<{ status: number; body: AttachmentView & { error?: { code: string; message: string } } }>
  remove(path: string): Promise<{ status: number }>
  inbox(query?: string): Promise<CasePage['items']>
  detail(code: string): Promise<CaseDetail>
  /** One action on the case as it is now. */
  act(code: string, body: Record<string, unknown>): Promise<{ status: number; body: { case: CaseDetail | null } }>
}

async function staffClient(
  { context, url }: { context: Context; url: string },
  person: { role: Role; unitId?: string; sealed?: boolean },
): Promise<StaffClient> {
  const username = `u${randomBytes(5).toString('hex')}`
  const password = 'a long enough password'
  await context.auth.accounts.add({
    username,
    password,
    name: `Người thử ${person.role}`,
    role: person.role,
    unitId: person.unitId ?? null,
    sealed: person.sealed ?? false,
  })
  const headers = { 'content-type': 'application/json', 'x-requested-with': 'lang-nghe' }
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username, password }),
  })
  const cookie = signIn.headers
    .getSetCookie()
    .map((c) => c.split(';', 1)[0])
    .join('; ')
  if (!signIn.ok) throw new Error(`sign-in failed: ${signIn.status} ${await signIn.text()}`)
  const call = async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const res = await fetch(url + path, {
      method,
      headers: { ...headers, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await res.text()
    return { status: res.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as T }
  }
  const client: StaffClient = {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    file: async (path) => fileOf(await fetch(url + path, { headers: { ...headers, cookie } })),
    upload: async (code, { name, bytes, clientId = randomUUID() }) => {
      const res = await fetch(`${url}/api/v1/cases/${code}/files?clientId=${clientId}`, {
        method: 'POST',
        headers: {
          ...headers,
          cookie,
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(name),
        },
        body: Buffer.from(bytes),
      })
      return { status: res.status, body: (await res.json()) as never }
    },
    remove: async (path) => ({
      status: (await fetch(url + path, { method: 'DELETE', headers: { ...headers, cookie } })).status,
    }),
    inbox: async (query = '') => (await call<CasePage>('GET', `/api/v1/cases${query}`)).body.items,
    detail: async (code) => (await call<CaseDetail>('GET', `/api/v1/cases/${code}`)).body,
    act: async (code, body) => {
      const { version } = await client.detail(code)
      return call('POST', `/api/v1/cases/${code}/actions`, {
        idempotencyKey: randomUUID(),
        body: { version, ...body },
      })
    },
  }
  return client
}

async function fileOf(
  res: Response,
): Promise<{ status: number; contentType: string; disposition: string; bytes: Uint8Array }> {
  const [contentType, disposition] = ['content-type', 'content-disposition'].map((name) => res.headers.get(name) ?? '')
  const bytes = new Uint8Array(await res.arrayBuffer())
  return { status: res.status, contentType: contentType ?? '', disposition: disposition ?? '', bytes }
}

export interface ChatClient {
  say(text: string): Promise<void>
  /** Taps the newest choice with this label. */
  tap(label: string): Promise<void>
  start(): Promise<void>
  state(): Promise<ChatState>
  /** The bytes behind a link of the chat. */
  file(path: string): ReturnType<StaffClient['file']>
  /** What we said, newest last. */
  heard(): Promise<string[]>
}

function chatClient({ context, url }: { context: Context; url: string }): ChatClient {
  let cookie = ''
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const res = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', cookie, 'x-requested-with': 'lang-nghe' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = res.headers.getSetCookie()[0]
    if (set !== undefined) cookie = set.split(';', 1)[0] ?? ''
    return res
  }
  const state = async (): Promise<ChatState> => (await call('GET', '/api/chat/state')).json() as Promise<ChatState>
  const post = async (content: Record<string, unknown>): Promise<void> => {
    if (cookie === '') await state()
    const res = await call('POST', '/api/chat/messages', { clientId: randomUUID(), content })
    if (!res.ok) throw new Error(`chat post: ${res.status} ${await res.text()}`)
    await context.drain()
  }
  return {
    state,
    file: async (path) => fileOf(await call('GET', path)),
    start: () => post({ kind: 'start' }),
    say: (text) => post({ kind: 'text', text }),
    tap: async (label) => {
      const { messages } = await state()
      const found = messages
        .flatMap((m) => m.choices)
        .reverse()
        .find((c) => c.label === label)
      if (found === undefined) throw new Error(`no choice "${label}"`)
      await post({ kind: 'choice', choiceId: found.id, label })
    },
    heard: async () => (await state()).messages.filter((m) => m.from !== 'resident').map((m) => m.text),
  }
}

/** What the phone of a resident on a sandbox platform shows of ours, newest last. */
export function heardOn(program: Program, platform: 'zalo' | 'messenger', userId: string): string[] {
  return program.sandbox
    .messages(platform, userId)
    .filter((m) => m.from === 'official')
    .map((m) => m.text)
}

/** A resident taps a button of the newest message that has it. */
export async function tapOn(
  program: Program,
  at: { platform: 'zalo' | 'messenger'; userId: string },
  label: string,
): Promise<void> {
  const button = program.sandbox
    .messages(at.platform, at.userId)
    .flatMap((m) => m.buttons)
    .reverse()
    .find((b) => b.label === label)
  if (button === undefined) throw new Error(`no button "${label}" on ${at.platform}`)
  program.sandbox.act(at.platform, at.userId, { buttonValue: button.value, buttonLabel: button.label })
  await program.context.drain()
}

export async function writeOn(
  program: Program,
  at: { platform: 'zalo' | 'messenger'; userId: string },
  text: string,
): Promise<void> {
  program.sandbox.act(at.platform, at.userId, { text })
  await program.context.drain()
}
