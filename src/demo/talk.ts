import { SECOND } from '../core/durations.ts'
import type { InboundContent, OutboundContent } from '../core/messages.ts'
import type { Ledger } from './ledger.ts'
import { type DemoResident, type DemoWorld, demoId } from './rows.ts'

export interface Talk {
  /** The resident says it; returns the message's id. */
  hear(at: Date, content: InboundContent): string
  /** We say it, and it arrives. */
  say(o: { at: Date; causeKey: string; content: OutboundContent; staff?: { id: string; unit: string } }): void
}

/** The conversation around a case. Messages that would lie in the future are not written. */
export function openTalk(world: DemoWorld, ledger: Ledger, { conversation }: DemoResident): Talk {
  const { random, cipher, now } = world
  const ticketId = ledger.ticket.id
  return {
    hear: (at, content) => {
      const id = demoId(random, at)
      if (at > now) return id
      const { channel, account } = conversation
      ledger.rows.inbound.push({
        id,
        conversationId: conversation.id,
        channel,
        account,
        providerMessageId: `demo-${id}`,
        kind: content.kind,
        contentSealed: cipher.seal(JSON.stringify(content)),
        sentAt: at,
        receivedAt: new Date(at.getTime() + random.int(80, 900)),
        processedAt: new Date(at.getTime() + random.int(900, 1900)),
        understood: null,
        ticketId,
        demo: true,
      })
      return id
    },
    say: ({ at, causeKey, content, staff }) => {
      if (at > now) return
      const sentAt = new Date(at.getTime() + random.int(200, 1500))
      const deliveredAt = new Date(sentAt.getTime() + random.int(300, 4000))
      const seen = random.chance(0.8)
      const id = demoId(random, at)
      ledger.rows.outbound.push({
        id,
        conversationId: conversation.id,
        ticketId,
        causeKey,
        author: staff === undefined ? 'bot' : 'staff',
        authorUserId: staff?.id ?? null,
        authorName: staff?.unit ?? null,
        contentSealed: cipher.seal(JSON.stringify(content)),
        status: 'sent',
        attempts: 1,
        sentAt,
        deliveredAt,
        seenAt: seen ? new Date(deliveredAt.getTime() + random.int(5, 3600) * SECOND) : null,
        providerMessageId: `demo-${id}`,
        demo: true,
        createdAt: at,
      })
    },
  }
}
