import type { InboundContent, MediaRef } from '../../core/messages.ts'
import { mediaContent } from '../content.ts'
import { parseJson } from '../json.ts'
import type { ZaloAttachment, ZaloEvent } from './schema.ts'

/**
 * A tap on a button comes back as an ordinary text that equals the button's payload; ours begin with this. The `#` also
 * passes the console's syntax filter, should someone have left it on.
 */
export const CHOICE_PREFIX = '#c:'

const MEDIA: Readonly<Record<string, MediaRef['kind']>> = {
  image: 'image',
  gif: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  file: 'file',
  sticker: 'sticker',
}

/** Content of a `user_send_*` or `anonymous_send_*` event. */
export function zaloContent(event: ZaloEvent): InboundContent {
  const text = event.message?.text?.trim() ?? ''
  const attachments = (event.message?.attachments ?? []).filter((a) => a !== null)
  const location = locationOf(attachments)
  if (location !== undefined) return location
  const media = mediaContent(attachments.flatMap(mediaOf), text)
  if (media !== undefined) return media
  const written = [text, ...attachments.flatMap(linkLines)].filter(
    (line, i) => line !== '' && (i === 0 || !text.includes(line)),
  )
  if (written.length === 0) return { kind: 'unsupported', providerType: event.event_name }
  if (text.startsWith(CHOICE_PREFIX) && text.length > CHOICE_PREFIX.length) {
    const choiceId = text.slice(CHOICE_PREFIX.length)
    return { kind: 'choice', choiceId, label: choiceId }
  }
  return { kind: 'text', text: written.join('\n') }
}

/** Answer to the card that asks for contact data; both the older and the newer field names. */
export function contactContent(event: ZaloEvent): InboundContent {
  const info = event.info
  const full = info?.full_address
  const parts = [
    full?.user_address ?? info?.address,
    full?.user_ward ?? info?.district,
    full?.user_city ?? info?.city,
  ].filter((part) => part !== undefined && part !== '')
  return {
    kind: 'contact-info',
    ...(info?.name ? { name: info.name } : {}),
    ...(info?.phone ? { phone: localPhone(info.phone) } : {}),
    ...(parts.length > 0 ? { address: parts.join(', ') } : {}),
  }
}

function mediaOf(attachment: ZaloAttachment): MediaRef[] {
  const kind = MEDIA[attachment.type]
  const url = attachment.payload.url ?? attachment.payload.thumbnail
  if (kind === undefined || typeof url !== 'string') return []
  const name = attachment.payload.name
  return [typeof name === 'string' && name !== '' ? { kind, url, name: name.slice(0, 300) } : { kind, url }]
}

function locationOf(attachments: ZaloAttachment[]): InboundContent | undefined {
  for (const { type, payload } of attachments) {
    const at = payload.coordinates
    if (type !== 'location' || at === undefined) continue
    if (Math.abs(at.latitude) > 90 || Math.abs(at.longitude) > 180) continue
    return { kind: 'location', lat: at.latitude, lon: at.longitude }
  }
  return undefined
}

/** A link, or a business card: an attachment of type `link` whose description is JSON with a phone number. */
function linkLines({ type, payload }: ZaloAttachment): string[] {
  if (type !== 'link') return []
  const card = typeof payload.description === 'string' ? parseJson(payload.description) : undefined
  if (card !== null && typeof card === 'object' && 'phone' in card) {
    return [payload.title, String(card.phone)].filter((line) => line !== undefined && line !== '') as string[]
  }
  return [payload.title, payload.description, payload.url].filter((line) => typeof line === 'string') as string[]
}

/** Zalo gives 84912345678. */
function localPhone(phone: string): string {
  return phone.replace(/^\+?84(?=\d{9}$)/, '0')
}
