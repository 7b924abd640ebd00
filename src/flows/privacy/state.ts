import { z } from 'zod'

export const REQUESTS = ['view', 'correct', 'delete', 'withdraw'] as const

export const privacyState = z.object({
  /** Null: not yet chosen. */
  request: z.enum(REQUESTS).nullable(),
  /** The resident's own words, when they came with the request. */
  words: z.string().max(2000),
})
export type PrivacyState = z.infer<typeof privacyState>
