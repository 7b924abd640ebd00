import type { ChannelId, ConversationSignal, ParsedWebhook } from '../core/channel.ts'
import { HOUR } from '../core/durations.ts'
import { noteTouch, pauseBot, resumeBot } from '../db/queries/bot-pause.ts'
import { type Conversations, lockConversation, senderKey } from '../db/queries/conversations.ts'
import { reopenWindow } from '../db/queries/outbound.ts'
import type { Work } from '../tickets/work.ts'

/** How long the bot is silent after a person answered, or another application owned the thread. */
export const HUMAN_PAUSE_MS = 4 * HOUR

/**
 * What platforms say about conversations as a whole. Each waits for the turn that holds its conversation; conversations
 * in one fixed order, as everywhere, each one's signals in the order of their coming.
 */
export async function applySignals(
  work: Work,
  input: { deliveries: readonly { channel: ChannelId; parsed: ParsedWebhook }[]; known: Conversations },
): Promise<void> {
  const found = input.deliveries
    .flatMap(({ channel, parsed }) => (parsed.signals ?? []).map((signal) => ({ channel, signal })))
    .map(({ channel, signal }) => {
      const { account, address } = signal
      return { signal, conversationId: input.known.get(senderKey({ channel, account, address })) ?? '' }
    })
    .filter(({ conversationId }) => conversationId !== '')
    .sort((a, b) => (a.conversationId < b.conversationId ? -1 : a.conversationId > b.conversationId ? 1 : 0))
  for (const { signal, conversationId } of found) {
    await lockConversation(work.tx, conversationId)
    await apply(work, conversationId, signal)
  }
}

async function apply(work: Work, conversationId: string, signal: ConversationSignal): Promise<void> {
  switch (signal.kind) {
    case 'held-by-others':
      return pauseBot(work.tx, conversationId, new Date(work.now.getTime() + HUMAN_PAUSE_MS))
    case 'ours-again':
      return resumeBot(work.tx, conversationId)
    case 'touched': {
      await noteTouch(work.tx, conversationId, new Date(Math.min(signal.at.getTime(), work.now.getTime())))
      const [held] = await reopenWindow(work.tx, conversationId)
      if (held !== undefined)
        work.nudge('outbound.deliver', { outboundId: held }, { key: `touch-${held}-${signal.at.getTime()}` })
    }
  }
}
