import { type Effect, MINUTE, OPEN_STATUSES, type TicketView, type Turn } from '../core/index.ts'
import { hasAttachment, onlyAPlace, wordsOf } from '../flows/shared/content.ts'

/** The case in which a unit waits for this resident's answer, if this message can be that answer. */
export function awaited(turn: Turn): TicketView | null {
  const waiting = turn.tickets.find((t) => t.status === 'waiting-citizen')
  const { intent, confidence, topics } = turn.understanding
  if (waiting === undefined) return null
  if (turn.content.kind === 'media') return hasAttachment(turn.content) ? waiting : null
  if (turn.content.kind !== 'text') return null
  if (turn.mentioned !== null && turn.mentioned.id !== waiting.id) return null
  if (onlyAPlace(turn)) return waiting
  if (intent === 'report_issue' || intent === 'suggest') {
    const elsewhere =
      topics[0] !== undefined && waiting.topicId !== null && !topics.some((t) => t.id === waiting.topicId)
    return elsewhere && confidence >= 0.6 ? null : waiting
  }
  const asks = intent.startsWith('ask_') || intent === 'survey_rating' || intent === 'privacy_request'
  if (intent === 'denounce' || intent === 'complaint_formal' || (asks && confidence >= 0.5)) return null
  return intent === 'greeting' && !turn.understanding.substantial ? null : waiting
}

/** Photos that follow a case just filed belong to it: they take longer to send than the words. */
const LATE_PHOTOS = 30 * MINUTE

/** The case that was filed a moment ago, when photos without words come. */
export function justFiled(turn: Turn): TicketView | null {
  if (!hasAttachment(turn.content) || wordsOf(turn.content) !== '') return null
  const [last] = turn.tickets
  if (last === undefined || !OPEN_STATUSES.includes(last.status)) return null
  return turn.now.getTime() - last.filedAt.getTime() <= LATE_PHOTOS ? last : null
}

export function addingTo(ticket: TicketView, turn: Turn): Effect {
  const mediaRefs = hasAttachment(turn.content) ? [turn.inboundId] : []
  return { type: 'add-to-ticket', ticketId: ticket.id, text: wordsOf(turn.content), mediaRefs }
}
