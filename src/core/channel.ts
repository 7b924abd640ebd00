import type { InboundMessage, MediaRef, OutboundMessage, Sender, SendResult } from './messages.ts'
import type { PageComment } from './page-comments.ts'

export const CHANNEL_IDS = ['zalo', 'messenger', 'web'] as const
export type ChannelId = (typeof CHANNEL_IDS)[number]

/** What arrived, before anybody believed it. Header names are lower case. */
export interface RawWebhook {
  headers: Readonly<Record<string, string>>
  query: Readonly<Record<string, string>>
  body: Uint8Array
}

/** The platform says that something we sent was delivered or seen. */
export interface Receipt {
  kind: 'delivered' | 'seen'
  account: string
  address: string
  /** Empty: everything sent up to `watermark`. */
  providerMessageIds: string[]
  watermark?: Date
  at: Date
}

/** Our own side's message, reported back by the platform. */
export interface Echo {
  account: string
  address: string
  providerMessageId: string
  /** The key given to `send`, where the platform returns it. */
  key?: string
  /** A person answered in the platform's own tool. */
  byHuman: boolean
  text?: string
  at: Date
}

/** The resident changed the words of a message. */
export interface MessageEdit {
  account: string
  address: string
  providerMessageId: string
  text: string
  at: Date
  /** The event as it came: kept when the words come too late to replace those answered. */
  raw: string
}

/** The resident took a message back: our copy of its words and media must go. */
export interface MessageDeletion {
  account: string
  address: string
  providerMessageId: string
  at: Date
}

/** What the platform says about a conversation as a whole. */
export interface ConversationSignal {
  /**
   * `held-by-others`: another application or a person owns it now, and the bot must not answer. `ours-again`: it may.
   * `touched`: the resident did something that opens the platform's window without saying anything (a reaction).
   */
  kind: 'held-by-others' | 'ours-again' | 'touched'
  account: string
  address: string
  at: Date
}

/** A delivery that we understood well enough to keep, but do not act on. */
export interface IgnoredEvent {
  name: string
  raw: string
}

export interface ParsedWebhook {
  messages: InboundMessage[]
  receipts: Receipt[]
  echoes: Echo[]
  ignored: IgnoredEvent[]
  edits?: MessageEdit[]
  deletions?: MessageDeletion[]
  signals?: ConversationSignal[]
  comments?: PageComment[]
}

/** What adapters send as a file, read where we keep it. */
export interface OutboundFiles {
  /** The bytes of a `blob:` ref; null: gone, or never ours to send. Throws when the store does not answer. */
  read(ref: string): Promise<{ bytes: Uint8Array; contentType: string; name: string } | null>
  /** The picture as a JPEG of at most `maxBytes`; null: it cannot be read as one, or not made that small. */
  fitPicture(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | null>
}

export interface ChannelLimits {
  maxTextLength: number
  maxChoices: number
  maxLabelLength: number
}

export interface ChannelAdapter {
  readonly id: ChannelId
  readonly limits: ChannelLimits
  /** It has a template for `case-notice`. Absent: it has none, and refuses such a message. */
  readonly caseNotices?: 'on'
  /** Checks the signature over the raw bytes. Never throws. */
  authenticate(raw: RawWebhook): boolean
  /** Tolerant: what is unknown is returned in `ignored`. Never throws. */
  parse(raw: RawWebhook): ParsedWebhook
  /**
   * Sends one message. Never throws; what may have gone out is `uncertain`.
   * @param key unique per outbound row; carried to the platform where it has a place for it
   */
  send(message: OutboundMessage, key: string, signal: AbortSignal): Promise<SendResult>
  /**
   * Shows the resident, where the platform can, that their message is read and being answered. Best effort: returns at
   * once, never throws, no message waits for it or fails by it. What it returns is called when the turn is over.
   */
  attend?(to: Sender): () => void
  /** Fetches a resident's attachment. Bounded in size (bytes) and hosts; throws `Refusal`. */
  fetchMedia(ref: MediaRef, signal: AbortSignal): Promise<{ bytes: Uint8Array; contentType: string }>
}
