import type { ChannelId, Echo, ParsedWebhook, Receipt } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { HOUR } from '../core/durations.ts'
import type { InboundContent, InboundMessage } from '../core/messages.ts'
import { storableJson } from '../core/text.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { insertAttachments } from '../db/queries/attachments.ts'
import {
  conversationOf,
  findOrMakeConversation,
  insertInbound,
  keepRawEvent,
  saveConversation,
} from '../db/queries/conversations.ts'
import { insertPlatformStaffMessage, recordEcho, recordReceipt } from '../db/queries/outbound.ts'
import { insertEvent, openTicketOf } from '../db/queries/tickets.ts'
import type { BusinessEvents } from '../telemetry/events.ts'
import type { RunWork, Work } from '../tickets/work.ts'

/** How long the bot is silent after a person answered in the platform's own tool. */
export const HUMAN_PAUSE_MS = 4 * HOUR

export interface ReceiveDeps {
  work: RunWork
  cipher: FieldCipher
  clock: Clock
  events: Pick<BusinessEvents, 'messageReceived' | 'messageDuplicate' | 'eventIgnored'>
}

export type Receive = (channel: ChannelId, parsed: ParsedWebhook) => Promise<void>

/**
 * Makes everything in one delivery durable, in one transaction; only then may the platform hear 200. A repeat of the
 * same platform message changes nothing. Throws when the database cannot take it.
 */
export function createReceive(deps: ReceiveDeps): Receive {
  return async (channel, parsed) => {
    if (isEmpty(parsed)) return
    const outcome = await deps.work(async (work) => {
      const nudged = new Set<string>()
      const stored: { duplicates: number; fresh: number } = { duplicates: 0, fresh: 0 }
      for (const message of inLockOrder(parsed.messages)) {
        const made = await store(deps, work, message)
        if (made === null) stored.duplicates++
        else {
          stored.fresh++
          // One nudge answers all that a conversation got in this delivery.
          if (!nudged.has(made.conversationId)) nudgeProcess(work, made)
          nudged.add(made.conversationId)
        }
      }
      for (const receipt of parsed.receipts) await applyReceipt(work, channel, receipt)
      for (const echo of parsed.echoes) await applyEcho(deps, work, channel, echo)
      for (const event of parsed.ignored) {
        await keepRawEvent(work.tx, { cipher: deps.cipher, channel, name: event.name, body: event.raw, now: work.now })
      }
      return stored
    })
    for (let i = 0; i < outcome.fresh; i++) deps.events.messageReceived(channel)
    for (let i = 0; i < outcome.duplicates; i++) deps.events.messageDuplicate(channel)
    for (const event of parsed.ignored) deps.events.eventIgnored(channel, event.name)
  }
}

interface Stored {
  id: string
  conversationId: string
}

function nudgeProcess(work: Work, { id, conversationId }: Stored): void {
  work.nudge('conversation.process', { conversationId }, { key: `in-${id}` })
}

/** Null: it was stored before. */
async function store(deps: ReceiveDeps, work: Work, received: InboundMessage): Promise<Stored | null> {
  const message: InboundMessage = {
    ...received,
    content: storableJson(received.content),
    sentAt: sane(received.sentAt, work.now),
  }
  const { conversationId } = await findOrMakeConversation(work.tx, { from: message.from, now: work.now, demo: false })
  const id = await insertInbound(work.tx, { cipher: deps.cipher, message, conversationId, now: work.now })
  if (id === null) return null
  if (message.content.kind === 'media') {
    const made = await insertAttachments(work.tx, {
      cipher: deps.cipher,
      inboundId: id,
      conversationId,
      items: message.content.items,
      now: work.now,
    })
    for (const attachmentId of made) {
      work.nudge('attachment.fetch', { attachmentId }, { key: `att-${attachmentId}-0` })
    }
  }
  return { id, conversationId }
}

/** A platform's clock may be wrong, never by years: outside a week it is ours that counts. */
function sane(sentAt: Date, now: Date): Date {
  const off = Math.abs(now.getTime() - sentAt.getTime())
  return Number.isNaN(off) || off > 7 * 24 * HOUR ? now : sentAt
}

/** Conversations in one fixed order, so that two deliveries never wait for each other; each one's messages keep theirs. */
function inLockOrder(messages: readonly InboundMessage[]): InboundMessage[] {
  const keyOf = (m: InboundMessage): string => `${m.from.account}/${m.from.address}`
  return [...messages].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

async function applyReceipt(work: Work, channel: ChannelId, receipt: Receipt): Promise<void> {
  const conversationId = await conversationOf(work.tx, { channel, account: receipt.account, address: receipt.address })
  if (conversationId === null) return
  await recordReceipt(work.tx, {
    conversationId,
    kind: receipt.kind,
    providerMessageIds: receipt.providerMessageIds,
    ...(receipt.watermark === undefined ? {} : { watermark: receipt.watermark }),
    at: receipt.at,
  })
}

async function applyEcho(deps: ReceiveDeps, work: Work, channel: ChannelId, echo: Echo): Promise<void> {
  const conversationId = await conversationOf(work.tx, { channel, account: echo.account, address: echo.address })
  if (conversationId === null) return
  const ours = await recordEcho(work.tx, {
    conversationId,
    providerMessageId: echo.providerMessageId,
    ...(echo.key === undefined ? {} : { key: echo.key }),
    at: echo.at,
  })
  if (ours || !echo.byHuman) return
  await keepHumanAnswer(deps, work, { conversationId, echo })
}

/** A person took over in the platform's tool: kept in the case's history, and the bot is quiet for a while. */
async function keepHumanAnswer(
  deps: ReceiveDeps,
  work: Work,
  { conversationId, echo }: { conversationId: string; echo: Echo },
): Promise<void> {
  const ticket = await openTicketOf(work.tx, conversationId)
  await insertPlatformStaffMessage(work.tx, {
    cipher: deps.cipher,
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

function isEmpty(parsed: ParsedWebhook): boolean {
  return parsed.messages.length + parsed.receipts.length + parsed.echoes.length + parsed.ignored.length === 0
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
    case 'unsupported':
      return ''
  }
}
