import { createMessengerAdapter, type MessengerAdapter } from '../channels/messenger/adapter.ts'
import { createWebAdapter } from '../channels/web/adapter.ts'
import { createZaloAdapter, type ZaloAdapter } from '../channels/zalo/adapter.ts'
import { type ZaloConsent, zaloConsent } from '../channels/zalo/consent.ts'
import type { Config } from '../config/config.ts'
import { demoChannelSecrets } from '../config/demo-secrets.ts'
import type { MessengerSecrets, Secrets, ZaloSecrets } from '../config/secrets.ts'
import type { ChannelAdapter, ChannelId, OutboundFiles } from '../core/channel.ts'
import type { ChannelMemory, RateBudget } from '../core/channel-memory.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { keptChannelMemory, keptRateBudget } from '../db/queries/channel-memory.ts'
import { keptTokens } from '../db/queries/channel-tokens.ts'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

export interface ChannelSetup {
  adapters: ReadonlyMap<ChannelId, ChannelAdapter>
  messenger: MessengerAdapter | null
  zalo: ZaloAdapter | null
  /** An administrator's consent for Zalo; null: the channel is off. */
  consent: ZaloConsent | null
  /** What each channel's account remembers. */
  memories: ReadonlyMap<ChannelId, ChannelMemory>
  sandbox: Sandbox | null
}

interface ChannelParts {
  config: Config
  secrets: Secrets
  port: number
  clock: Clock
  telemetry: Telemetry
  db: Db
  cipher: FieldCipher
  /** What is sent as files. */
  files: OutboundFiles
  overrides: {
    adapters?(adapters: Map<ChannelId, ChannelAdapter>): Map<ChannelId, ChannelAdapter>
    sandboxTimeFactor?: number
    budget?: RateBudget
  }
}

/** The adapters of the channels that are on. In the demo the sandbox platforms stand in for those without secrets. */
export function createAdapters(parts: ChannelParts): ChannelSetup {
  const { config, secrets } = parts
  const sandboxed = config.channels.zalo.kind === 'sandbox' || config.channels.messenger.kind === 'sandbox'
  const demo = sandboxed ? demoChannelSecrets(config.dataDir) : null
  const base = `http://127.0.0.1:${parts.port}`
  const sandbox = demo === null ? null : sandboxOf(parts, { base, demo })
  const adapters = new Map<ChannelId, ChannelAdapter>([['web', createWebAdapter()]])
  const zaloSecrets = config.channels.zalo.kind === 'sandbox' ? (demo?.zalo ?? null) : secrets.zalo
  const zalo = zaloSecrets === null ? null : zaloOf(parts, { base, secrets: zaloSecrets })
  if (zalo !== null) adapters.set('zalo', zalo)
  const consent = zaloSecrets === null || zalo === null ? null : consentOf(parts, { base, secrets: zaloSecrets, zalo })
  const messengerSecrets = config.channels.messenger.kind === 'sandbox' ? (demo?.messenger ?? null) : secrets.messenger
  const messenger = messengerSecrets === null ? null : messengerOf(parts, { base, secrets: messengerSecrets })
  if (messenger !== null) adapters.set('messenger', messenger)
  const memories = new Map<ChannelId, ChannelMemory>()
  if (zaloSecrets !== null) memories.set('zalo', memoryOf(parts, `zalo/${zaloSecrets.oaId}`))
  if (messengerSecrets !== null) memories.set('messenger', memoryOf(parts, `messenger/${messengerSecrets.pageId}`))
  return { adapters: parts.overrides.adapters?.(adapters) ?? adapters, messenger, zalo, consent, memories, sandbox }
}

function memoryOf({ db, clock }: ChannelParts, account: string): ChannelMemory {
  return keptChannelMemory({ db, account, now: () => clock.now() })
}

function consentOf(parts: ChannelParts, input: { base: string; secrets: ZaloSecrets; zalo: ZaloAdapter }): ZaloConsent {
  const { config, clock } = parts
  const { zalo } = config.channels
  const { appId, oaId } = input.secrets
  const verifier = parts.secrets.zaloPkceVerifier
  const oauthBase = zalo.kind === 'sandbox' ? `${input.base}/sandbox/zalo/oauth` : zalo.oauthBase
  return zaloConsent(
    {
      appId,
      oaId,
      oauthBase,
      redirectUri: `${config.publicUrl}/oauth/zalo/callback`,
      ...(verifier === undefined ? {} : { pinnedVerifier: verifier }),
    },
    { memory: memoryOf(parts, `zalo/${oaId}`), clock, adapter: input.zalo },
  )
}

/** The app that the stand-in for Meta knows. */
const SANDBOX_APP_ID = '1000000000000001'

/** The platforms' own addresses; any other in the settings is a stand-in of the operator's. */
const PLATFORM_HOSTS: readonly string[] = ['openapi.zalo.me', 'graph.facebook.com']

/**
 * Pictures come from the platforms' hosts; from a stand-in (the sandbox on this very machine, or the server that a
 * `*_BASE` setting names) also from it, though its address be private. Nowhere else.
 */
function mediaOf(apiBase: string): { media: { privateHosts: string[] } } | object {
  const { host } = new URL(apiBase)
  return PLATFORM_HOSTS.includes(host) ? {} : { media: { privateHosts: [host] } }
}

function zaloOf(parts: ChannelParts, input: { base: string; secrets: ZaloSecrets }): ZaloAdapter {
  const { config, clock, telemetry, db, cipher } = parts
  const { zalo } = config.channels
  const sandboxed = zalo.kind === 'sandbox'
  const { accessToken, refreshToken, ...ids } = input.secrets
  const account = `zalo/${ids.oaId}`
  const now = (): Date => clock.now()
  const apiBase = sandboxed ? `${input.base}/sandbox/zalo/api` : zalo.apiBase
  return createZaloAdapter(
    {
      ...ids,
      apiBase,
      oauthBase: sandboxed ? `${input.base}/sandbox/zalo/oauth` : zalo.oauthBase,
      ...(zalo.caseNotice === undefined
        ? {}
        : {
            caseNotice: {
              ...zalo.caseNotice,
              base: sandboxed ? `${input.base}/sandbox/zalo/zbs` : zalo.caseNotice.base,
            },
          }),
      ...mediaOf(apiBase),
    },
    {
      clock,
      log: telemetry.logger('zalo'),
      tokens: keptTokens({
        db,
        cipher,
        id: account,
        first: { accessToken, refreshToken, expiresAt: null },
        now,
      }),
      memory: keptChannelMemory({ db, account, now }),
      files: parts.files,
      budget: parts.overrides.budget ?? keptRateBudget({ db, now }),
    },
  )
}

function messengerOf(parts: ChannelParts, input: { base: string; secrets: MessengerSecrets }): MessengerAdapter {
  const { messenger } = parts.config.channels
  const graphBase = messenger.kind === 'sandbox' ? `${input.base}/sandbox/graph` : messenger.graphBase
  const appId = messenger.kind === 'sandbox' ? SANDBOX_APP_ID : messenger.appId
  return createMessengerAdapter(
    {
      ...input.secrets,
      graphBase,
      graphVersion: messenger.graphVersion,
      ...(appId === null ? {} : { appId }),
      ...(messenger.personaPicture === undefined ? {} : { personaPicture: messenger.personaPicture }),
      ...(messenger.caseNotice === undefined ? {} : { caseNotice: messenger.caseNotice }),
      comments: messenger.comments === 'off' ? 'off' : 'on',
      ...mediaOf(graphBase),
    },
    {
      clock: parts.clock,
      log: parts.telemetry.logger('messenger'),
      files: parts.files,
      memory: keptChannelMemory({
        db: parts.db,
        account: `messenger/${input.secrets.pageId}`,
        now: () => parts.clock.now(),
      }),
    },
  )
}

function sandboxOf(
  parts: ChannelParts,
  input: { base: string; demo: { zalo: ZaloSecrets; messenger: MessengerSecrets } },
): Sandbox {
  const { base, demo } = input
  const { sandboxTimeFactor } = parts.overrides
  return createSandbox({
    publicBase: `${base}/sandbox`,
    clock: parts.clock,
    zalo: { ...demo.zalo, webhookUrl: `${base}/webhooks/zalo` },
    messenger: { ...demo.messenger, appId: SANDBOX_APP_ID, webhookUrl: `${base}/webhooks/messenger` },
    unknownResidents: 'accept',
    ...(sandboxTimeFactor === undefined ? {} : { timeFactor: sandboxTimeFactor }),
  })
}
