import { z } from 'zod'
import type { PlatformError } from './parts.ts'
import type { PhoneButton } from './state.ts'
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
    elements: z
      .array(
        z.looseObject({ title: z.string().optional(), subtitle: z.string().optional(), url: z.string().optional() }),
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
  if (attached?.payload.template_type !== 'request_user_info') return undefined
  const [card] = elements
  const fits = elements.length === 1 && (card?.title ?? '').length <= 100 && (card?.subtitle ?? '').length <= 500
  return fits && card?.title ? undefined : { code: -201, message: 'elements is invalid' }
}

/** How the phone shows it. */
export function zaloShown(body: ZaloSendBody): { text: string; buttons: PhoneButton[]; imageUrl?: string } {
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
  const shownText = text ?? element?.subtitle ?? element?.title ?? ''
  return element?.url === undefined ? { text: shownText, buttons } : { text: shownText, buttons, imageUrl: element.url }
}
