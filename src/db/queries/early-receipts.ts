import { and, eq, type SQL, sql } from 'drizzle-orm'
import { MINUTE } from '../../core/durations.ts'
import type { Executor, Tx } from '../client.ts'
import { channelMemory } from '../schema/channel-memory.ts'
import { conversations, outboundMessages } from '../schema/conversations.ts'

/** Longer than any send can take. */
const KEPT_FOR = 10 * MINUTE

/**
 * A receipt may come before the answer to the send that it is about: until that is recorded nobody knows whose id it
 * names. While the conversation has a send under way, such receipts are kept for it, and the send is held until this
 * transaction ends.
 * @returns false when no send is under way: then the ids may have become known meanwhile
 */
export async function keepEarlyReceipts(
  tx: Tx,
  input: { conversationId: string; kind: 'delivered' | 'seen'; providerMessageIds: string[]; at: Date; now: Date },
): Promise<boolean> {
  const [underWay] = await tx
    .select({ id: outboundMessages.id })
    .from(outboundMessages)
    .where(and(eq(outboundMessages.conversationId, input.conversationId), eq(outboundMessages.status, 'sending')))
    .for('update')
  if (underWay === undefined) return false
  const [of] = await tx
    .select({ channel: conversations.channel, account: conversations.account })
    .from(conversations)
    .where(eq(conversations.id, input.conversationId))
  if (of === undefined) return false
  const rows = [...new Set(input.providerMessageIds)].map((id) => ({
    account: `${of.channel}/${of.account}`,
    key: `receipt/${input.kind}/${id}`,
    value: { at: input.at.toISOString() },
    expiresAt: new Date(input.now.getTime() + KEPT_FOR),
    updatedAt: input.now,
  }))
  await tx.insert(channelMemory).values(rows).onConflictDoNothing()
  return true
}

/** What receipts said of this message before it was known to be sent. A statement of its own, after that is recorded. */
export async function applyEarlyReceipts(db: Executor, outboundId: string): Promise<void> {
  const early = (kind: 'delivered' | 'seen'): SQL => sql`(select (m.value->>'at')::timestamptz
    from channel_memory m join conversations c on m.account = c.channel || '/' || c.account
    where c.id = o.conversation_id and m.key = ${`receipt/${kind}/`}::text || o.provider_message_id)`
  await db.execute(sql`update outbound_messages o set delivered_at = coalesce(o.delivered_at, found.delivered),
    seen_at = coalesce(o.seen_at, found.seen)
    from (select o.id, ${early('delivered')} as delivered, ${early('seen')} as seen
      from outbound_messages o where o.id = ${outboundId}) as found
    where o.id = found.id and (found.delivered is not null or found.seen is not null)`)
}
