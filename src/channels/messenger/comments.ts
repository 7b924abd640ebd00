import { DAY } from '../../core/durations.ts'

/**
 * Meta: a comment may be answered in private once, within 7 days of its making. Somewhat less is used, so that a send
 * under way does not run out of it.
 */
const COMMENT_WINDOW = 7 * DAY - DAY / 24
const PREFIX = 'comment:'

/** How a comment under one of our posts is addressed: its author's id there is not the one that Messenger uses. */
export function commentAddress(commentId: string): string {
  return `${PREFIX}${commentId}`
}

/** Null: a person's address. */
export function commentIdOf(address: string): string | null {
  return address.startsWith(PREFIX) ? address.slice(PREFIX.length) : null
}

/** @param writtenAt when the comment was made; null: not known, then closed */
export function commentWindow(writtenAt: Date | null, now: Date): 'open' | 'closed' {
  return writtenAt !== null && now.getTime() - writtenAt.getTime() <= COMMENT_WINDOW ? 'open' : 'closed'
}
