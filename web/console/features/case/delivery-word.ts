import type { ConversationItem } from '../../../../src/http/contract/cases.ts'

type State = NonNullable<ConversationItem['delivery']>
export type DeliveryWord = State | 'stopped' | 'not-needed' | 'file' | 'given-up'

/**
 * Which words tell what became of a message: by its state, and where one reason asks for other words than the rest, by
 * that. Reasons are codes for whoever runs the system; see docs/channels.md.
 */
export function deliveryWord(state: State, reason: string | null): DeliveryWord {
  if (reason === 'resident-stopped') return 'stopped'
  if (state !== 'rejected' || reason === null) return state
  if (reason === 'resident-wrote') return 'not-needed'
  if (reason.startsWith('given-up: ')) return 'given-up'
  return /^(file|upload): /.test(reason) ? 'file' : state
}
