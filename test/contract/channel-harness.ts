import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fitPicture } from '../../src/conversation/fit-picture.ts'
import type { ChannelAdapter, OutboundFiles, RawWebhook } from '../../src/core/channel.ts'
import { type SettableClock, settableClock } from '../../src/core/clock.ts'
import type { OutboundContent, OutboundMessage } from '../../src/core/messages.ts'
import type { Platform, SandboxOptions } from '../../src/sandbox/options.ts'
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts'

/** The platform, a gateway that keeps what is posted to it, and the adapter between them, over real HTTP. */
export interface ChannelHarness {
  platform: Platform
  adapter: ChannelAdapter
  sandbox: Sandbox
  /** Where the sandbox answers. */
  base: string
  clock: SettableClock
  /** What the gateway got, in order. */
  received: RawWebhook[]
  /** Status codes for the next webhooks; empty: 200. */
  answers: number[]
  resident: string
  account: string
  message(content: OutboundContent, more?: Partial<OutboundMessage>): OutboundMessage
  /** What `blob:<id>` references hold, by id; `away`: the store does not answer. */
  files: Map<string, { bytes: Uint8Array; contentType: string; name: string } | 'away'>
  /** Calls to the platform's send endpoint so far. */
  sends(): number
  /** Calls to its upload endpoint. */
  uploads(): number
  close(): Promise<void>
}

export const START = new Date('2026-11-23T03:00:00Z')
export const SECRETS = {
  zaloAppId: '1111111111111111111',
  zaloOaId: '4444444444444444444',
  zaloOaSecretKey: 'oa_webhook_secret_demo',
  zaloAppSecret: 'zalo-app-secret',
  pageId: '100000000000001',
  appSecret: 'fb_app_secret',
  verifyToken: 'verify-me',
  appId: '1517776481860111',
} as const

export type MakeAdapter = (parts: {
  base: string
  clock: SettableClock
  sandbox: Sandbox
  files: OutboundFiles
}) => ChannelAdapter

export async function channelHarness(
  platform: Platform,
  makeAdapter: MakeAdapter,
  zalo: Partial<SandboxOptions['zalo']> = {},
): Promise<ChannelHarness> {
  const clock = settableClock(START)
  const received: RawWebhook[] = []
  const answers: number[] = []
  const gateway = await gatewayServer(received, answers)
  let base = ''
  const sandbox = createSandbox({
    publicBase: () => base,
    clock,
    timeFactor: 0.001,
    zalo: {
      appId: SECRETS.zaloAppId,
      oaId: SECRETS.zaloOaId,
      oaSecretKey: SECRETS.zaloOaSecretKey,
      appSecret: SECRETS.zaloAppSecret,
      accessToken: 'first-access',
      refreshToken: 'first-refresh',
      webhookUrl: gateway.url,
      ...zalo,
    },
    messenger: {
      appSecret: SECRETS.appSecret,
      pageId: SECRETS.pageId,
      pageToken: 'page-token',
      verifyToken: SECRETS.verifyToken,
      appId: SECRETS.appId,
      webhookUrl: gateway.url,
    },
  })
  base = await sandbox.listen(0)
  const files: ChannelHarness['files'] = new Map()
  const adapter = makeAdapter({ base, clock, sandbox, files: filesOf(files) })
  const calls = (what: RegExp) => sandbox.record({ direction: 'in' }).filter((r) => what.test(r.what)).length
  const resident = platform === 'zalo' ? '2512523625412510001' : '7100000000000001'
  const account = platform === 'zalo' ? SECRETS.zaloOaId : SECRETS.pageId
  return {
    platform,
    adapter,
    sandbox,
    base,
    clock,
    received,
    answers,
    resident,
    account,
    message: (content, more) => ({
      to: { channel: platform, account, address: resident },
      content,
      author: 'bot',
      lastInboundAt: START,
      ...more,
    }),
    files,
    sends: () => calls(/^messages$|oa\/message/),
    uploads: () => calls(/upload|message_attachments/),
    close: async () => {
      await sandbox.close()
      await new Promise<void>((resolve) => {
        gateway.server.close(() => resolve())
        gateway.server.closeAllConnections()
      })
    },
  }
}

function filesOf(files: ChannelHarness['files']): OutboundFiles {
  return {
    read: async (ref) => {
      const found = files.get(ref.slice('blob:'.length)) ?? null
      if (found === 'away') throw new Error('the store is away')
      return found
    },
    fitPicture,
  }
}

async function gatewayServer(received: RawWebhook[], answers: number[]): Promise<{ server: Server; url: string }> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    received.push({ headers: flat(req.headers), query: {}, body: Buffer.concat(chunks) })
    res.writeHead(answers.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, String(v)]))
}

export function rawOf(body: string | Uint8Array, headers: Record<string, string> = {}): RawWebhook {
  return { headers, query: {}, body: typeof body === 'string' ? Buffer.from(body) : body }
}
