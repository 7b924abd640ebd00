import type { ChannelAdapter } from '../../core/channel.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { fetchMediaFrom } from '../media.ts'
import { PLATFORM_MEDIA_HOSTS } from '../media-hosts.ts'
import { sendParts } from '../send-parts.ts'
import { messengerWindow } from '../windows.ts'
import { postMessage } from './client.ts'
import { partMetadata } from './metadata.ts'
import { parseMessenger } from './parse.ts'
import { MESSENGER_LIMITS, type MessengerMessageBody, renderMessenger } from './render.ts'
import { type Handshake, messengerSignatureMatches, verifyHandshake } from './signature.ts'

export interface MessengerConfig {
  appSecret: string
  /** Still accepted on webhooks while a secret is being changed. */
  previousAppSecret?: string
  verifyToken: string
  pageId: string
  pageToken: string
  /** Our own app id: tells our echoes from those of other tools. Without it, ours are known by their metadata. */
  appId?: string
  /** `https://graph.facebook.com` or a stand-in, without a slash at the end. */
  graphBase: string
  /** `v25.0`. */
  graphVersion: string
  /** Milliseconds for one call. Default 10 s. */
  timeoutMs?: number
  /** Milliseconds for one download. Default 30 s. */
  mediaTimeoutMs?: number
  media?: { extraHosts?: readonly string[]; privateHosts?: readonly string[] }
}

export interface MessengerAdapter extends ChannelAdapter {
  /** For `GET /webhooks/messenger`: the challenge goes back raw as `text/plain`, or 403. */
  handshake(query: Readonly<Record<string, string>>): Handshake
}

export function createMessengerAdapter(config: MessengerConfig, deps: ChannelDeps): MessengerAdapter {
  const secrets = [config.appSecret, config.previousAppSecret ?? '']
  const client = { ...config, timeoutMs: config.timeoutMs ?? 10_000, connections: connectionNotes() }
  return {
    id: 'messenger',
    limits: MESSENGER_LIMITS,
    handshake: (query) => verifyHandshake(query, config.verifyToken),
    authenticate: (raw) => messengerSignatureMatches(raw.headers['x-hub-signature-256'], raw.body, secrets),
    parse: (raw) => parseMessenger(raw, { pageId: config.pageId, appId: config.appId, now: deps.clock.now() }),
    send: async (message, key, signal) => {
      const window = messengerWindow(message.lastInboundAt, message.author, deps.clock.now())
      if (window === 'closed') return windowClosed(message)
      const bodies = renderMessenger(message.content)
      if (bodies.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on messenger` }
      const sendOne = (body: MessengerMessageBody, index: number) =>
        postMessage(client, {
          psid: message.to.address,
          message: body,
          metadata: partMetadata(key, { index, of: bodies.length }),
          window,
          signal,
        })
      return sendParts({ parts: bodies, sendOne, log: deps.log })
    },
    fetchMedia: (ref, signal) =>
      fetchMediaFrom(ref, {
        hosts: { patterns: PLATFORM_MEDIA_HOSTS, ...config.media },
        timeoutMs: config.mediaTimeoutMs ?? 30_000,
        signal,
      }),
  }
}

function windowClosed(message: OutboundMessage): SendResult {
  const limit = message.author === 'person' ? '7 days' : '24 hours'
  return { kind: 'window-closed', reason: `messenger: more than ${limit} since the resident last wrote` }
}
