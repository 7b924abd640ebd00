import type { InboundContent, MediaRef } from '../../core/messages.ts'
import { clipText, mediaContent } from '../content.ts'
import type { MessengerAttachment, MessengerMessage } from './schema.ts'

/** Payload of the "Get Started" button, as we set it in the page's profile. */
export const GET_STARTED = 'GET_STARTED'
/** Payload of a question that the Page offers: tapped, its words are what the resident says. */
export const ASK = 'ASK'

const MEDIA: Readonly<Record<string, MediaRef['kind']>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'file',
  sticker: 'sticker',
  reel: 'video',
  ig_reel: 'video',
}

/** Undefined: nothing that a resident said (an unsend, the documentation's test message without a body). */
export function messageContent(message: MessengerMessage): InboundContent | undefined {
  if (message.is_deleted === true) return undefined
  const text = message.text?.trim() ?? ''
  const payload = message.quick_reply?.payload
  if (payload !== undefined && payload !== '') return quickReplyContent(payload, text)
  const attachments = (message.attachments ?? []).filter((a) => a !== null)
  const location = locationOf(attachments)
  if (location !== undefined) return location
  const media = mediaContent(withoutTwins(attachments, message).flatMap(mediaOf), text)
  if (media !== undefined) return media
  if (text !== '') return { kind: 'text', text }
  const shared = attachments.flatMap(sharedLines).join('\n')
  if (shared !== '') return { kind: 'text', text: shared }
  if (message.is_unsupported === true || attachments.length > 0) {
    return { kind: 'unsupported', providerType: attachments[0]?.type || 'unsupported' }
  }
  return undefined
}

/** In standby a postback has a title and no payload. */
export function postbackContent(postback: {
  title?: string | undefined
  payload?: string | undefined
  referral?: { ref?: string | undefined } | undefined
}): InboundContent {
  const { title = '', payload = '' } = postback
  if (payload === GET_STARTED) return referralContent(postback.referral)
  if (payload === ASK && title !== '') return { kind: 'text', text: title }
  if (payload !== '') return { kind: 'choice', choiceId: payload, label: title || payload }
  return title === '' ? { kind: 'unsupported', providerType: 'postback' } : { kind: 'text', text: title }
}

/** Came by `m.me/<page>?ref=`, a QR code or an advertisement. */
export function referralContent(referral: { ref?: string | undefined } | undefined): InboundContent {
  const ref = clipText(referral?.ref?.trim() ?? '', 300)
  return ref === '' ? { kind: 'follow' } : { kind: 'follow', ref }
}

/** The phone number quick reply puts the number in both places; ours put a choice id in the payload. */
function quickReplyContent(payload: string, text: string): InboundContent {
  if (/^\+?\d[\d\s.-]{7,17}$/.test(payload)) return { kind: 'contact-info', phone: localPhone(payload) }
  if (payload === GET_STARTED) return { kind: 'follow' }
  return { kind: 'choice', choiceId: payload, label: text || payload }
}

/** A sticker came as itself and as an image with the same sticker id, or, earlier, as that image only. */
function withoutTwins(attachments: MessengerAttachment[], message: MessengerMessage): MessengerAttachment[] {
  const asSticker = attachments.some((a) => a.type === 'sticker')
  return attachments.flatMap((a) => {
    const isTwin = a.type === 'image' && (a.payload?.sticker_id ?? message.sticker_id) !== undefined
    if (!isTwin) return [a]
    return asSticker ? [] : [{ ...a, type: 'sticker' }]
  })
}

function mediaOf({ type, payload }: MessengerAttachment): MediaRef[] {
  const kind = MEDIA[type]
  const url = payload?.url
  if (kind === undefined || url === undefined || url === '') return []
  return [{ kind, url: url.startsWith('/') ? `https://www.facebook.com${url}` : url }]
}

function locationOf(attachments: MessengerAttachment[]): InboundContent | undefined {
  for (const { type, payload } of attachments) {
    const at = payload?.coordinates
    if (type !== 'location' || at === undefined) continue
    if (Math.abs(at.lat) > 90 || Math.abs(at.long) > 180) continue
    return { kind: 'location', lat: at.lat, lon: at.long }
  }
  return undefined
}

function sharedLines(attachment: MessengerAttachment): string[] {
  if (attachment.type === 'location') return []
  const lines = [attachment.payload?.title ?? attachment.title, attachment.payload?.url ?? attachment.url]
  return lines.filter((line) => line !== undefined && line !== '') as string[]
}

function localPhone(phone: string): string {
  return phone.replace(/[\s.-]/g, '').replace(/^\+?84(?=\d{9}$)/, '0')
}
