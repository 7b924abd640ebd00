import { z } from 'zod'
import type { ChannelId } from './channel.ts'

export interface Sender {
  channel: ChannelId
  /** OA or Page id; `web` for the web chat. */
  account: string
  /** The resident's id there. */
  address: string
}

export const mediaRef = z.object({
  kind: z.enum(['image', 'video', 'audio', 'file', 'sticker']),
  /** `https:` address on the platform, or `blob:<id>` for what we already hold. */
  url: z.string().max(4096),
  name: z.string().max(300).optional(),
  /** With `blob:`: what was learnt of it when it came in. */
  stored: z
    .object({
      contentType: z.string().max(200),
      size: z.number().int(),
      thumbnail: z.boolean(),
      place: z.object({ lat: z.number(), lon: z.number() }).optional(),
    })
    .optional(),
})
export type MediaRef = z.infer<typeof mediaRef>

/** What the plain form asks besides the words and photos. Its button is the resident's yes: complete, it is filed. */
const formPart = z.object({ phone: z.string().max(30).nullable(), anonymous: z.boolean() })

export const inboundContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(20_000), form: formPart.optional() }),
  z.object({ kind: z.literal('choice'), choiceId: z.string().max(1000), label: z.string().max(2000) }),
  z.object({
    kind: z.literal('media'),
    items: z.array(mediaRef).max(20),
    caption: z.string().max(20_000).optional(),
    form: formPart.optional(),
  }),
  z.object({ kind: z.literal('location'), lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
  z.object({
    kind: z.literal('contact-info'),
    name: z.string().max(300).optional(),
    phone: z.string().max(50).optional(),
    address: z.string().max(500).optional(),
  }),
  /** `ref`: what the link or QR code carried that the resident came by. */
  z.object({ kind: z.literal('follow'), ref: z.string().max(300).optional() }),
  /** The resident withdrew consent to the use of personal data in the platform's own settings; not words, no interaction. */
  z.object({ kind: z.literal('withdraw') }),
  z.object({ kind: z.literal('unsupported'), providerType: z.string().max(200) }),
])
/** Stored encrypted; parsed with this schema when read back. */
export type InboundContent = z.infer<typeof inboundContent>

export interface InboundMessage {
  /** Unique per (channel, account). */
  providerMessageId: string
  from: Sender
  content: InboundContent
  sentAt: Date
}

export const choice = z.object({ id: z.string().min(1).max(200), label: z.string().min(1).max(200) })
export type Choice = z.infer<typeof choice>

export const listItem = z.object({
  title: z.string().min(1).max(200),
  subtitle: z.string().max(500).optional(),
  /** What opens when it is tapped. */
  url: z.string().max(2000),
  imageUrl: z.string().max(2000).optional(),
})
export type ListItem = z.infer<typeof listItem>

export const outboundContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().min(1) }),
  z.object({
    kind: z.literal('menu'),
    text: z.string().min(1),
    choices: z.array(choice).min(1),
    /** Choices before this one were shown already; for a channel that shows a long menu in pages. Default 0. */
    from: z.number().int().min(0).optional(),
  }),
  z.object({ kind: z.literal('link'), text: z.string().min(1), url: z.string(), label: z.string() }),
  z.object({
    kind: z.literal('call'),
    text: z.string().min(1),
    numbers: z.array(z.object({ phone: z.string(), label: z.string() })).min(1),
  }),
  z.object({
    kind: z.literal('media'),
    /** `https:` address that anybody may open, or `blob:<id>` for a file that we hold. */
    ref: z.string().max(4096),
    /** What the platform shows it as. Default: by `contentType`, else by `name`. */
    media: z.enum(['image', 'gif', 'file']).optional(),
    name: z.string().max(300).optional(),
    contentType: z.string().max(200).optional(),
    /** Bytes. */
    size: z.number().int().min(0).optional(),
    caption: z.string().optional(),
  }),
  z.object({ kind: z.literal('ask-contact-info'), text: z.string().min(1) }),
  /** Pages to open, each with its title. */
  z.object({ kind: z.literal('list'), text: z.string().min(1), items: z.array(listItem).min(1).max(5) }),
  /**
   * That a case has a result, for when the platform's window is closed: facts of the case alone, sent as a template that
   * the platform approved beforehand. Charged.
   */
  z.object({
    kind: z.literal('case-notice'),
    code: z.string().max(40),
    status: z.string().max(200),
    url: z.string().max(2000),
  }),
])
export type OutboundContent = z.infer<typeof outboundContent>

export interface OutboundMessage {
  to: Sender
  content: OutboundContent
  /** `person`: a member of staff wrote these very words (Messenger's HUMAN_AGENT asks). */
  author: 'bot' | 'person'
  /** Of a person's words: the unit that speaks, as residents read it. */
  authorName?: string
  /** When the resident last wrote; the platforms' windows are counted from here. Null: never. */
  lastInboundAt: Date | null
  /** With a `case-notice`: the number that the resident left for this case. */
  phone?: string
  /** The platform's id of the resident's message that this one quotes. */
  replyTo?: string
}

export type SendResult =
  | { kind: 'sent'; providerMessageId: string }
  /**
   * Try again later; certain that nothing went out. `afterMs` milliseconds. `uncounted`: it is not this message that
   * fails, the channel as a whole waits (its budget, its consent): no try of the message.
   */
  | { kind: 'retry'; reason: string; afterMs?: number; uncounted?: true }
  /** The platform's window is closed; allowed only when the resident writes again. */
  | { kind: 'window-closed'; reason: string }
  /** Never try again. */
  | { kind: 'rejected'; reason: string }
  /** May have gone out: never resend blindly. */
  | { kind: 'uncertain'; reason: string }
