import { z } from 'zod'
import { channelId, instant } from './common.ts'

const moment = instant.nullable()

export const channelStatus = z.object({
  channel: channelId,
  on: z.boolean(),
  state: z.enum(['off', 'ok', 'needs-reauth', 'refreshing', 'limited']),
  /** Why it is not `ok`, for whoever mends it; null otherwise. */
  reason: z.string().nullable(),
  lastError: z.object({ code: z.string(), label: z.string(), needsPerson: z.boolean(), at: instant }).nullable(),
  lastWebhookAt: moment,
  lastSentAt: moment,
  sendEndpoint: z.string().nullable(),
  quota: z
    .object({ type: z.string(), remain: z.string().nullable(), total: z.string().nullable(), at: instant })
    .nullable(),
  /** Files uploaded in this month of Viet Nam (`2026-11`), about; null: not counted, or none yet. Zalo allows 5,000. */
  uploads: z.object({ month: z.string(), count: z.number().int() }).nullable(),
  /** As the platform tells of it, once a day; null: not told. */
  account: z
    .object({
      name: z.string(),
      kind: z.enum(['business', 'state-agency', 'other']),
      package: z.string().nullable(),
      /** As the platform writes it. */
      packageUntil: z.string().nullable(),
      verified: z.boolean(),
      at: instant,
    })
    .nullable(),
  /** Answers to comments below our posts that a person should look at: refused, not certain, or still waiting. */
  openComments: z.array(
    z.object({
      kind: z.enum(['private', 'public']),
      status: z.enum(['pending', 'sending', 'sent', 'rejected', 'uncertain']),
      reason: z.string().nullable(),
      at: instant,
      /** The comment, on the platform. */
      url: z.string(),
    }),
  ),
  /** Where an administrator of the account gives consent again. */
  consentPath: z.string().nullable(),
})
export type ChannelStatus = z.infer<typeof channelStatus>

export const channelList = z.object({ items: z.array(channelStatus) })
export type ChannelList = z.infer<typeof channelList>
