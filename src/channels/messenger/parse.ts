import type {
  ConversationSignal,
  Echo,
  IgnoredEvent,
  MessageDeletion,
  MessageEdit,
  ParsedWebhook,
  RawWebhook,
  Receipt,
} from '../../core/channel.ts'
import type { InboundContent } from '../../core/messages.ts'
import type { PageComment } from '../../core/page-comments.ts'
import { storable } from '../../core/text.ts'
import { bounded, clipText, digestId, platformTime } from '../content.ts'
import { parseJson } from '../json.ts'
import { messageContent, postbackContent, referralContent } from './content.ts'
import { INBOX_APP_IDS, keyOfMetadata } from './metadata.ts'
import { type MessengerEvent, messengerComment, messengerEnvelope, messengerEvent } from './schema.ts'

export interface MessengerParseContext {
  pageId: string
  /** Our app; undefined: not configured, then our echoes are known by their metadata. */
  appId: string | undefined
  /** Comments below the Page's posts. Default: kept raw. */
  comments?: 'read' | 'kept-raw'
  now: Date
}

const MAX_RAW = 100_000
type Out = Required<ParsedWebhook>

/** A delivery holds many entries, of several pages perhaps, each with many events. Never throws. */
export function parseMessenger(raw: RawWebhook, context: MessengerParseContext): ParsedWebhook {
  const out: Out = {
    messages: [],
    receipts: [],
    echoes: [],
    ignored: [],
    edits: [],
    deletions: [],
    signals: [],
    comments: [],
  }
  const envelope = messengerEnvelope.safeParse(parseJson(raw.body))
  if (!envelope.success) {
    const text = clipText(storable(new TextDecoder().decode(raw.body)), MAX_RAW)
    out.ignored.push({ name: 'unreadable', raw: text })
    return out
  }
  for (const entry of envelope.data.entry) {
    if (entry === null) continue
    if (entry.id !== context.pageId) {
      out.ignored.push(ignored('other-account', entry))
      continue
    }
    for (const item of entry.messaging ?? []) readItem(item, context, out)
    // another app or a person owns the thread now; what the resident says is still theirs to be heard
    for (const item of entry.standby ?? []) {
      const before = out.messages.length
      readItem(item, context, out)
      for (const { from, sentAt } of out.messages.slice(before)) {
        out.signals.push({ kind: 'held-by-others', account: from.account, address: from.address, at: sentAt })
      }
    }
    for (const change of entry.changes ?? []) {
      const comment = commentOf(change, context)
      if (comment === undefined) out.ignored.push(ignored(changeName(change), change))
      else out.comments.push(comment)
    }
  }
  return out
}

function readItem(item: unknown, context: MessengerParseContext, out: Out): void {
  const parsed = messengerEvent.safeParse(item)
  if (!parsed.success) {
    out.ignored.push(ignored('unreadable', item))
    return
  }
  const event = parsed.data
  const receipt = receiptOf(event, context)
  const echo = event.message?.is_echo === true ? echoOf(event, context) : undefined
  const content = event.message?.is_echo === true ? undefined : contentOf(event)
  const address = event.sender?.id
  const edit = editOf(event, item, context)
  const deletion = deletionOf(event, context)
  if (receipt !== undefined) out.receipts.push(receipt)
  else if (edit !== undefined) out.edits.push(edit)
  else if (deletion !== undefined) out.deletions.push(deletion)
  else if (echo !== undefined) out.echoes.push(echo)
  else if (content !== undefined && address !== undefined && address !== context.pageId) {
    const name = eventName(event)
    out.messages.push({
      providerMessageId: event.message?.mid ?? event.postback?.mid ?? digestId(name, JSON.stringify(item)),
      from: { channel: 'messenger', account: context.pageId, address },
      content: bounded(content, name),
      sentAt: platformTime(event.timestamp, context.now),
    })
  } else {
    const signal = signalOf(event, context)
    if (signal !== undefined) out.signals.push(signal)
    out.ignored.push(ignored(eventName(event), item))
  }
}

/** A person's new comment; the Page's own, edits and removals are not. Times of the feed are seconds. */
function commentOf(change: unknown, context: MessengerParseContext): PageComment | undefined {
  const read = context.comments === 'read' ? messengerComment.safeParse(change) : undefined
  if (read?.success !== true) return undefined
  const { comment_id: commentId, post_id: postId, from, sender_id, created_time, message = '' } = read.data.value
  const author = from?.id ?? sender_id
  if (author === context.pageId) return undefined
  return {
    account: context.pageId,
    commentId,
    postId,
    text: clipText(message.trim(), 8000),
    at: platformTime(created_time, context.now),
    author: author === undefined ? 'unknown' : 'person',
  }
}

function contentOf(event: MessengerEvent): InboundContent | undefined {
  if (event.message !== undefined) return messageContent(event.message)
  if (event.postback !== undefined) return postbackContent(event.postback)
  return event.referral === undefined ? undefined : referralContent(event.referral)
}

function receiptOf(event: MessengerEvent, context: MessengerParseContext): Receipt | undefined {
  const source = event.delivery ?? event.read
  const address = event.sender?.id
  if (source === undefined || address === undefined) return undefined
  const watermark = source.watermark === undefined ? undefined : platformTime(source.watermark, context.now)
  const mids = event.delivery?.mids ?? []
  if (watermark === undefined && mids.length === 0) return undefined
  return {
    kind: event.delivery === undefined ? 'seen' : 'delivered',
    account: context.pageId,
    address,
    providerMessageIds: mids,
    ...(watermark === undefined ? {} : { watermark }),
    at: platformTime(event.timestamp, watermark ?? context.now),
  }
}

/** A resident's, with words and the id of the message; else it is kept under its name. */
function editOf(event: MessengerEvent, item: unknown, context: MessengerParseContext): MessageEdit | undefined {
  const { mid, text = '' } = event.message_edit ?? {}
  const address = event.sender?.id
  if (mid === undefined || text.trim() === '' || address === undefined || address === context.pageId) return undefined
  return {
    account: context.pageId,
    address,
    providerMessageId: mid,
    text: clipText(text.trim(), 20_000),
    at: platformTime(event.timestamp, context.now),
    raw: ignored('message_edit', item).raw,
  }
}

function deletionOf(event: MessengerEvent, context: MessengerParseContext): MessageDeletion | undefined {
  const mid = event.message?.is_deleted === true && event.message.is_echo !== true ? event.message.mid : undefined
  const address = event.sender?.id
  if (mid === undefined || address === undefined || address === context.pageId) return undefined
  return { account: context.pageId, address, providerMessageId: mid, at: platformTime(event.timestamp, context.now) }
}

/** Who owns the thread now, or a reaction of the resident. Undefined: nothing that changes how we answer. */
function signalOf(event: MessengerEvent, context: MessengerParseContext): ConversationSignal | undefined {
  const address = [event.sender?.id, event.recipient?.id].find((id) => id !== undefined && id !== context.pageId)
  if (address === undefined) return undefined
  const about = { account: context.pageId, address, at: platformTime(event.timestamp, context.now) }
  if (event.reaction?.action === 'react' && event.sender?.id === address) return { kind: 'touched', ...about }
  const owner = (event.pass_thread_control ?? event.take_thread_control)?.new_owner_app_id
  if (owner === undefined) return undefined
  if (owner === context.appId) return { kind: 'ours-again', ...about }
  // Which app we are is not known: only the inbox is surely another.
  const isAnother = context.appId !== undefined || INBOX_APP_IDS.includes(owner)
  return isAnother ? { kind: 'held-by-others', ...about } : undefined
}

/** Sender and recipient are swapped. Not ours, whoever it was, counts as a person: the bot should keep quiet. */
function echoOf(event: MessengerEvent, context: MessengerParseContext): Echo | undefined {
  const message = event.message
  const address = event.recipient?.id
  if (message?.mid === undefined || address === undefined) return undefined
  const byInbox = message.app_id !== undefined && INBOX_APP_IDS.includes(message.app_id)
  const byUs =
    context.appId === undefined ? !byInbox && (message.metadata ?? '') !== '' : message.app_id === context.appId
  const key = byUs ? keyOfMetadata(message.metadata) : undefined
  return {
    account: context.pageId,
    address,
    providerMessageId: message.mid,
    ...(key === undefined ? {} : { key }),
    byHuman: !byUs,
    ...(message.text === undefined ? {} : { text: clipText(message.text, 20_000) }),
    at: platformTime(event.timestamp, context.now),
  }
}

/** `message`, `postback`, `reaction`, `message_edit`, `policy_enforcement` ...: the key that says what it is. */
function eventName(event: MessengerEvent): string {
  if (event.message?.is_deleted === true) return 'message-deleted'
  const key = Object.keys(event).find((k) => !['sender', 'recipient', 'timestamp', 'hop_context'].includes(k))
  // both spellings are in use
  return clipText(key?.replace('policy-enforcement', 'policy_enforcement') ?? 'empty', 100)
}

function changeName(change: unknown): string {
  const field = change !== null && typeof change === 'object' && 'field' in change ? String(change.field) : 'unknown'
  return clipText(`changes:${field}`, 100)
}

function ignored(name: string, raw: unknown): IgnoredEvent {
  return { name, raw: clipText(JSON.stringify(raw) ?? '', MAX_RAW) }
}
