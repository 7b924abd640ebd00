import type { Turn } from '../core/flow.ts'
import type { IntentId } from '../core/understanding.ts'

/** What a resident asks of the bot itself, not answers to a unit's question. */
const FOR_THE_BOT: ReadonlySet<IntentId> = new Set([
  'emergency',
  'menu',
  'stop',
  'ask_status',
  'ask_procedure',
  'ask_election',
  'ask_hotline',
  'denounce',
  'privacy_request',
  'survey_rating',
])

/**
 * True when this message is the answer to a question that a unit asked about a case: anything but a tapped choice and
 * what is clearly meant for the bot. A resident who starts something else says so by the menu.
 */
export function answersWaitingCase(turn: Turn): boolean {
  const { content, understanding } = turn
  switch (content.kind) {
    case 'media':
    case 'location':
    case 'contact-info':
      return true
    case 'text':
      return !(FOR_THE_BOT.has(understanding.intent) && understanding.confidence >= 0.6)
    case 'choice':
    case 'follow':
    case 'unsupported':
      return false
  }
}
