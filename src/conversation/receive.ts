import type { ChannelId, ParsedWebhook } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { isConnectionLost } from '../core/connection-lost.ts'
import type { InboundContent } from '../core/messages.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { isRowGone, senderKey } from '../db/queries/conversations.ts'
import type { BusinessEvents } from '../telemetry/events.ts'
import type { RunWork } from '../tickets/work.ts'
import { createBatches } from './batches.ts'
import { createKnownConversations } from './known-conversations.ts'
import { retractionsOf } from './retractions.ts'
import { type Delivery, type Outcome, sendersOf, storeDeliveries } from './store-deliveries.ts'

export interface ReceiveDeps {
  work: RunWork
  cipher: FieldCipher
  clock: Clock
  events: Pick<BusinessEvents, 'messageReceived' | 'messageDuplicate' | 'eventIgnored'>
}

export type Receive = (channel: ChannelId, parsed: ParsedWebhook) => Promise<void>

/**
 * Group commit: deliveries that come within 2 ms share a transaction, two of which run at once; single inserts reached
 * 3,560 webhooks a second where this reached 5,140. A post of Messenger may hold 1,000 updates: it fills a batch.
 */
const BATCH = { maxItems: 100, maxWeight: 1_000, waitMs: 2, inFlight: 2 } as const

/**
 * Makes everything in one delivery durable, all or nothing; only then may the platform hear 200. A repeat of the same
 * platform message changes nothing. Deliveries about one conversation are stored in the order of their coming. Throws
 * when the database cannot take it.
 */
export function createReceive(deps: ReceiveDeps): Receive {
  const met = createKnownConversations()
  async function store(deliveries: readonly Delivery[]): Promise<Outcome[]> {
    const known = met.of(deliveries.flatMap(sendersOf))
    const outcomes = await deps.work((work) => storeDeliveries(deps.cipher, work, { deliveries, known }))
    met.remember(known)
    return outcomes
  }
  const inBatch = createBatches<Delivery>({
    ...BATCH,
    run: async (deliveries) => {
      const outcomes = await store(deliveries).catch((error: unknown) => {
        if (!isRowGone(error)) throw error
        met.forget(deliveries.flatMap(sendersOf))
        return store(deliveries)
      })
      for (const outcome of outcomes) tell(deps, outcome)
    },
    keys: (delivery) => sendersOf(delivery).map(senderKey),
    weight: ({ parsed }) => parsed.messages.length + parsed.receipts.length + parsed.echoes.length,
    // These wait for the turn that holds the conversation: nobody else should wait with them.
    company: ({ parsed }) => (waitsForTurns(parsed) ? 'none' : 'any'),
    hopeless: isConnectionLost,
  })
  return async (channel, parsed) => {
    if (isEmpty(parsed)) return
    await inBatch({ channel, parsed })
    for (const event of parsed.ignored) deps.events.eventIgnored(channel, event.name)
  }
}

/** A person's answer, an edit, an unsend, another owner of the thread. */
function waitsForTurns(parsed: ParsedWebhook): boolean {
  const { echoes, signals = [] } = parsed
  return echoes.some((echo) => echo.byHuman) || retractionsOf(parsed).length + signals.length > 0
}

function tell({ events }: ReceiveDeps, { channel, fresh, duplicates }: Outcome): void {
  for (let i = 0; i < fresh; i++) events.messageReceived(channel)
  for (let i = 0; i < duplicates; i++) events.messageDuplicate(channel)
}

function isEmpty(parsed: ParsedWebhook): boolean {
  const { messages, receipts, echoes, ignored, signals = [], comments = [] } = parsed
  const events = [messages, comments, receipts, echoes, ignored, signals, retractionsOf(parsed)]
  return events.every((list) => list.length === 0)
}

/** The words in a content, for storing them with a case; empty where it has none. */
export function wordsOf(content: InboundContent): string {
  switch (content.kind) {
    case 'text':
      return content.text
    case 'choice':
      return content.label
    case 'media':
      return content.caption ?? ''
    case 'location':
      return `${content.lat}, ${content.lon}`
    case 'contact-info':
    case 'follow':
    case 'withdraw':
    case 'unsupported':
      return ''
  }
}
