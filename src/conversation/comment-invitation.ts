import type { OutboundContent } from '../core/messages.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { Understanding } from '../core/understanding.ts'
import { callNumbers } from './emergency.ts'

/** Tapping it says what was commented, as a message. */
export const TAKE_COMMENT = 'comment.take:'

/**
 * The one private message after a comment: what can be done here, and a tap to take down what was commented. It does
 * not repeat the comment, and names a danger's numbers first.
 */
export function commentInvitation(input: {
  pack: ProvincePack
  commentRowId: string
  understanding: Understanding
}): OutboundContent {
  const { pack, commentRowId, understanding } = input
  const danger = understanding.emergency !== undefined || understanding.intent === 'emergency'
  const numbers = callNumbers(pack, understanding.emergency).named.join(', ')
  return {
    kind: 'menu',
    text: danger ? pack.text('comment.inviteDanger', { numbers }) : pack.text('comment.invite'),
    choices: [
      { id: `${TAKE_COMMENT}${commentRowId}`, label: pack.text('comment.take') },
      { id: 'menu.main', label: pack.text('comment.other') },
    ],
  }
}
