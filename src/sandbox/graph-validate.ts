import { z } from 'zod'
import { templateError, utilityTemplate } from './graph-templates.ts'
import type { PlatformError } from './parts.ts'
import type { PhoneButton, PhoneItem } from './state.ts'
import { SHARE_PHONE, WORDS } from './words.ts'

const quickReply = z.discriminatedUnion('content_type', [
  z.object({ content_type: z.literal('text'), title: z.string(), payload: z.string() }),
  z.object({ content_type: z.enum(['user_phone_number', 'user_email']) }),
])
const button = z.discriminatedUnion('type', [
  z.object({ type: z.literal('web_url'), title: z.string(), url: z.url() }),
  z.object({ type: z.literal('phone_number'), title: z.string(), payload: z.string().regex(/^\+\d{3,15}$/) }),
  z.object({ type: z.literal('postback'), title: z.string(), payload: z.string().max(1000) }),
])
const element = z.looseObject({
  title: z.string(),
  subtitle: z.string().optional(),
  image_url: z.url().optional(),
  buttons: z.array(button).optional(),
})
const attachment = z.looseObject({
  type: z.enum(['template', 'image', 'video', 'audio', 'file']),
  payload: z.looseObject({
    template_type: z.string().optional(),
    text: z.string().optional(),
    url: z.string().optional(),
    attachment_id: z.union([z.string(), z.number()]).transform(String).optional(),
    buttons: z.array(button).optional(),
    elements: z.array(element).optional(),
  }),
})

export const graphSendBody = z.looseObject({
  recipient: z.looseObject({ id: z.string().optional(), comment_id: z.string().optional() }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']).optional(),
  tag: z.string().optional(),
  sender_action: z.string().optional(),
  persona_id: z.union([z.string(), z.number()]).transform(String).optional(),
  appsecret_proof: z.string().optional(),
  message: z
    .looseObject({
      text: z.string().optional(),
      metadata: z.string().optional(),
      quick_replies: z.array(quickReply).optional(),
      attachment: attachment.optional(),
      template: utilityTemplate.optional(),
    })
    .optional(),
})
export type GraphSendBody = z.infer<typeof graphSendBody>

/** The Send API's own limits. */
export function graphBodyError(body: GraphSendBody): PlatformError | undefined {
  const message = body.message
  if (message === undefined) return body.sender_action === undefined ? parameter('message is required') : undefined
  const wrongTemplate = templateError(body)
  if (wrongTemplate !== undefined || message.template !== undefined) return wrongTemplate
  const { text, metadata, quick_replies: replies = [], attachment: attached } = message
  if ((text === undefined || text === '') === (attached === undefined)) return parameter('text or attachment')
  if ((text ?? '').length > 2000) return parameter('Length of param message[text] must be less than or equal to 2000')
  if ((metadata ?? '').length > 1000) return parameter('Length of param message[metadata]')
  if (replies.length > 13) return parameter('quick_replies: more than 13')
  const titles = replies.flatMap((r) => (r.content_type === 'text' ? [r.title] : []))
  const payloads = replies.flatMap((r) => (r.content_type === 'text' ? [r.payload] : []))
  if (titles.some((t) => t.length === 0 || t.length > 20)) return parameter('quick_replies: title')
  if (payloads.some((p) => p.length > 1000)) return parameter('quick_replies: payload')
  if (attached !== undefined && attached.type !== 'template') {
    const { url, attachment_id: id } = attached.payload
    return (url === undefined) === (id === undefined) ? parameter('attachment url or id') : undefined
  }
  if (attached?.payload.template_type === 'generic') return genericError(attached.payload.elements ?? [])
  if (attached?.payload.template_type !== 'button') return undefined
  const buttons = attached.payload.buttons ?? []
  if ((attached.payload.text ?? '').length > 640 || !attached.payload.text) return parameter('template text')
  if (buttons.length < 1 || buttons.length > 3) return parameter('template buttons')
  return buttons.some((b) => b.title.length > 20) ? parameter('button title') : undefined
}

/** 1 to 10 elements; a title alone is not enough. */
function genericError(elements: readonly z.infer<typeof element>[]): PlatformError | undefined {
  if (elements.length < 1 || elements.length > 10) return parameter('elements: 1 to 10')
  if (elements.some((e) => e.title === '' || e.title.length > 80)) return parameter('element title')
  if (elements.some((e) => (e.subtitle ?? '').length > 80)) return parameter('element subtitle')
  if (elements.some(({ subtitle, image_url: image, buttons = [] }) => !subtitle && !image && buttons.length === 0))
    return parameter('element needs more than a title')
  return elements.some(({ buttons = [] }) => buttons.length > 3 || buttons.some((b) => b.title.length > 20))
    ? parameter('element buttons')
    : undefined
}

/** How the phone shows it. */
export function graphShown(body: GraphSendBody): {
  text: string
  buttons: PhoneButton[]
  imageUrl?: string
  items?: PhoneItem[]
} {
  const payload = body.message?.attachment?.payload
  const replies = (body.message?.quick_replies ?? []).map((r): PhoneButton => {
    if (r.content_type === 'text') return { kind: 'reply', label: r.title, value: r.payload }
    return { kind: 'reply', label: WORDS.sharePhone, value: SHARE_PHONE }
  })
  const buttons = (payload?.buttons ?? []).map((b): PhoneButton => {
    if (b.type === 'web_url') return { kind: 'url', label: b.title, value: b.url }
    return { kind: b.type === 'phone_number' ? 'call' : 'reply', label: b.title, value: b.payload }
  })
  const text = body.message?.text ?? payload?.text ?? ''
  if (payload?.elements !== undefined) return { text: '', buttons: replies, items: payload.elements.map(itemOf) }
  const shown = { text, buttons: [...replies, ...buttons] }
  return payload?.url === undefined ? shown : { ...shown, imageUrl: payload.url }
}

function itemOf({ title, subtitle, buttons = [] }: z.infer<typeof element>): PhoneItem {
  const [first] = buttons.flatMap((b) => (b.type === 'web_url' ? [b.url] : []))
  return { title, ...(subtitle === undefined ? {} : { subtitle }), url: first ?? '' }
}

function parameter(message: string): PlatformError {
  return { code: 100, message: `(#100) ${message}` }
}
