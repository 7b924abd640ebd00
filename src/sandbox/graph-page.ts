import { DAY } from '../core/durations.ts'

/** Everything that a Page can be subscribed to here; Meta's names. */
export const PAGE_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_handovers',
  'standby',
  'messaging_policy_enforcement',
  'feed',
] as const
export type PageField = (typeof PAGE_FIELDS)[number]

export const PAGE_SCOPES = [
  'pages_messaging',
  'pages_manage_metadata',
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
] as const

/** What Meta knows of the Page and its app, in memory. */
export interface GraphPage {
  token: {
    state: 'good' | 'expired' | 'revoked'
    /** Null: never. */
    expiresAt: Date | null
    dataAccessExpiresAt: Date
    scopes: string[]
  }
  /** What the app is subscribed to; empty: to nothing. Counts only while the connection stands. */
  fields: Set<string>
  /** PSIDs whose thread another application or a person in the inbox holds. */
  heldByOthers: Set<string>
  /** `greeting`, `get_started` ... as they were posted. */
  profile: Record<string, unknown>
  /** By id: names and pictures under which the Page speaks. */
  personas: Map<string, { name: string; profile_picture_url: string }>
  /** Calls of the Messenger Profile API, for its limit of 10 in 10 minutes. */
  profileCalls: Date[]
}

export function createGraphPage(now: Date): GraphPage {
  return {
    token: {
      state: 'good',
      expiresAt: null,
      dataAccessExpiresAt: new Date(now.getTime() + 90 * DAY),
      scopes: [...PAGE_SCOPES],
    },
    fields: new Set(PAGE_FIELDS),
    heldByOthers: new Set(),
    profile: {},
    personas: new Map(),
    profileCalls: [],
  }
}
