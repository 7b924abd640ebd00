import type { Echo, ParsedWebhook, RawWebhook, Receipt } from '../../core/channel.ts'
import type { InboundContent, InboundMessage } from '../../core/messages.ts'
import { storable } from '../../core/text.ts'
import { bounded, clipText, digestId, platformTime } from '../content.ts'
import { zaloAddress } from './address.ts'
import { contactContent, zaloContent } from './content.ts'
import { type ZaloEvent, zaloEvent } from './schema.ts'

export interface ZaloParseContext {
  oaId: string
  now: Date
  /** The body as `parseJson` reads it. */
  json: unknown
}

const MAX_RAW = 100_000

/** One delivery of Zalo holds one event. Never throws. */
export function parseZalo(raw: RawWebhook, context: ZaloParseContext): ParsedWebhook {
  const parsed = zaloEvent.safeParse(context.json)
  if (!parsed.success) return ignored('unreadable', raw)
  const event = parsed.data
  if (accountOf(event, context.oaId) !== context.oaId) return ignored(`other-account:${event.event_name}`, raw)
  return read(event, raw.body, context) ?? ignored(event.event_name, raw)
}

function ignored(name: string, { body }: RawWebhook): ParsedWebhook {
  const text = clipText(storable(new TextDecoder().decode(body)), MAX_RAW)
  return { ...nothing(), ignored: [{ name, raw: text }] }
}

function read(event: ZaloEvent, body: Uint8Array, context: ZaloParseContext): ParsedWebhook | undefined {
  const name = event.event_name
  if (/^(user|anonymous|oa)_send_group_/.test(name)) return undefined
  if (name === 'user_received_message' || name === 'user_seen_message') return oneReceipt(event, context)
  if (name.startsWith('oa_send_') && name !== 'oa_send_consent') return oneEcho(event, context)
  const content = contentOf(event)
  const address = addressOf(event)
  if (content === undefined || address === undefined) return undefined
  const message: InboundMessage = {
    providerMessageId: event.message?.msg_id ?? digestId(name, body),
    from: { channel: 'zalo', account: context.oaId, address },
    content: bounded(content, name),
    sentAt: platformTime(event.timestamp, context.now),
  }
  return { ...nothing(), messages: [message] }
}

function contentOf(event: ZaloEvent): InboundContent | undefined {
  const name = event.event_name
  if (name === 'follow' || name === 'user_click_chatnow') return { kind: 'follow' }
  if (name === 'user_withdraw') return { kind: 'withdraw' }
  if (name === 'user_submit_info') return contactContent(event)
  if (!/^(user|anonymous)_send_/.test(name)) return undefined
  return zaloContent(event)
}

function addressOf(event: ZaloEvent): string | undefined {
  const user = event.sender?.id ?? event.follower?.id ?? event.user_id
  if (user === undefined) return undefined
  if (!event.event_name.startsWith('anonymous_send_')) return zaloAddress({ kind: 'user', userId: user })
  const conversationId = event.message?.conversation_id
  return conversationId === undefined
    ? undefined
    : zaloAddress({ kind: 'anonymous', anonymousId: user, conversationId })
}

/** Received and seen were reported with OA and user either way round: whichever is not the OA is the resident. */
function oneReceipt(event: ZaloEvent, context: ZaloParseContext): ParsedWebhook | undefined {
  const ids = event.message?.msg_ids ?? (event.message?.msg_id === undefined ? [] : [event.message.msg_id])
  const address = [event.recipient?.id, event.sender?.id].find((id) => id !== undefined && id !== context.oaId)
  if (ids.length === 0 || address === undefined) return undefined
  const receipt: Receipt = {
    kind: event.event_name === 'user_seen_message' ? 'seen' : 'delivered',
    account: context.oaId,
    address,
    providerMessageIds: ids,
    at: platformTime(event.timestamp, context.now),
  }
  return { ...nothing(), receipts: [receipt] }
}

function oneEcho(event: ZaloEvent, context: ZaloParseContext): ParsedWebhook | undefined {
  const user = event.recipient?.id
  const messageId = event.message?.msg_id
  if (user === undefined || messageId === undefined) return undefined
  const conversationId = event.message?.conversation_id
  const anonymous = event.event_name.startsWith('oa_send_anonymous_') && conversationId !== undefined
  const echo: Echo = {
    account: context.oaId,
    address: anonymous
      ? zaloAddress({ kind: 'anonymous', anonymousId: user, conversationId })
      : zaloAddress({ kind: 'user', userId: user }),
    providerMessageId: messageId,
    byHuman: event.sender?.admin_id !== undefined,
    ...(event.message?.text === undefined ? {} : { text: clipText(event.message.text, 20_000) }),
    at: platformTime(event.timestamp, context.now),
  }
  return { ...nothing(), echoes: [echo] }
}

/** The OA is not in one fixed place of the event; undefined: nowhere to be seen. */
function accountOf(event: ZaloEvent, oaId: string): string | undefined {
  const named = [event.oa_id, event.recipient?.id, event.sender?.id]
  if (named.includes(oaId)) return oaId
  // relationship events without any OA id can only concern the one OA of this app
  return named.every((id) => id === undefined) ? oaId : event.oa_id
}

function nothing(): ParsedWebhook {
  return { messages: [], receipts: [], echoes: [], ignored: [] }
}
