import type { InboundContent, OutboundContent } from '../core/messages.ts'
import type { ProvincePack } from '../core/pack.ts'

const MORE = /^more:([1-9]\d{0,2})$/

/**
 * A tap on the last button of a long menu asks for its next page: the choices offered last, from the one that the
 * button names. Null: it is another message, the menu is gone, or a person is answering.
 */
export function pageOfChoices(
  pack: ProvincePack,
  input: {
    conversation: { lastChoices: { id: string; label: string }[] | null; botPausedUntil: Date | null }
    inbound: { id: string; content: InboundContent }
    now: Date
  },
): OutboundContent | null {
  const { conversation, inbound, now } = input
  if (conversation.botPausedUntil !== null && conversation.botPausedUntil > now) return null
  const found = inbound.content.kind === 'choice' ? MORE.exec(inbound.content.choiceId) : null
  const from = Number(found?.[1] ?? 0)
  const choices = conversation.lastChoices ?? []
  if (from === 0 || from >= choices.length) return null
  return { kind: 'menu', text: pack.text('menu.more'), choices, from }
}
