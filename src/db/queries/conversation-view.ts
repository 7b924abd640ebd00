import { and, desc, eq } from 'drizzle-orm'
import type { InboundContent, OutboundContent } from '../../core/messages.ts'
import type { Executor } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { inboundMessages, outboundMessages } from '../schema/conversations.ts'
import { type Attachment, attachmentsOf } from './attachments.ts'
import { openInbound } from './conversations.ts'
import { type OutboundRow, openOutbound } from './outbound.ts'

export type Said =
  | { from: 'resident'; id: string; at: Date; content: InboundContent; attachments: Attachment[] }
  | {
      from: 'bot' | 'staff' | 'platform-staff'
      id: string
      at: Date
      content: OutboundContent
      /** The file that the message is, when we hold it. */
      attachments: Attachment[]
      row: OutboundRow
    }

/**
 * What was said, oldest first, at most the last `limit` of each side. With a case: only what belongs to it, so that a
 * unit never reads what the resident told another.
 */
export async function readConversation(
  db: Executor,
  input: { cipher: FieldCipher; conversationId: string; ticketId: string | null; limit: number },
): Promise<Said[]> {
  const { cipher, conversationId, ticketId } = input
  const inbound = await db
    .select()
    .from(inboundMessages)
    .where(
      ticketId === null ? eq(inboundMessages.conversationId, conversationId) : eq(inboundMessages.ticketId, ticketId),
    )
    .orderBy(desc(inboundMessages.sentAt), desc(inboundMessages.seq))
    .limit(input.limit)
  const outbound = await db
    .select()
    .from(outboundMessages)
    .where(
      ticketId === null
        ? eq(outboundMessages.conversationId, conversationId)
        : and(eq(outboundMessages.ticketId, ticketId)),
    )
    .orderBy(desc(outboundMessages.createdAt), desc(outboundMessages.seq))
    .limit(input.limit)
  const sent = outbound.map((row) => ({ row, content: openOutbound(cipher, row.contentSealed) }))
  const media = await attachmentsOf(db, cipher, {
    inboundIds: inbound.filter((m) => m.kind === 'media').map((m) => m.id),
    outboundIds: sent.filter(({ content }) => content.kind === 'media').map(({ row }) => row.id),
  })
  const said: (Said & { order: number })[] = [
    ...inbound.map((m) => ({
      from: 'resident' as const,
      id: m.id,
      // Shown by our own clock, so that question and answer stand in their order.
      at: m.receivedAt,
      content: openInbound(cipher, m.contentSealed),
      attachments: media.filter((a) => a.inboundId === m.id),
      order: m.seq,
    })),
    ...sent.map(({ row, content }) => ({
      from: row.author,
      id: row.id,
      at: row.createdAt,
      content,
      attachments: media.filter((a) => a.outboundId === row.id),
      row,
      order: row.seq,
    })),
  ]
  return said.sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b) || a.order - b.order)
}

function rank(said: Said): number {
  return said.from === 'resident' ? 0 : 1
}
