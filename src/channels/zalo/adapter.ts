import type { ChannelAdapter, RawWebhook } from '../../core/channel.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { parseJson } from '../json.ts'
import { fetchMediaFrom } from '../media.ts'
import { PLATFORM_MEDIA_HOSTS } from '../media-hosts.ts'
import { sendParts } from '../send-parts.ts'
import { zaloWindow } from '../windows.ts'
import { type ZaloSendApi, zaloClient } from './client.ts'
import { parseZalo } from './parse.ts'
import { renderZalo, ZALO_LIMITS } from './render.ts'
import { zaloTimestamp } from './schema.ts'
import { zaloSignatureMatches } from './signature.ts'
import { type TokenStore, tokenRefresher } from './tokens.ts'

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
  /** Which endpoint to try first. Default v3; a state-agency OA is pinned to v2 by Zalo's answer -235. */
  sendApi?: ZaloSendApi
  contactImageUrl?: string
  media?: { extraHosts?: readonly string[]; privateHosts?: readonly string[] }
}

export interface ZaloDeps extends ChannelDeps {
  tokens: TokenStore
  onSendApi?(api: ZaloSendApi): void
}

export function createZaloAdapter(config: ZaloConfig, deps: ZaloDeps): ChannelAdapter {
  const timeoutMs = config.timeoutMs ?? 10_000
  const connections = connectionNotes()
  const refresher = tokenRefresher({ ...config, timeoutMs, connections }, deps.tokens, deps)
  const client = zaloClient(
    {
      apiBase: config.apiBase,
      timeoutMs,
      connections,
      firstSendApi: config.sendApi ?? 'v3',
      ...(config.appSecretProof === 'on' ? { proofSecret: config.appSecret } : {}),
      ...(deps.onSendApi === undefined ? {} : { onSendApi: deps.onSendApi }),
    },
    refresher,
    deps,
  )
  return {
    id: 'zalo',
    limits: ZALO_LIMITS,
    authenticate: (raw) => authentic(raw, config, deps),
    parse: (raw) => parseZalo(raw, { oaId: config.oaId, now: deps.clock.now() }),
    send: async (message, _key, signal) => {
      const refusal = closed(message, deps)
      if (refusal !== undefined) return refusal
      const bodies = renderZalo(message.content, config)
      if (bodies.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on zalo` }
      return sendParts({
        parts: bodies,
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
  }
}

function authentic(raw: RawWebhook, config: ZaloConfig, deps: ChannelDeps): boolean {
  const header = raw.headers['x-zevent-signature']
  if (header === undefined) return false
  const event = zaloTimestamp.safeParse(parseJson(raw.body))
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
