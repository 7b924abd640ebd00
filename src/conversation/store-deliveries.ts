import type { ChannelId, Echo, ParsedWebhook, Receipt } from '../core/channel.ts'
import { HOUR } from '../core/durations.ts'
import type { InboundMessage, Sender } from '../core/messages.ts'
import { storableJson } from '../core/text.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { insertAttachments } from '../db/queries/attachments.ts'
import {
  type Conversations,
  claimConversations,
  conversationsOf,
  insertConversations,
  insertInbounds,
  keepRawEvent,
  saveConversation,
  senderKey,
} from '../db/queries/conversations.ts'
import { insertPlatformStaffMessage, openSends, recordEcho, recordReceipt } from '../db/queries/outbound.ts'
import { insertComments } from '../db/queries/page-comments.ts'
import { insertEvent, openTicketOf } from '../db/queries/tickets.ts'
import type { Work } from '../tickets/work.ts'
import { settleCommentEcho } from './comment-conversation.ts'
import { sendOfEcho } from './lost-send.ts'
import { applyRetractions, retractionsOf } from './retractions.ts'
import { applySignals, HUMAN_PAUSE_MS } from './signals.ts'

/** What one webhook (or one post of the web chat) brought. */
export interface Delivery {
  channel: ChannelId
  parsed: ParsedWebhook
}

export interface Outcome {
  channel: ChannelId
  fresh: number
  duplicates: number
}

/**
 * Stores several deliveries with as few statements as one takes. Outcomes in their order. Conversations that `known`
 * lacks are found or made, and added to it.
 */
export async function storeDeliveries(
  cipher: FieldCipher,
  work: Work,
  { deliveries, known }: { deliveries: readonly Delivery[]; known: Conversations },
): Promise<Outcome[]> {
  const outcomes = deliveries.map(({ channel }) => ({ channel, fresh: 0, duplicates: 0 }))
  const messages = inLockOrder(
    deliveries.flatMap(({ parsed }, of) =>
      parsed.messages.map((message) => ({ of, message: kept(message, work.now) })),
    ),
  )
  const made = await claimConversations(work.tx, { known, senders: messages.map(({ message }) => message.from) })
  const [, stored] = await Promise.all([
    insertConversations(work.tx, { made, now: work.now, demo: false }),
    storeMessages(
      cipher,
      work,
      messages.map(({ message }) => ({ message, conversationId: known.get(senderKey(message.from)) ?? '' })),
    ),
  ])
  const others = deliveries.flatMap(sendersOf).filter((sender) => !known.has(senderKey(sender)))
  for (const [key, id] of await conversationsOf(work.tx, others)) known.set(key, id)
  for (const [i, { of }] of messages.entries()) {
    const outcome = outcomes[of]
    if (outcome === undefined) continue
    if (stored[i] === true) outcome.fresh++
    else outcome.duplicates++
  }
  for (const { channel, parsed } of deliveries) {
    for (const event of parsed.ignored) {
      await keepRawEvent(work.tx, { cipher, channel, name: event.name, body: event.raw, now: work.now })
    }
  }
  for (const { channel, parsed } of deliveries) await storeComments(cipher, work, { channel, parsed })
  await reports(cipher, work, { deliveries, known })
  await applyRetractions(cipher, work, { deliveries, known })
  await applySignals(work, { deliveries, known })
  return outcomes
}

/** Everyone a delivery speaks of. */
export function sendersOf({ channel, parsed }: Delivery): Sender[] {
  return [
    ...parsed.messages.map((message) => message.from),
    ...[...parsed.receipts, ...parsed.echoes, ...retractionsOf(parsed), ...(parsed.signals ?? [])].map(
      ({ account, address }) => ({
        channel,
        account,
        address,
      }),
    ),
  ]
}

/** True for each that was not stored before. */
async function storeMessages(
  cipher: FieldCipher,
  work: Work,
  messages: readonly { message: InboundMessage; conversationId: string }[],
): Promise<boolean[]> {
  const ids = await insertInbounds(work.tx, { cipher, messages, now: work.now })
  const nudged = new Set<string>()
  for (const [i, { message, conversationId }] of messages.entries()) {
    const id = ids[i] ?? null
    if (id === null) continue
    if (message.content.kind === 'media') {
      const { items } = message.content
      const made = await insertAttachments(work.tx, { cipher, inboundId: id, conversationId, items, now: work.now })
      for (const attachmentId of made)
        work.nudge('attachment.fetch', { attachmentId }, { key: `att-${attachmentId}-0` })
    }
    // One nudge answers all that a conversation got together.
    if (!nudged.has(conversationId)) work.nudge('conversation.process', { conversationId }, { key: `in-${id}` })
    nudged.add(conversationId)
  }
  return ids.map((id) => id !== null)
}

function kept(message: InboundMessage, now: Date): InboundMessage {
  return { ...message, content: storableJson(message.content), sentAt: sane(message.sentAt, now) }
}

/** A platform's clock may be wrong, never by years: outside a week it is ours that counts. */
function sane(sentAt: Date, now: Date): Date {
  const off = Math.abs(now.getTime() - sentAt.getTime())
  return Number.isNaN(off) || off > 7 * 24 * HOUR ? now : sentAt
}

/** Conversations in one fixed order, so that two deliveries never wait for each other; each one's messages keep theirs. */
function inLockOrder<T extends { message: InboundMessage }>(messages: readonly T[]): T[] {
  const keyed = messages.map((each) => ({ each, key: senderKey(each.message.from) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ each }) => each)
}

/** What became of our own messages; in the order of the conversations too, for these lock rows. */
async function reports(
  cipher: FieldCipher,
  work: Work,
  { deliveries, known }: { deliveries: readonly Delivery[]; known: Conversations },
): Promise<void> {
  const found = deliveries
    .flatMap(({ channel, parsed }) => [
      ...parsed.receipts.map((receipt) => ({ channel, about: receipt, receipt })),
      ...parsed.echoes.map((echo) => ({ channel, about: echo, echo })),
    ])
    .map((report) => {
      const { account, address } = report.about
      return { report, conversationId: known.get(senderKey({ channel: report.channel, account, address })) ?? '' }
    })
    // Of a conversation that is not known yet: only an echo may still mean something.
    .filter(({ report, conversationId }) => conversationId !== '' || 'echo' in report)
    .sort((a, b) => (a.conversationId < b.conversationId ? -1 : a.conversationId > b.conversationId ? 1 : 0))
  for (const { report, conversationId } of found) {
    if ('receipt' in report) await applyReceipt(work, conversationId, report.receipt)
    else await applyEcho(cipher, work, { channel: report.channel, conversationId, echo: report.echo })
  }
}

/** Comments below our posts: kept once, judged and answered after the commit. */
async function storeComments(cipher: FieldCipher, work: Work, { channel, parsed }: Delivery): Promise<void> {
  const fresh = await insertComments(work.tx, { cipher, channel, comments: parsed.comments ?? [], now: work.now })
  for (const commentId of fresh) work.nudge('comment.answer', { commentId }, { key: `comment-${commentId}` })
}

async function applyReceipt(work: Work, conversationId: string, receipt: Receipt): Promise<void> {
  await recordReceipt(work.tx, {
    conversationId,
    kind: receipt.kind,
    providerMessageIds: receipt.providerMessageIds,
    ...(receipt.watermark === undefined ? {} : { watermark: receipt.watermark }),
    at: receipt.at,
    now: work.now,
  })
}

/** Zalo repeats a webhook for 110 minutes. */
const ECHO_LATEST_MS = 2 * HOUR

interface ConversationEcho {
  /** Empty: not known. */
  conversationId: string
  echo: Echo
}

async function applyEcho(
  cipher: FieldCipher,
  work: Work,
  { channel, conversationId, echo }: ConversationEcho & { channel: ChannelId },
): Promise<void> {
  const known = conversationId !== ''
  if (known && (await isOurs(cipher, work, { conversationId, echo }))) return
  const from = { channel, account: echo.account, address: echo.address }
  if (!echo.byHuman) return settleCommentEcho(cipher, work, { from, echo })
  if (!known) return
  await keepHumanAnswer(cipher, work, { conversationId, echo })
}

/** Settles the send that this echo proves: by the platform's id, by our key, else by its words. */
async function isOurs(cipher: FieldCipher, work: Work, { conversationId, echo }: ConversationEcho): Promise<boolean> {
  const { providerMessageId, key, text, at } = echo
  const record = (ownKey: string | undefined): Promise<boolean> =>
    recordEcho(work.tx, { conversationId, providerMessageId, ...(ownKey === undefined ? {} : { key: ownKey }), at })
  if (await record(key)) return true
  if (echo.byHuman || key !== undefined || text === undefined) return false
  const since = new Date(work.now.getTime() - ECHO_LATEST_MS)
  const lost = sendOfEcho(await openSends(work.tx, { cipher, conversationId, since }), text)
  return lost !== undefined && record(lost.id)
}

/** A person took over in the platform's tool: kept in the case's history, and the bot is quiet for a while. */
async function keepHumanAnswer(
  cipher: FieldCipher,
  work: Work,
  { conversationId, echo }: ConversationEcho,
): Promise<void> {
  const ticket = await openTicketOf(work.tx, conversationId)
  await insertPlatformStaffMessage(work.tx, {
    cipher,
    conversationId,
    ticketId: ticket?.id ?? null,
    providerMessageId: echo.providerMessageId,
    text: echo.text ?? '…',
    at: echo.at,
  })
  await saveConversation(work.tx, conversationId, { botPausedUntil: new Date(work.now.getTime() + HUMAN_PAUSE_MS) })
  if (ticket === null) return
  await insertEvent(work.tx, {
    ticketId: ticket.id,
    idempotencyKey: `echo/${echo.providerMessageId}`,
    type: 'taken-over',
    at: work.now,
    actorKind: 'staff',
    fromStatus: ticket.status,
    toStatus: ticket.status,
    unitId: ticket.unitId,
    data: {},
    demo: ticket.demo,
  })
}
