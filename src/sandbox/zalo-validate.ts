import { z } from 'zod'
import type { PlatformError } from './parts.ts'
import type { PhoneButton, PhoneItem } from './state.ts'
import { SHARE_INFO, WORDS } from './words.ts'

const button = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['oa.query.hide', 'oa.query.show']), title: z.string(), payload: z.string().max(1000) }),
  z.object({ type: z.literal('oa.open.url'), title: z.string(), payload: z.object({ url: z.url() }) }),
  z.object({
    type: z.literal('oa.open.phone'),
    title: z.string(),
    payload: z.object({ phone_code: z.string().regex(/^84\d{2,12}$/) }),
  }),
])

const attachment = z.object({
  type: z.enum(['template', 'file']),
  payload: z.looseObject({
    template_type: z.enum(['request_user_info', 'media', 'list']).optional(),
    buttons: z.array(button).optional(),
    token: z.string().optional(),
    elements: z
      .array(
        z.looseObject({
          title: z.string().optional(),
          subtitle: z.string().optional(),
          url: z.string().optional(),
          media_type: z.string().optional(),
          attachment_id: z.string().optional(),
          width: z.number().int().positive().optional(),
          height: z.number().int().positive().optional(),
          default_action: z.object({ type: z.literal('oa.open.url'), url: z.url() }).optional(),
        }),
      )
      .optional(),
  }),
})

export const zaloSendBody = z.looseObject({
  recipient: z.looseObject({
    user_id: z.string().optional(),
    anonymous_id: z.string().optional(),
    conversation_id: z.string().optional(),
  }),
  message: z.looseObject({ text: z.string().optional(), attachment: attachment.optional() }),
})
export type ZaloSendBody = z.infer<typeof zaloSendBody>

/** The API's own limits. */
export function zaloBodyError(body: ZaloSendBody): PlatformError | undefined {
  const { text, attachment: attached } = body.message
  const buttons = attached?.payload.buttons ?? []
  const elements = attached?.payload.elements ?? []
  if ((text ?? '') === '' && attached === undefined) return { code: -201, message: 'message is empty' }
  if ((text ?? '').length > 2000) return { code: -210, message: 'message text is too long' }
  if (buttons.length > 5) return { code: -201, message: 'buttons is invalid: more than 5' }
  if (buttons.some((b) => b.title === '' || b.title.length > 100))
    return { code: -201, message: 'button title is invalid' }
  const [card] = elements
  if (attached?.type === 'file')
    return attached.payload.token !== undefined && text === undefined ? undefined : INVALID_ATTACHMENT
  if (attached?.payload.template_type === 'media') return mediaError(card)
  if (attached?.payload.template_type === 'list') return listError(elements)
  if (attached?.payload.template_type !== 'request_user_info') return undefined
  const fits = elements.length === 1 && (card?.title ?? '').length <= 100 && (card?.subtitle ?? '').length <= 500
  return fits && card?.title ? undefined : { code: -201, message: 'elements is invalid' }
}

const INVALID_ATTACHMENT: PlatformError = { code: -201, message: 'attachment is invalid' }

/** At most 5, titles of 100; the first has a subtitle. */
function listError(elements: readonly ZaloElement[]): PlatformError | undefined {
  const invalid = { code: -201, message: 'elements is invalid' }
  if (elements.length < 1 || elements.length > 5 || !elements[0]?.subtitle) return invalid
  return elements.some((e) => !e.title || e.title.length > 100) ? invalid : undefined
}

type ZaloElement = NonNullable<z.infer<typeof attachment>['payload']['elements']>[number]

/** An address or the id of an upload, not both; the size of a moving picture. */
function mediaError(element: ZaloElement | undefined): PlatformError | undefined {
  const { media_type: type, url, attachment_id: id, width, height } = element ?? {}
  if ((url === undefined) === (id === undefined)) return INVALID_ATTACHMENT
  if (type === 'image') return undefined
  return type === 'gif' && width !== undefined && height !== undefined ? undefined : INVALID_ATTACHMENT
}

/** How the phone shows it. */
export function zaloShown(body: ZaloSendBody): {
  text: string
  buttons: PhoneButton[]
  imageUrl?: string
  items?: PhoneItem[]
} {
  const { text, attachment: attached } = body.message
  const [element] = attached?.payload.elements ?? []
  const buttons = (attached?.payload.buttons ?? []).map((b): PhoneButton => {
    if (b.type === 'oa.open.url') return { kind: 'url', label: b.title, value: b.payload.url }
    if (b.type === 'oa.open.phone') return { kind: 'call', label: b.title, value: b.payload.phone_code }
    return { kind: 'reply', label: b.title, value: b.payload }
  })
  if (attached?.payload.template_type === 'request_user_info') {
    buttons.push({ kind: 'reply', label: WORDS.shareInfo, value: SHARE_INFO })
  }
  if (attached?.payload.template_type === 'list')
    return { text: text ?? '', buttons, items: itemsOf(attached.payload.elements ?? []) }
  const shownText = text ?? element?.subtitle ?? element?.title ?? ''
  return element?.url === undefined ? { text: shownText, buttons } : { text: shownText, buttons, imageUrl: element.url }
}

function itemsOf(elements: readonly ZaloElement[]): PhoneItem[] {
  return elements.map(({ title = '', subtitle, default_action: action }) => ({
    title,
    ...(subtitle === undefined ? {} : { subtitle }),
    url: action?.url ?? '',
  }))
}
