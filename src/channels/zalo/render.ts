import type { ChannelLimits } from '../../core/channel.ts'
import type { OutboundContent } from '../../core/messages.ts'
import { fileType } from '../file-names.ts'
import { cleanLabel, fitMenu, isDiallable, isWebAddress, itemLines, unreadNumbers, withCountryCode } from '../menu.ts'
import { addressInWords, type MediaContent } from '../outbound-file.ts'
import { shorten, splitText } from '../text-split.ts'
import { CHOICE_PREFIX } from './content.ts'

/** Zalo OA: text 2,000 characters, 5 buttons, button titles 100. */
export const ZALO_LIMITS: ChannelLimits = { maxTextLength: 2000, maxChoices: 5, maxLabelLength: 100 }

/** Of the cards that have one; for the list it is not documented. */
const LIST_SUBTITLE = 500

export type ZaloButton =
  | { title: string; type: 'oa.query.hide'; payload: string }
  | { title: string; type: 'oa.open.url'; payload: { url: string } }
  | { title: string; type: 'oa.open.phone'; payload: { phone_code: string } }

export type ZaloAttachmentBody =
  | {
      type: 'template'
      payload:
        | { buttons: ZaloButton[] }
        | { template_type: 'request_user_info'; elements: [{ title: string; subtitle: string; image_url?: string }] }
        | { template_type: 'media'; elements: [ZaloMedia] }
        | { template_type: 'list'; elements: ZaloListElement[] }
    }
  | { type: 'file'; payload: { token: string } }

export interface ZaloListElement {
  title: string
  subtitle?: string
  image_url?: string
  default_action: { type: 'oa.open.url'; url: string }
}

type ZaloMedia =
  | { media_type: 'image'; url: string }
  | { media_type: 'image'; attachment_id: string }
  | { media_type: 'gif'; attachment_id: string; width: number; height: number }

/** A file that Zalo holds already. */
export type ZaloUploadRef = { id: string } & (
  | { what: 'image' | 'file' }
  | { what: 'gif'; size: { width: number; height: number } }
)

export interface ZaloMessageBody {
  text?: string
  /** The resident's message that this one answers. */
  quote_message_id?: string
  attachment?: ZaloAttachmentBody
  /** Not sent: what goes out in its place when Zalo does not take this form at all. */
  instead?: ZaloMessageBody
}

export interface ZaloRenderOptions {
  /** Picture of the card that asks for contact data. */
  contactImageUrl?: string
  /** What a `blob:` reference became. */
  upload?: ZaloUploadRef
}

/** The bodies to send one after the other; buttons are on the last. Empty: this content has no form on Zalo. */
export function renderZalo(content: OutboundContent, options: ZaloRenderOptions = {}): ZaloMessageBody[] {
  switch (content.kind) {
    case 'text':
      return withButtons(content.text, [])
    case 'menu': {
      const menu = fitMenu(content, ZALO_LIMITS)
      const buttons = menu.buttons.map(
        ({ id, title }): ZaloButton => ({ title, type: 'oa.query.hide', payload: `${CHOICE_PREFIX}${id}` }),
      )
      return withButtons(menu.text, buttons)
    }
    case 'link': {
      const { text, label, url } = content
      if (!isWebAddress(url)) return withButtons(`${text}\n${url}`, [])
      return withButtons(text, [{ title: title(label, url), type: 'oa.open.url', payload: { url } }])
    }
    case 'call':
      return callParts(content)
    case 'media':
      return options.upload === undefined ? addressParts(content) : uploadParts(content, options.upload)
    case 'ask-contact-info':
      return contactCard(content.text, options)
    case 'list':
      return listParts(content)
    case 'case-notice':
      // a template's, which is approved beforehand: no words of ours
      return []
  }
}

/** A list card: at most 5 elements, titles 100; the first needs a subtitle. */
function listParts({ text, items }: Extract<OutboundContent, { kind: 'list' }>): ZaloMessageBody[] {
  const lines = itemLines(items)
  const before = withButtons(text, [])
  if (!items.every((item) => isWebAddress(item.url))) return [...before, ...withButtons(lines, [])]
  const elements = items.map((item, n): ZaloListElement => {
    const name = title(item.title, item.url)
    const subtitle = cleanLabel(item.subtitle ?? '', n === 0 ? name : '')
    return {
      title: name,
      ...(subtitle === '…' ? {} : { subtitle: shorten(subtitle, LIST_SUBTITLE) }),
      ...(item.imageUrl === undefined ? {} : { image_url: item.imageUrl }),
      default_action: { type: 'oa.open.url', url: item.url },
    }
  })
  const card: ZaloAttachmentBody = { type: 'template', payload: { template_type: 'list', elements } }
  return [...before, { attachment: card, instead: { text: shorten(lines, ZALO_LIMITS.maxTextLength) } }]
}

function withButtons(text: string, buttons: ZaloButton[]): ZaloMessageBody[] {
  const parts: ZaloMessageBody[] = splitText(text, ZALO_LIMITS.maxTextLength).map((part) => ({ text: part }))
  const last = parts.at(-1)
  if (last !== undefined && buttons.length > 0) last.attachment = { type: 'template', payload: { buttons } }
  return parts
}

function callParts(content: Extract<OutboundContent, { kind: 'call' }>): ZaloMessageBody[] {
  const diallable = content.numbers.filter((n) => isDiallable(n.phone)).slice(0, ZALO_LIMITS.maxChoices)
  const buttons = diallable.map(
    (n): ZaloButton => ({
      title: title(n.label, n.phone),
      type: 'oa.open.phone',
      payload: { phone_code: withCountryCode(n.phone) },
    }),
  )
  return withButtons([content.text, ...unreadNumbers(content.text, content.numbers)].join('\n'), buttons)
}

/** Zalo fetches pictures by address, and nothing else. */
function addressParts(content: MediaContent): ZaloMessageBody[] {
  const { ref: url, caption } = content
  if (!isWebAddress(url)) return []
  const type = fileType([content.contentType], content.name ?? url)
  const picture = content.media === 'image' || (content.media === undefined && mayBeStill(type))
  return picture ? pictureParts(caption, { media_type: 'image', url }) : withButtons(addressInWords(content), [])
}

/** Whatever is not known to be something else counts as a picture. */
function mayBeStill(type: string): boolean {
  return type === 'application/octet-stream' || (type.startsWith('image/') && type !== 'image/gif')
}

/** A file has no words of its own: they go before it. */
function uploadParts({ caption }: MediaContent, upload: ZaloUploadRef): ZaloMessageBody[] {
  const { id } = upload
  switch (upload.what) {
    case 'image':
      return pictureParts(caption, { media_type: 'image', attachment_id: id })
    case 'gif':
      return pictureParts(caption, { media_type: 'gif', attachment_id: id, ...upload.size })
    case 'file':
      return [...withButtons(caption ?? '', []), { attachment: { type: 'file', payload: { token: id } } }]
  }
}

function pictureParts(caption: string | undefined, element: ZaloMedia): ZaloMessageBody[] {
  const attachment: ZaloAttachmentBody = { type: 'template', payload: { template_type: 'media', elements: [element] } }
  const [first, ...more] = splitText(caption ?? '', ZALO_LIMITS.maxTextLength)
  return [{ ...(first === undefined ? {} : { text: first }), attachment }, ...more.map((text) => ({ text }))]
}

function title(label: string, instead: string): string {
  return shorten(cleanLabel(label, instead), ZALO_LIMITS.maxLabelLength)
}

/** The card's title holds 100 characters and its subtitle 500; longer words go before it as a message of their own. */
function contactCard(text: string, options: ZaloRenderOptions): ZaloMessageBody[] {
  if (text.trim() === '') return []
  const before = text.length > 500 ? withButtons(text, []) : []
  const element = {
    title: shorten(text, 100),
    subtitle: shorten(text, 500),
    ...(options.contactImageUrl === undefined ? {} : { image_url: options.contactImageUrl }),
  }
  return [
    ...before,
    { attachment: { type: 'template', payload: { template_type: 'request_user_info', elements: [element] } } },
  ]
}
