import { type ChannelHealth, readChannelHealth } from '../channels/channel-notes.ts'
import { CHANNEL_IDS, type ChannelId } from '../core/channel.ts'
import type { ChannelMemory } from '../core/channel-memory.ts'
import { Refusal } from '../core/errors.ts'
import type { Actor } from '../core/ticket.ts'
import type { OpenReply } from '../db/queries/page-comments.ts'
import type { ChannelStatus } from '../http/contract/channels.ts'
import type { ChannelService } from '../http/services.ts'
import type { ChannelSetup } from './channels.ts'

const CONSENT_PATH = '/oauth/zalo/start'
/** Longest for the exchange of a code; a person waits for the page. */
const EXCHANGE_MS = 15_000

type Parts = Pick<ChannelSetup, 'adapters' | 'consent' | 'memories'> & {
  /** Answers to comments that a person should look at. */
  openComments(channel: ChannelId): Promise<OpenReply[]>
}

/** How the channels are, for those who answer for the desk as a whole. */
export function createChannelService(channels: Parts): ChannelService {
  const consent = () => {
    if (channels.consent === null) throw new Refusal('not-found', 'channel.off')
    return channels.consent
  }
  return {
    list: async (actor) => {
      if (actor.role === 'officer') throw new Refusal('forbidden', 'channel.not-allowed')
      return { items: await Promise.all(CHANNEL_IDS.map((id) => statusOf(channels, id))) }
    },
    beginConsent: async (actor) => {
      if (!mayConsent(actor)) throw new Refusal('forbidden', 'channel.not-allowed')
      return consent().begin()
    },
    finishConsent: async (answer) => consent().finish(answer, AbortSignal.timeout(EXCHANGE_MS)),
  }
}

function mayConsent({ role }: Actor): boolean {
  return role === 'admin' || role === 'dispatcher'
}

async function statusOf(channels: Parts, channel: ChannelId): Promise<ChannelStatus> {
  const on = channels.adapters.has(channel)
  const memory: ChannelMemory | undefined = on ? channels.memories.get(channel) : undefined
  const health = memory === undefined ? null : await readChannelHealth(memory)
  const error = health?.error ?? null
  const quota = health?.quota ?? null
  const account = health?.account ?? null
  return {
    channel,
    on,
    ...stateOf(on, health),
    lastError:
      error === null
        ? null
        : { code: error.code, label: error.label, needsPerson: error.human, at: error.at.toISOString() },
    lastWebhookAt: health?.webhookAt?.toISOString() ?? null,
    lastSentAt: health?.sentAt?.toISOString() ?? null,
    sendEndpoint: health?.endpoint?.endpoint ?? null,
    quota: quota === null ? null : { ...quota, at: quota.at.toISOString() },
    uploads: health?.uploads ?? null,
    account: account === null ? null : { ...account, at: account.at.toISOString() },
    openComments: (await channels.openComments(channel)).map(openComment),
    consentPath: channel === 'zalo' && on && channels.consent !== null ? CONSENT_PATH : null,
  }
}

/** No words of the comment: whoever looks opens it on the platform. */
function openComment({ kind, status, reason, at, commentId }: OpenReply): ChannelStatus['openComments'][number] {
  const url = `https://www.facebook.com/${encodeURIComponent(commentId)}`
  return { kind, status, reason, at: at.toISOString(), url }
}

/** What hinders most comes first. */
function stateOf(on: boolean, health: ChannelHealth | null): Pick<ChannelStatus, 'state' | 'reason'> {
  if (!on) return { state: 'off', reason: null }
  if (health?.reauth) return { state: 'needs-reauth', reason: health.reauth.reason }
  if (health?.limited) return { state: 'limited', reason: health.limited.reason }
  if (health?.refreshingSince) return { state: 'refreshing', reason: null }
  return { state: 'ok', reason: null }
}
