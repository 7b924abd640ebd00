import type { ChannelLimits } from '../../core/channel.ts'
import type { OutboundContent } from '../../core/messages.ts'
import { fileType } from '../file-names.ts'
import { cleanLabel, fitMenu, isDiallable, isWebAddress, itemLines, unreadNumbers, withCountryCode } from '../menu.ts'
import type { MediaContent } from '../outbound-file.ts'
import { shorten, splitText } from '../text-split.ts'
import { WORDS_VI } from './words-vi.ts'

/** Messenger: text 2,000 characters, 13 quick replies, titles 20. */
export const MESSENGER_LIMITS: ChannelLimits = { maxTextLength: 2000, maxChoices: 13, maxLabelLength: 20 }
/** Button template: text 640, 3 buttons, titles 20. */
const TEMPLATE_TEXT = 640
const TEMPLATE_BUTTONS = 3
/** Title and subtitle of a generic template's element. */
const ELEMENT_TEXT = 80

export type QuickReply =
  | { content_type: 'text'; title: string; payload: string }
  | { content_type: 'user_phone_number' }
export type MessengerButton =
  | { type: 'web_url'; title: string; url: string }
  | { type: 'phone_number'; title: string; payload: string }

export interface GenericElement {
  title: string
  subtitle?: string
  image_url?: string
  buttons: MessengerButton[]
}

export interface MessengerMessageBody {
  text?: string
  quick_replies?: QuickReply[]
  attachment?:
    | { type: 'template'; payload: { template_type: 'button'; text: string; buttons: MessengerButton[] } }
    | { type: 'template'; payload: { template_type: 'generic'; elements: GenericElement[] } }
    | { type: MediaType; payload: { url: string } | { attachment_id: string } }
  /** Of a utility message, and nothing beside it. */
  template?: {
    name: string
    language: { code: string }
    components: { type: 'body'; parameters: { type: 'text'; text: string }[] }[]
  }
}

export type MediaType = 'image' | 'video' | 'audio' | 'file'

/** A file that Meta holds already. */
export interface MessengerUploadRef {
  type: MediaType
  id: string
}

/**
 * The bodies to send one after the other; quick replies and buttons are on the last. Empty: no form on Messenger.
 * @param upload what a `blob:` reference became
 */
export function renderMessenger(content: OutboundContent, upload?: MessengerUploadRef): MessengerMessageBody[] {
  switch (content.kind) {
    case 'text':
      return texts(content.text)
    case 'menu':
      return menuParts(content)
    case 'link':
      return linkParts(content)
    case 'call':
      return callParts(content)
    case 'media':
      return mediaParts(content, upload)
    case 'ask-contact-info':
      return texts(content.text, [{ content_type: 'user_phone_number' }])
    case 'list':
      return listParts(content)
    case 'case-notice':
      // a template's, which is approved beforehand: no words of ours
      return []
  }
}

/** Generic template: at most 10 elements, titles and subtitles 80, one property besides the title. */
function listParts({ text, items }: Extract<OutboundContent, { kind: 'list' }>): MessengerMessageBody[] {
  if (!items.every((item) => isWebAddress(item.url))) return texts(`${text}\n\n${itemLines(items)}`)
  const elements = items.map((item): GenericElement => {
    const { subtitle, imageUrl, url } = item
    return {
      title: shorten(cleanLabel(item.title, url), ELEMENT_TEXT),
      ...(subtitle === undefined || subtitle === '' ? {} : { subtitle: shorten(subtitle, ELEMENT_TEXT) }),
      ...(imageUrl === undefined ? {} : { image_url: imageUrl }),
      buttons: [{ type: 'web_url', title: WORDS_VI.open, url }],
    }
  })
  return [...texts(text), { attachment: { type: 'template', payload: { template_type: 'generic', elements } } }]
}

/** More choices than quick replies become pages: the last quick reply, `more:<n>`, asks for those from the n-th on. */
function menuParts(content: Extract<OutboundContent, { kind: 'menu' }>): MessengerMessageBody[] {
  const { maxChoices } = MESSENGER_LIMITS
  const from = Math.min(content.from ?? 0, content.choices.length - 1)
  const rest = content.choices.slice(from)
  const choices = rest.length > maxChoices ? rest.slice(0, maxChoices - 1) : rest
  const menu = fitMenu({ text: content.text, choices, first: from + 1 }, MESSENGER_LIMITS)
  const replies = menu.buttons.map(({ id, title }): QuickReply => ({ content_type: 'text', title, payload: id }))
  const next: QuickReply = { content_type: 'text', title: WORDS_VI.more, payload: `more:${from + choices.length}` }
  return texts(menu.text, choices.length < rest.length ? [...replies, next] : replies)
}

function texts(text: string, quickReplies: QuickReply[] = []): MessengerMessageBody[] {
  const parts: MessengerMessageBody[] = splitText(text, MESSENGER_LIMITS.maxTextLength).map((part) => ({ text: part }))
  const last = parts.at(-1)
  if (last !== undefined && quickReplies.length > 0) last.quick_replies = quickReplies
  return parts
}

/** What does not fit into the template's 640 characters is said before it. */
function withTemplate(text: string, buttons: MessengerButton[]): MessengerMessageBody[] {
  const parts = splitText(text, TEMPLATE_TEXT)
  const last = parts.at(-1)
  if (last === undefined) return []
  if (buttons.length === 0) return texts(text)
  const before = parts.length > 1 ? texts(text.toWellFormed().normalize('NFC').trim().slice(0, -last.length)) : []
  return [...before, { attachment: { type: 'template', payload: { template_type: 'button', text: last, buttons } } }]
}

function linkParts({ text, label, url }: Extract<OutboundContent, { kind: 'link' }>): MessengerMessageBody[] {
  if (!isWebAddress(url)) return texts(`${text}\n${url}`)
  return withTemplate(text, [{ type: 'web_url', title: title(label, url), url }])
}

function callParts(content: Extract<OutboundContent, { kind: 'call' }>): MessengerMessageBody[] {
  const diallable = content.numbers.filter((n) => isDiallable(n.phone)).slice(0, TEMPLATE_BUTTONS)
  const buttons = diallable.map(
    (n): MessengerButton => ({
      type: 'phone_number',
      title: title(n.label, n.phone),
      payload: `+${withCountryCode(n.phone)}`,
    }),
  )
  return withTemplate([content.text, ...unreadNumbers(content.text, content.numbers)].join('\n'), buttons)
}

/** An attachment has no words of its own: they go before it. */
function mediaParts(content: MediaContent, upload: MessengerUploadRef | undefined): MessengerMessageBody[] {
  const words = texts(content.caption ?? '')
  if (upload !== undefined) {
    return [...words, { attachment: { type: upload.type, payload: { attachment_id: upload.id } } }]
  }
  const { ref: url } = content
  return isWebAddress(url) ? [...words, { attachment: { type: addressType(content), payload: { url } } }] : []
}

function addressType({ media, contentType, name, ref }: MediaContent): MediaType {
  if (media !== undefined) return media === 'file' ? 'file' : 'image'
  const type = fileType([contentType], name ?? ref)
  if (type.startsWith('image/') || type === 'application/octet-stream') return 'image'
  const heard = /^(video|audio)\//.exec(type)?.[1]
  return heard === 'video' || heard === 'audio' ? heard : 'file'
}

function title(label: string, instead: string): string {
  return shorten(cleanLabel(label, instead), MESSENGER_LIMITS.maxLabelLength)
}
