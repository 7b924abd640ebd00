import type { ChannelAdapter, ParsedWebhook, RawWebhook } from '../../core/channel.ts'
import type { ChannelMemory, RateBudget } from '../../core/channel-memory.ts'
import { HOUR } from '../../core/durations.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { channelNotes, readLimit } from '../channel-notes.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { bodyReader } from '../json.ts'
import { fetchMediaFrom } from '../media.ts'
import { PLATFORM_MEDIA_HOSTS } from '../media-hosts.ts'
import { takeCalls } from '../rate.ts'
import { sendParts } from '../send-parts.ts'
import { zaloWindow } from '../windows.ts'
import { type ZaloSendApi, zaloClient } from './client.ts'
import { type ZaloTier, zaloBuckets } from './limits.ts'
import { parseZalo } from './parse.ts'
import { reauthNotes } from './reauth.ts'
import { renderZalo, ZALO_LIMITS, type ZaloMessageBody } from './render.ts'
import { zaloTimestamp } from './schema.ts'
import { zaloSignatureMatches } from './signature.ts'
import { type Refreshed, type TokenStore, tokenRefresher } from './tokens.ts'

export interface ZaloConfig {
  appId: string
  appSecret: string
  oaId: string
  /** The OA Secret Key of the webhook page; signs webhooks. Not the App Secret. */
  oaSecretKey: string
  /** `https://openapi.zalo.me` or a stand-in, without a slash at the end. */
  apiBase: string
  /** `https://oauth.zaloapp.com` or a stand-in. */
  oauthBase: string
  /** Milliseconds for one call to Zalo. Default 10 s. */
  timeoutMs?: number
  /** Milliseconds for one download. Default 30 s. */
  mediaTimeoutMs?: number
  /** The app setting "app secret proof" is on. Default off. */
  appSecretProof?: 'on' | 'off'
  /** The OA's package: how many calls a minute. Default growth. */
  tier?: ZaloTier
  /** Which endpoint to try first. Default v3; a state-agency OA is pinned to v2 by Zalo's answer -235. */
  sendApi?: ZaloSendApi
  contactImageUrl?: string
  media?: { extraHosts?: readonly string[]; privateHosts?: readonly string[] }
}

export interface ZaloDeps extends ChannelDeps {
  tokens: TokenStore
  /** This OA's, shared by all processes. */
  memory: ChannelMemory
  /** Shared by all processes. */
  budget: RateBudget
}

/** What Zalo has beyond a channel's contract. */
export interface ZaloAdapter extends ChannelAdapter {
  /** Renews the pair when less than 2 hours are left. Never throws. */
  keepFresh(signal: AbortSignal): Promise<void>
  /** Takes note of a delivery: when one came last, and of a withdrawn consent. Never throws. */
  noteWebhook(parsed: ParsedWebhook): Promise<void>
  /** The code of an administrator's consent for a pair, kept before it is used. Throws when the store is away. */
  exchange(grant: { code: string; verifier: string }, signal: AbortSignal): Promise<Refreshed>
}

const REFRESH_EARLY = 2 * HOUR

export function createZaloAdapter(config: ZaloConfig, deps: ZaloDeps): ZaloAdapter {
  const timeoutMs = config.timeoutMs ?? 10_000
  const connections = connectionNotes()
  const json = bodyReader()
  const notes = channelNotes(deps.memory, deps)
  const reauth = reauthNotes(deps.memory, deps)
  const tokens = tokenRefresher({ ...config, timeoutMs, connections }, deps.tokens, { ...deps, reauth, notes })
  const client = zaloClient(
    {
      apiBase: config.apiBase,
      timeoutMs,
      connections,
      firstSendApi: config.sendApi ?? 'v3',
      ...(config.appSecretProof === 'on' ? { proofSecret: config.appSecret } : {}),
    },
    { ...deps, tokens, notes, reauth },
  )
  return {
    id: 'zalo',
    limits: ZALO_LIMITS,
    authenticate: (raw) => authentic(raw, { config, deps, json }),
    parse: (raw) => parseZalo(raw, { oaId: config.oaId, now: deps.clock.now(), json: json(raw) }),
    send: async (message, key, signal) => {
      const refusal = closed(message, deps)
      if (refusal !== undefined) return refusal
      const parts = quoting(renderZalo(message.content, config), message.replyTo)
      if (parts.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on zalo` }
      const wait = await mayCall({ config, deps, calls: parts.length, key })
      if (wait !== undefined) return wait
      return sendParts({
        parts,
        sendOne: (body) => client.sendBody({ address: message.to.address, body, signal }),
        log: deps.log,
      })
    },
    fetchMedia: (ref, signal) =>
      fetchMediaFrom(ref, {
        hosts: { patterns: PLATFORM_MEDIA_HOSTS, ...config.media },
        timeoutMs: config.mediaTimeoutMs ?? 30_000,
        signal,
      }),
    keepFresh: async (signal) => {
      try {
        const held = await tokens.current()
        if (held.expiresAt === null || held.expiresAt.getTime() - deps.clock.now().getTime() >= REFRESH_EARLY) return
        await tokens.refresh(held.accessToken, signal)
      } catch (error) {
        deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo token store failed')
      }
    },
    noteWebhook: async (parsed) => {
      await notes.webhookArrived()
      if (!parsed.ignored.some((event) => event.name === 'permission_revoked')) return
      try {
        await reauth.need(await tokens.current(), { reason: 'token: permission revoked', refreshToken: 'untried' })
      } catch (error) {
        deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo token store failed')
      }
    },
    exchange: tokens.exchange,
  }
}

/** Undefined: the calls are taken. Nothing has been sent in any case. */
async function mayCall(input: {
  config: ZaloConfig
  deps: ZaloDeps
  calls: number
  key: string
}): Promise<SendResult | undefined> {
  const { config, deps, calls, key } = input
  try {
    const limit = await readLimit(deps.memory)
    const rest = limit === null ? 0 : limit.until.getTime() - deps.clock.now().getTime()
    if (limit !== null && rest > 0) return { kind: 'retry', reason: limit.reason, afterMs: rest, uncounted: true }
    const buckets = zaloBuckets({ ...config, tier: config.tier ?? 'growth' })
    const afterMs = await takeCalls(deps.budget, { buckets, calls, key })
    return afterMs === 0 ? undefined : { kind: 'retry', reason: 'rate: our own budget', afterMs, uncounted: true }
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo channel store failed')
    return { kind: 'retry', reason: 'channel store failed' }
  }
}

/** The first part quotes what it answers. */
function quoting(parts: ZaloMessageBody[], replyTo: string | undefined): ZaloMessageBody[] {
  if (replyTo === undefined) return parts
  return parts.map((part, at) => (at === 0 && part.text !== undefined ? { ...part, quote_message_id: replyTo } : part))
}

function authentic(
  raw: RawWebhook,
  { config, deps, json }: { config: ZaloConfig; deps: ChannelDeps; json: ReturnType<typeof bodyReader> },
): boolean {
  const header = raw.headers['x-zevent-signature']
  if (header === undefined) return false
  const event = zaloTimestamp.safeParse(json(raw))
  if (!event.success) return false
  const parts = { body: raw.body, timestamp: String(event.data.timestamp), oaSecretKey: config.oaSecretKey }
  if (zaloSignatureMatches(header, { ...parts, id: config.appId })) return true
  // sources disagree on the first term; the formula is public, the key is what proves the sender
  if (!zaloSignatureMatches(header, { ...parts, id: config.oaId })) return false
  deps.log.warn({}, 'zalo signs with the OA id instead of the app id')
  return true
}

function closed(message: OutboundMessage, deps: ChannelDeps): SendResult | undefined {
  if (zaloWindow(message.lastInboundAt, deps.clock.now()) !== 'closed') return undefined
  return { kind: 'window-closed', reason: 'zalo: more than 7 days since the resident last wrote' }
}
