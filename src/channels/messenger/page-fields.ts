/** What the Page must be subscribed to; names and reasons in docs/channels.md. */
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
] as const
/** Only where comments are answered. */
export const COMMENT_FIELD = 'feed'

/** What the token must allow: to send, and to mend the subscription. */
export const PAGE_SCOPES = ['pages_messaging', 'pages_manage_metadata'] as const
/** To see who commented, and to comment below. */
export const COMMENT_SCOPES = ['pages_read_user_content', 'pages_manage_engagement'] as const
