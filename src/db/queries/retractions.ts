import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ChannelId, MessageDeletion } from '../../core/channel.ts'
import { newId } from '../../core/ids.ts'
import type { InboundContent } from '../../core/messages.ts'
import type { Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { attachments, blobs } from '../schema/attachments.ts'
import { inboundMessages } from '../schema/conversations.ts'
import { TAKEN_AWAY } from './attachments.ts'

/** A message of this conversation by the platform's id of it. Null: not stored. */
export async function inboundByProviderId(
  tx: Tx,
  by: { channel: ChannelId; account: string; providerMessageId: string; conversationId: string },
): Promise<{ id: string; contentSealed: string; processedAt: Date | null } | null> {
  const rows = await tx
    .select({
      id: inboundMessages.id,
      contentSealed: inboundMessages.contentSealed,
      processedAt: inboundMessages.processedAt,
    })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.channel, by.channel),
        eq(inboundMessages.account, by.account),
        eq(inboundMessages.providerMessageId, by.providerMessageId),
        eq(inboundMessages.conversationId, by.conversationId),
      ),
    )
  return rows[0] ?? null
}

interface Emptied {
  cipher: FieldCipher
  /** What stands in the place of what was said. */
  content: InboundContent
  now: Date
}

/**
 * Takes words, addresses and bytes of the message's media away; nobody will answer it any more. Attachments end as
 * `failed` with `media.deleted`; their size stays as it was.
 */
export async function purgeInbound(tx: Tx, input: Emptied & { id: string }): Promise<void> {
  const { content } = input
  await tx
    .update(inboundMessages)
    .set({
      kind: content.kind,
      contentSealed: input.cipher.seal(JSON.stringify(content)),
      // the reasons quote words; that it was said during a denunciation stays
      understood: sql`jsonb_set(${inboundMessages.understood}, '{why}', '[]'::jsonb)`,
      processedAt: sql`coalesce(${inboundMessages.processedAt}, ${input.now.toISOString()}::timestamptz)`,
    })
    .where(eq(inboundMessages.id, input.id))
  const gone = await tx
    .update(attachments)
    .set(TAKEN_AWAY)
    .where(eq(attachments.inboundId, input.id))
    .returning({ id: attachments.id })
  const ids = gone.flatMap(({ id }) => [id, `${id}.thumb`])
  if (ids.length > 0) await tx.delete(blobs).where(inArray(blobs.id, ids))
}

/** The unsend came before its message: holds the place, so that the message is a duplicate when it comes. */
export async function unsentBeforehand(
  tx: Tx,
  input: Emptied & { channel: ChannelId; conversationId: string; deletion: MessageDeletion },
): Promise<void> {
  const { content, deletion, now } = input
  await tx
    .insert(inboundMessages)
    .values({
      id: newId(),
      conversationId: input.conversationId,
      channel: input.channel,
      account: deletion.account,
      providerMessageId: deletion.providerMessageId,
      kind: content.kind,
      contentSealed: input.cipher.seal(JSON.stringify(content)),
      sentAt: now,
      receivedAt: now,
      processedAt: now,
    })
    .onConflictDoNothing()
}
