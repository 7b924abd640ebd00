import type { ChannelAdapter, OutboundFiles, ParsedWebhook } from '../../core/channel.ts'
import { type ChannelMemory, memoryChannelMemory } from '../../core/channel-memory.ts'
import type { CommentAnswers } from '../../core/page-comments.ts'
import { channelNotes } from '../channel-notes.ts'
import { connectionNotes } from '../connection-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { fetchMediaFrom } from '../media.ts'
import { PLATFORM_MEDIA_HOSTS } from '../media-hosts.ts'
import { createAttend } from './attend.ts'
import type { MessengerNoticeConfig } from './case-notice.ts'
import { commentAnswers } from './comments.ts'
import { type FoundPerson, findPerson } from './find-person.ts'
import { COMMENT_FIELD, COMMENT_SCOPES, PAGE_FIELDS, PAGE_SCOPES } from './page-fields.ts'
import { createPageWatch } from './page-watch.ts'
import { parseMessenger } from './parse.ts'
import { pageNotices } from './policy.ts'
import { MESSENGER_LIMITS } from './render.ts'
import { createSender } from './sender.ts'
import { type Handshake, messengerSignatureMatches, verifyHandshake } from './signature.ts'
import { type DeletionRequest, readSignedRequest } from './signed-request.ts'

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
  /** Comments below the Page's posts are read. Default off. */
  comments?: 'off' | 'on'
  /** Milliseconds until a resident sees that we write. Default 1 s. */
  typingAfterMs?: number
  /** Address of the picture with which units speak under their own name; absent: all speak as the Page. */
  personaPicture?: string
  /** Utility template (approved by Meta) that tells of a result when the window is closed. Absent: none is sent. */
  caseNotice?: MessengerNoticeConfig
  /** Milliseconds for one download. Default 30 s. */
  mediaTimeoutMs?: number
  media?: { extraHosts?: readonly string[]; privateHosts?: readonly string[] }
}

export interface MessengerAdapter extends ChannelAdapter {
  /** For `GET /webhooks/messenger`: the challenge goes back raw as `text/plain`, or 403. */
  handshake(query: Readonly<Record<string, string>>): Handshake
  /** Takes note of a delivery: when one came last, and what it says about the Page (warned, blocked, free). Never throws. */
  noteWebhook(parsed: ParsedWebhook): Promise<void>
  /** Null: comments are not answered. */
  comments: CommentAnswers | null
  /** Meta's data deletion callback: who shall be forgotten; null: not from Meta. Never throws. */
  deletionOf(signedRequest: string): DeletionRequest | null
  /** Whom the Page knows under an id of the app. Never throws. */
  findPerson(appScopedId: string, signal: AbortSignal): Promise<FoundPerson>
  /** Looks after the Page's subscription and token when their time has come. Never throws. */
  keepWell(signal: AbortSignal): Promise<void>
}

export interface MessengerDeps extends ChannelDeps {
  /** Shared by all workers: the breaker, the Page's state. Default: of this process. */
  memory?: ChannelMemory
  files: OutboundFiles
}

export function createMessengerAdapter(config: MessengerConfig, deps: MessengerDeps): MessengerAdapter {
  const memory = deps.memory ?? memoryChannelMemory(() => deps.clock.now())
  const secrets = [config.appSecret, config.previousAppSecret ?? '']
  const client = { ...config, timeoutMs: config.timeoutMs ?? 10_000, connections: connectionNotes() }
  const notes = channelNotes(memory, deps)
  const takeNotice = pageNotices({ ...deps, memory })
  return {
    id: 'messenger',
    limits: MESSENGER_LIMITS,
    ...(config.caseNotice === undefined ? {} : { caseNotices: 'on' as const }),
    handshake: (query) => verifyHandshake(query, config.verifyToken),
    authenticate: (raw) => messengerSignatureMatches(raw.headers['x-hub-signature-256'], raw.body, secrets),
    parse: (raw) =>
      parseMessenger(raw, {
        pageId: config.pageId,
        appId: config.appId,
        comments: config.comments === 'on' ? 'read' : 'kept-raw',
        now: deps.clock.now(),
      }),
    send: createSender(client, { ...deps, memory }),
    attend: createAttend(client, { ...deps, memory }),
    comments: config.comments === 'on' ? commentAnswers(client, { ...deps, memory }) : null,
    noteWebhook: async (parsed) => {
      await notes.webhookArrived()
      await takeNotice(parsed)
    },
    deletionOf: (signedRequest) => readSignedRequest(signedRequest, secrets),
    findPerson: (appScopedId, signal) => findPerson(client, appScopedId, signal),
    keepWell: createPageWatch({ ...client, ...wantedOf(config) }, { ...deps, memory }),
    fetchMedia: (ref, signal) =>
      fetchMediaFrom(ref, {
        hosts: { patterns: PLATFORM_MEDIA_HOSTS, ...config.media },
        timeoutMs: config.mediaTimeoutMs ?? 30_000,
        signal,
      }),
  }
}

function wantedOf({ comments }: MessengerConfig): { fields: readonly string[]; scopes: readonly string[] } {
  return comments === 'on'
    ? { fields: [...PAGE_FIELDS, COMMENT_FIELD], scopes: [...PAGE_SCOPES, ...COMMENT_SCOPES] }
    : { fields: PAGE_FIELDS, scopes: PAGE_SCOPES }
}
