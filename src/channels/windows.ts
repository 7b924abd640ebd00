import { DAY, HOUR } from '../core/durations.ts'

/**
 * How long after the resident's last word a platform lets us write. Milliseconds.
 *
 * Zalo OA, consultation messages: free up to 48 h, from the package's quota or charged up to 7 days, then refused
 * with -230 or -232 (Zalo's OA message rules as of 2026).
 * Messenger: 24 h for everything, 7 days for words that a person wrote (HUMAN_AGENT) (Meta's Send API and policy
 * pages as of September 2026).
 */
export const ZALO_FREE_WINDOW = 48 * HOUR
export const ZALO_WINDOW = 7 * DAY
export const MESSENGER_WINDOW = 24 * HOUR
export const MESSENGER_HUMAN_WINDOW = 7 * DAY

export type ZaloWindow = 'free' | 'paid' | 'closed' | 'unknown'

/** `unknown`: the resident never wrote, as far as we know (followed, or called): Zalo itself decides. */
export function zaloWindow(lastInboundAt: Date | null, now: Date): ZaloWindow {
  if (lastInboundAt === null) return 'unknown'
  const age = now.getTime() - lastInboundAt.getTime()
  if (age <= ZALO_FREE_WINDOW) return 'free'
  return age <= ZALO_WINDOW ? 'paid' : 'closed'
}

export type MessengerWindow = 'response' | 'human-agent' | 'closed'

/** HUMAN_AGENT is for a person's own words only; a bot outside 24 h has no way. Never wrote: closed. */
export function messengerWindow(lastInboundAt: Date | null, author: 'bot' | 'person', now: Date): MessengerWindow {
  if (lastInboundAt === null) return 'closed'
  const age = now.getTime() - lastInboundAt.getTime()
  if (age <= MESSENGER_WINDOW) return 'response'
  return author === 'person' && age <= MESSENGER_HUMAN_WINDOW ? 'human-agent' : 'closed'
}
