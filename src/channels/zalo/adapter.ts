import type { ChannelAdapter, OutboundFiles, ParsedWebhook, RawWebhook } from '../../core/channel.ts'
import type { ChannelMemory, RateBudget } from '../../core/channel-memory.ts'
import { DAY, HOUR } from '../../core/durations.ts'
import { channelNotes } from '../channel-notes.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { bodyReader } from '../json.ts'
import { fetchMediaFrom } from '../media.ts'
import { PLATFORM_MEDIA_HOSTS } from '../media-hosts.ts'
import { uploadCache } from '../upload-cache.ts'
import { zaloAccountWatch } from './account.ts'
import { zaloCalls } from './calls.ts'
import { type ZaloNoticeConfig, zaloNoticeSender } from './case-notice.ts'
import { type ZaloSendApi, zaloClient } from './client.ts'
import { type ZaloTier, zaloBuckets } from './limits.ts'
import { parseZalo } from './parse.ts'
import { reauthNotes } from './reauth.ts'
import { ZALO_LIMITS } from './render.ts'
import { zaloTimestamp } from './schema.ts'
import { zaloSender } from './sender.ts'
import { zaloSignatureMatches } from './signature.ts'
import { type Refreshed, type TokenStore, tokenRefresher } from './tokens.ts'
import { zaloUploader } from './upload.ts'

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
  /** Template messages (charged) about a case whose resident cannot be written to. Default none. */
  caseNotice?: ZaloNoticeConfig
  media?: { extraHosts?: readonly string[]; privateHosts?: readonly string[] }
}

export interface ZaloDeps extends ChannelDeps {
  tokens: TokenStore
  /** This OA's, shared by all processes. */
  memory: ChannelMemory
  /** Shared by all processes. */
  budget: RateBudget
  files: OutboundFiles
}

/** What Zalo has beyond a channel's contract. */
export interface ZaloAdapter extends ChannelAdapter {
  /** Renews the pair when less than 2 hours are left. Never throws. */
  keepFresh(signal: AbortSignal): Promise<void>
  /** Once a day asks Zalo what this OA is, for staff to see. Never throws. */
  lookAtAccount(signal: AbortSignal): Promise<void>
  /** Takes note of a delivery: when one came last, and of a withdrawn consent. Never throws. */
  noteWebhook(parsed: ParsedWebhook): Promise<void>
  /** The code of an administrator's consent for a pair, kept before it is used. Throws when the store is away. */
  exchange(grant: { code: string; verifier: string }, signal: AbortSignal): Promise<Refreshed>
}

const REFRESH_EARLY = 2 * HOUR
/** Zalo keeps an upload for 7 days. */
const UPLOAD_LIFE = 6 * DAY

export function createZaloAdapter(config: ZaloConfig, deps: ZaloDeps): ZaloAdapter {
  const timeoutMs = config.timeoutMs ?? 10_000
  const connections = connectionNotes()
  const json = bodyReader()
  const notes = channelNotes(deps.memory, deps)
  const reauth = reauthNotes(deps.memory, deps)
  const tokens = tokenRefresher({ ...config, timeoutMs, connections }, deps.tokens, { ...deps, reauth, notes })
  const calls = zaloCalls(
    {
      apiBase: config.apiBase,
      timeoutMs,
      connections,
      ...(config.appSecretProof === 'on' ? { proofSecret: config.appSecret } : {}),
    },
    { ...deps, tokens, notes, reauth },
  )
  const cache = uploadCache(deps.memory, deps, UPLOAD_LIFE)
  const send = zaloSender({
    ...deps,
    cache,
    client: zaloClient(config.sendApi ?? 'v3', { ...deps, calls, notes }),
    // megabytes take longer than words
    upload: zaloUploader({ calls, notes, cache, timeoutMs: 2 * timeoutMs }),
    buckets: zaloBuckets({ ...config, tier: config.tier ?? 'growth' }),
    render: config,
    ...(config.caseNotice === undefined
      ? {}
      : { notices: { config: config.caseNotice, send: zaloNoticeSender({ calls, notes }) } }),
  })
  return {
    id: 'zalo',
    limits: ZALO_LIMITS,
    ...(config.caseNotice === undefined ? {} : { caseNotices: 'on' as const }),
    authenticate: (raw) => authentic(raw, { config, deps, json }),
    parse: (raw) => parseZalo(raw, { oaId: config.oaId, now: deps.clock.now(), json: json(raw) }),
    send,
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
    lookAtAccount: zaloAccountWatch({ ...deps, calls, notes }),
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
