import type { ChannelId, MessageDeletion, MessageEdit, ParsedWebhook } from '../core/channel.ts'
import type { InboundContent } from '../core/messages.ts'
import { storable } from '../core/text.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import {
  type Conversations,
  keepRawEvent,
  lockConversation,
  openInbound,
  rewriteInbound,
  senderKey,
} from '../db/queries/conversations.ts'
import { inboundByProviderId, purgeInbound, unsentBeforehand } from '../db/queries/retractions.ts'
import type { Work } from '../tickets/work.ts'

type Retraction = MessageEdit | MessageDeletion

export function retractionsOf({ edits = [], deletions = [] }: ParsedWebhook): Retraction[] {
  return [...edits, ...deletions]
}

/**
 * What residents changed or took back. Each waits for the turn that holds its conversation, so that no turn answers
 * words while they change; conversations in one fixed order, as everywhere.
 */
export async function applyRetractions(
  cipher: FieldCipher,
  work: Work,
  input: { deliveries: readonly { channel: ChannelId; parsed: ParsedWebhook }[]; known: Conversations },
): Promise<void> {
  const found = input.deliveries
    .flatMap(({ channel, parsed }) => retractionsOf(parsed).map((retraction) => ({ channel, retraction })))
    .map(({ channel, retraction }) => {
      const { account, address } = retraction
      return { channel, retraction, conversationId: input.known.get(senderKey({ channel, account, address })) }
    })
    .sort((a, b) => ((a.conversationId ?? '') < (b.conversationId ?? '') ? -1 : 1))
  for (const { channel, retraction, conversationId } of found) {
    // From somebody who never wrote: nothing of theirs is here.
    if (conversationId === undefined) continue
    await lockConversation(work.tx, conversationId)
    if ('text' in retraction) await edit(cipher, work, { channel, conversationId, change: retraction })
    else await purge(cipher, work, { channel, conversationId, deletion: retraction })
    work.announce({ topic: 'conversation', id: conversationId, conversationId })
  }
}

/** The newest words count while nobody has answered the old ones; later they are kept beside, as they came. */
async function edit(
  cipher: FieldCipher,
  work: Work,
  { channel, conversationId, change }: { channel: ChannelId; conversationId: string; change: MessageEdit },
): Promise<void> {
  const row = await inboundByProviderId(work.tx, { channel, conversationId, ...change })
  const content =
    row === null || row.processedAt !== null ? null : withWords(openInbound(cipher, row.contentSealed), change)
  if (row !== null && content !== null) await rewriteInbound(work.tx, { cipher, id: row.id, content })
  else await keepRawEvent(work.tx, { cipher, channel, name: 'message_edit', body: change.raw, now: work.now })
}

/** Null: nothing there that words could change. */
function withWords(content: InboundContent, change: MessageEdit): InboundContent | null {
  const text = storable(change.text)
  if (content.kind === 'text') return { kind: 'text', text }
  return content.kind === 'media' ? { ...content, caption: text } : null
}

/**
 * Our copy of the message and its media goes; that there was one stays. One that comes later than its unsend is not
 * stored. What a case already holds in its own words is the case's, which has its own rules of keeping.
 */
async function purge(
  cipher: FieldCipher,
  work: Work,
  input: { channel: ChannelId; conversationId: string; deletion: MessageDeletion },
): Promise<void> {
  const { channel, conversationId, deletion } = input
  const content: InboundContent = { kind: 'unsupported', providerType: 'message-deleted' }
  const row = await inboundByProviderId(work.tx, { channel, conversationId, ...deletion })
  if (row === null)
    await unsentBeforehand(work.tx, { cipher, channel, conversationId, deletion, content, now: work.now })
  else await purgeInbound(work.tx, { cipher, id: row.id, content, now: work.now })
}
