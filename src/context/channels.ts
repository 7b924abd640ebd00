import { createMessengerAdapter, type MessengerAdapter } from '../channels/messenger/adapter.ts'
import { createWebAdapter } from '../channels/web/adapter.ts'
import { createZaloAdapter } from '../channels/zalo/adapter.ts'
import type { Config } from '../config/config.ts'
import { demoChannelSecrets } from '../config/demo-secrets.ts'
import type { MessengerSecrets, Secrets, ZaloSecrets } from '../config/secrets.ts'
import type { ChannelAdapter, ChannelId } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { keptTokens } from '../db/queries/channel-tokens.ts'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

export interface ChannelSetup {
  adapters: ReadonlyMap<ChannelId, ChannelAdapter>
  messenger: MessengerAdapter | null
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
  overrides: {
    adapters?(adapters: Map<ChannelId, ChannelAdapter>): Map<ChannelId, ChannelAdapter>
    sandboxTimeFactor?: number
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
  const zalo = config.channels.zalo.kind === 'sandbox' ? (demo?.zalo ?? null) : secrets.zalo
  if (zalo !== null) adapters.set('zalo', zaloOf(parts, { base, secrets: zalo }))
  const messengerSecrets = config.channels.messenger.kind === 'sandbox' ? (demo?.messenger ?? null) : secrets.messenger
  const messenger = messengerSecrets === null ? null : messengerOf(parts, { base, secrets: messengerSecrets })
  if (messenger !== null) adapters.set('messenger', messenger)
  return { adapters: parts.overrides.adapters?.(adapters) ?? adapters, messenger, sandbox }
}

/** In the demo pictures come from this very machine; nowhere else may an address be private. */
function mediaOf(
  sandboxed: boolean,
  port: number,
): { media: { privateHosts: string[]; extraHosts: string[] } } | object {
  return sandboxed ? { media: { privateHosts: [`127.0.0.1:${port}`], extraHosts: [`127.0.0.1:${port}`] } } : {}
}

function zaloOf(parts: ChannelParts, input: { base: string; secrets: ZaloSecrets }): ChannelAdapter {
  const { config, clock, telemetry, db, cipher } = parts
  const { zalo } = config.channels
  const sandboxed = zalo.kind === 'sandbox'
  const { accessToken, refreshToken, ...ids } = input.secrets
  return createZaloAdapter(
    {
      ...ids,
      apiBase: sandboxed ? `${input.base}/sandbox/zalo/api` : zalo.apiBase,
      oauthBase: sandboxed ? `${input.base}/sandbox/zalo/oauth` : zalo.oauthBase,
      ...mediaOf(sandboxed, parts.port),
    },
    {
      clock,
      log: telemetry.logger('zalo'),
      tokens: keptTokens({
        db,
        cipher,
        id: `zalo/${ids.oaId}`,
        first: { accessToken, refreshToken, expiresAt: null },
        now: () => clock.now(),
      }),
    },
  )
}

function messengerOf(parts: ChannelParts, input: { base: string; secrets: MessengerSecrets }): MessengerAdapter {
  const { messenger } = parts.config.channels
  const sandboxed = messenger.kind === 'sandbox'
  return createMessengerAdapter(
    {
      ...input.secrets,
      graphBase: sandboxed ? `${input.base}/sandbox/graph` : messenger.graphBase,
      graphVersion: messenger.graphVersion,
      ...mediaOf(sandboxed, parts.port),
    },
    { clock: parts.clock, log: parts.telemetry.logger('messenger') },
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
    messenger: { ...demo.messenger, appId: '1000000000000001', webhookUrl: `${base}/webhooks/messenger` },
    unknownResidents: 'accept',
    ...(sandboxTimeFactor === undefined ? {} : { timeFactor: sandboxTimeFactor }),
  })
}
