import { z } from 'zod'
import type { ChannelMemory } from '../core/channel-memory.ts'
import { HOUR, SECOND } from '../core/durations.ts'
import type { ChannelDeps } from './deps.ts'

/** What staff may see of a channel's health, kept in its memory under these names by every adapter that knows it. */
const KEPT = {
  webhookAt: 'last-webhook',
  sentAt: 'last-sent',
  error: 'last-error',
  limited: 'limited',
  quota: 'quota',
  endpoint: 'send-endpoint',
  reauth: 'needs-reauth',
  refreshing: 'refreshing',
  account: 'account',
  uploads: 'uploads',
} as const

/** A moment is written at most this often by one process: it is for people, who read minutes. */
const MOMENT_EVERY = 30 * SECOND
/** UTC+7, no summer time. */
const VIET_NAM = 7 * HOUR

const moment = z.object({ at: z.coerce.date() })
const keptError = z.object({ code: z.string(), label: z.string(), human: z.boolean(), at: z.coerce.date() })
const keptLimit = z.object({ until: z.coerce.date(), reason: z.string() })
const keptQuota = z.object({
  type: z.string(),
  remain: z.string().nullable(),
  total: z.string().nullable(),
  at: z.coerce.date(),
})
const keptEndpoint = z.object({ endpoint: z.string(), reason: z.string(), at: z.coerce.date() })
const keptUploads = z.object({ month: z.string(), count: z.number().int().min(0) })
const keptReauth = z.object({ reason: z.string(), at: z.coerce.date() })

const keptAccount = z.object({
  name: z.string(),
  kind: z.enum(['business', 'state-agency', 'other']),
  package: z.string().nullable(),
  packageUntil: z.string().nullable(),
  verified: z.boolean(),
  at: z.coerce.date(),
})

/** Files uploaded in a month of Viet Nam, `2026-11`. For people: two workers at once may count one instead of two. */
export type ChannelUploads = z.infer<typeof keptUploads>
/** `human`: only a person can mend it (package, consent, verification), waiting does not. */
export type ChannelError = z.infer<typeof keptError>
export type ChannelLimit = z.infer<typeof keptLimit>
export type ChannelQuota = z.infer<typeof keptQuota>
/** The account as the platform tells of it. */
export type ChannelAccount = z.infer<typeof keptAccount>
export type ChannelEndpoint = z.infer<typeof keptEndpoint>

export interface ChannelHealth {
  webhookAt: Date | null
  sentAt: Date | null
  error: ChannelError | null
  /** Sending stands still until then. */
  limited: ChannelLimit | null
  /** As the platform last told it; null: never told. */
  quota: ChannelQuota | null
  endpoint: ChannelEndpoint | null
  /** An administrator of the account must consent again. */
  reauth: { reason: string; at: Date } | null
  /** Since when a refresh of the tokens is under way; one that stays shows a crash in the middle. */
  refreshingSince: Date | null
  account: ChannelAccount | null
  uploads: ChannelUploads | null
}

/** Reads all that is kept; throws when the store is away. */
export async function readChannelHealth(memory: ChannelMemory): Promise<ChannelHealth> {
  const read = async <T>(key: string, schema: z.ZodType<T>): Promise<T | null> => {
    const parsed = schema.safeParse(await memory.get(key))
    return parsed.success ? parsed.data : null
  }
  const [webhook, sent, error, limited, quota, endpoint, reauth, refreshing, account, uploads] = await Promise.all([
    read(KEPT.webhookAt, moment),
    read(KEPT.sentAt, moment),
    read(KEPT.error, keptError),
    read(KEPT.limited, keptLimit),
    read(KEPT.quota, keptQuota),
    read(KEPT.endpoint, keptEndpoint),
    read(KEPT.reauth, keptReauth),
    read(KEPT.refreshing, moment),
    read(KEPT.account, keptAccount),
    read(KEPT.uploads, keptUploads),
  ])
  return {
    webhookAt: webhook?.at ?? null,
    sentAt: sent?.at ?? null,
    error,
    limited,
    quota,
    endpoint,
    reauth,
    refreshingSince: refreshing?.at ?? null,
    account,
    uploads,
  }
}

/** The endpoint that this account was made to use; null: none noted. Throws when the store is away. */
export async function readEndpoint(memory: ChannelMemory): Promise<string | null> {
  const found = keptEndpoint.safeParse(await memory.get(KEPT.endpoint))
  return found.success ? found.data.endpoint : null
}

/** A standstill that is not over; null: none. Throws when the store is away. */
export async function readLimit(memory: ChannelMemory): Promise<ChannelLimit | null> {
  const found = keptLimit.safeParse(await memory.get(KEPT.limited))
  return found.success ? found.data : null
}

/** Writes about a channel never throw and never change what they tell of: a lost note is a log line. */
export interface ChannelNotes {
  webhookArrived(): Promise<void>
  messageSent(quota?: { type: string; remain: string | null; total: string | null }): Promise<void>
  failed(error: { code: string; label: string; human: boolean }): Promise<void>
  limitedUntil(until: Date, reason: string): Promise<void>
  quotaIs(quota: { type: string; remain: string | null; total: string | null }): Promise<void>
  accountIs(account: Omit<ChannelAccount, 'at'>): Promise<void>
  /** One more of the month's uploads. */
  uploaded(): Promise<void>
  endpointIs(endpoint: string, reason: string): Promise<void>
  refreshing(state: 'begins' | 'over'): Promise<void>
  /** An administrator of the account must give a new consent or token; the first report's time stays. */
  needsConsent(reason: string): Promise<void>
  consentGiven(): Promise<void>
}

export function channelNotes(memory: ChannelMemory, deps: ChannelDeps): ChannelNotes {
  const { clock, log } = deps
  const written = new Map<string, number>()
  const keep = async (key: string, value: object, expiresAt?: Date): Promise<void> => {
    try {
      await memory.set(key, value, expiresAt === undefined ? {} : { expiresAt })
    } catch (error) {
      log.warn({ key, error: error instanceof Error ? error.name : 'unknown' }, 'channel note lost')
    }
  }
  const drop = (key: string): Promise<void> => memory.forget(key).catch(() => log.warn({ key }, 'channel note lost'))
  /** True at most every 30 s for one key. */
  const due = (key: string): boolean => {
    const now = clock.now().getTime()
    const before = written.get(key)
    if (before !== undefined && now >= before && now - before < MOMENT_EVERY) return false
    written.set(key, now)
    return true
  }
  return {
    webhookArrived: async () => {
      if (due(KEPT.webhookAt)) await keep(KEPT.webhookAt, { at: clock.now() })
    },
    messageSent: async (quota) => {
      if (due(KEPT.sentAt)) await keep(KEPT.sentAt, { at: clock.now() })
      if (quota !== undefined && due(`${KEPT.quota}:${quota.type}`)) {
        await keep(KEPT.quota, { ...quota, at: clock.now() })
      }
    },
    failed: async (error) => {
      if (due(`${KEPT.error}:${error.code}`)) await keep(KEPT.error, { ...error, at: clock.now() })
    },
    limitedUntil: (until, reason) => keep(KEPT.limited, { until, reason }, until),
    quotaIs: (quota) => keep(KEPT.quota, { ...quota, at: clock.now() }),
    accountIs: (account) => keep(KEPT.account, { ...account, at: clock.now() }),
    uploaded: async () => {
      const month = new Date(clock.now().getTime() + VIET_NAM).toISOString().slice(0, 7)
      const before = keptUploads.safeParse(await memory.get(KEPT.uploads).catch(() => null))
      const count = before.success && before.data.month === month ? before.data.count + 1 : 1
      await keep(KEPT.uploads, { month, count })
    },
    endpointIs: (endpoint, reason) => keep(KEPT.endpoint, { endpoint, reason, at: clock.now() }),
    refreshing: async (state) => {
      if (state === 'begins') await keep(KEPT.refreshing, { at: clock.now() })
      else await drop(KEPT.refreshing)
    },
    needsConsent: async (reason) => {
      const before = keptReauth.safeParse(await memory.get(KEPT.reauth).catch(() => null))
      await keep(KEPT.reauth, { reason, at: before.success ? before.data.at : clock.now() })
    },
    consentGiven: () => drop(KEPT.reauth),
  }
}
