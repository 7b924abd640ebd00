import { cardVersionOn, dayInZone, type FactCard, type OutboundContent, type Turn } from '../../core/index.ts'
import { cardMessages } from '../shared/card.ts'
import { text } from '../shared/say.ts'
import type { Draft } from './state.ts'

/**
 * What a chat message can and cannot do in law: a khiếu nại needs a signed letter to whoever made the decision
 * (Luật Khiếu nại 02/2011/QH13, Art. 8, 9, 27). The pack's own card follows when there is one.
 */
export function formalGuidance(turn: Turn): OutboundContent[] {
  const card = formalCard(turn)
  const how = card === null ? [text(turn, 'formal.how')] : cardMessages(card, turn).slice(0, 1)
  return [text(turn, 'formal.limits'), ...how]
}

/** What is taken down is the matter: "cách khiếu nại" is the way, which was just told. */
export function withoutFormalTopic(draft: Draft, turn: Turn): Draft {
  const ways = [...turn.pack.cards.values()].filter((c) => c.intent === 'complaint_formal').map((c) => c.topicId)
  const isWay = (id: string | null): boolean => id !== null && ways.includes(id)
  const topicGuesses = draft.topicGuesses.filter((g) => !isWay(g.id))
  return isWay(draft.topicId) ? { ...draft, topicId: null, topicGuesses } : draft
}

function formalCard(turn: Turn): FactCard | null {
  const day = dayInZone(turn.now, turn.pack.timeZone)
  const answered = turn.understanding.answers.flatMap((a) => turn.pack.cards.get(a.id) ?? [])
  const cards = [...answered, ...turn.pack.cards.values()]
  return cards.find((c) => c.intent === 'complaint_formal' && cardVersionOn(c, day) !== null) ?? null
}
