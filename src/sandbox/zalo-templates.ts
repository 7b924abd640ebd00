import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { jsonOf, type PlatformError, runSend, type SandboxParts } from './parts.ts'
import type { Phone } from './state.ts'
import { WORDS } from './words.ts'
import { fromOa, postZaloEvent } from './zalo-events.ts'

/** The approved templates of this OA, and the parameters of each. */
export const SANDBOX_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '300001': ['ma_phieu', 'trang_thai', 'lien_ket'],
}
/** Made before 10/12/2025: by phone number only. */
export const OLD_TEMPLATE = '200001'

const data = z.record(z.string(), z.string().max(400))
const byUser = z.looseObject({ user_id: z.string(), template_id: z.coerce.string(), template_data: data })
const byPhone = z.looseObject({
  phone: z.string().regex(/^84\d{8,11}$/),
  template_id: z.coerce.string(),
  template_data: data,
  tracking_id: z.string().max(48),
})

interface TemplateCall {
  req: Request
  res: Response
  /** What is wrong with the token, in the numbers of this host. */
  refused(): PlatformError | undefined
  errorBody(error: PlatformError): object
}

/** `POST /v3.0/oa/message/template`. */
export function templateByUser(parts: SandboxParts, call: TemplateCall): Promise<void> {
  const parsed = byUser.safeParse(jsonOf(call.req))
  const phone = parsed.success ? parts.state.find('zalo', parsed.data.user_id) : undefined
  const messageId = randomBytes(10).toString('hex')
  return runSend(parts, {
    ...call,
    platform: 'zalo',
    what: 'v3.0/oa/message/template',
    validate: () => {
      const refused = call.refused()
      if (refused !== undefined) return refused
      if (!parsed.success || phone === undefined) return { code: -201, message: 'body is invalid' }
      if (parsed.data.template_id === OLD_TEMPLATE) return { code: -249, message: 'template cannot be sent by UID' }
      return fits(parsed.data) ? undefined : { code: -201, message: 'template_data is invalid' }
    },
    accept: () => {
      if (!parsed.success || phone === undefined) return {}
      show(parts, phone, { id: messageId, ...parsed.data })
      const quota = { quota_type: 'purchase_quota', remain: '99', total: '100' }
      const sent = {
        message_id: messageId,
        user_id: phone.userId,
        sent_time: String(parts.options.clock.now().getTime()),
      }
      return { data: { ...sent, quota }, error: 0, message: 'Success' }
    },
    after: () => {
      if (phone === undefined) return
      postZaloEvent(parts, 'user_received_message', { ...fromOa(parts, phone.userId), message: { msg_id: messageId } })
    },
  })
}

/** `POST /message/template` of the business host, which has error numbers of its own. */
export function templateByPhone(parts: SandboxParts, call: TemplateCall): Promise<void> {
  const parsed = byPhone.safeParse(jsonOf(call.req))
  const phone = parsed.success ? parts.state.list('zalo').find((p) => p.phone === parsed.data.phone) : undefined
  const messageId = randomBytes(10).toString('hex')
  return runSend(parts, {
    ...call,
    platform: 'zalo',
    what: 'zbs/message/template',
    validate: () => {
      const refused = call.refused()
      if (refused !== undefined) return { code: -124, message: 'access token is invalid' }
      if (!parsed.success) return { code: -108, message: 'phone number is invalid' }
      if (phone === undefined) return { code: -118, message: 'Zalo account does not exist' }
      if (parsed.data.template_id === OLD_TEMPLATE) return undefined
      return fits(parsed.data) ? undefined : { code: -1121, message: 'template_data is invalid' }
    },
    accept: () => {
      if (!parsed.success || phone === undefined) return {}
      show(parts, phone, { id: messageId, ...parsed.data })
      const quota = { dailyQuota: '500', remainingQuota: '499' }
      const sent = { msg_id: messageId, sent_time: String(parts.options.clock.now().getTime()), sending_mode: '1' }
      return { data: { ...sent, quota }, error: 0, message: 'Success' }
    },
    after: () => {
      if (!parsed.success) return
      const { tracking_id, phone: number } = parsed.data
      const message = { delivery_time: String(parts.options.clock.now().getTime()), msg_id: messageId, tracking_id }
      postZaloEvent(parts, 'user_received_message', { ...fromOa(parts, number), message })
    },
  })
}

/** All parameters of a known template, each with something in it. */
function fits({ template_id, template_data }: { template_id: string; template_data: Record<string, string> }): boolean {
  const wanted = SANDBOX_TEMPLATES[template_id]
  return wanted?.every((name) => (template_data[name] ?? '') !== '') ?? false
}

function show(
  parts: SandboxParts,
  phone: Phone,
  { id, template_data }: { id: string; template_data: Record<string, string> },
): void {
  const lines = Object.entries(template_data).map(([name, value]) => `${name}: ${value}`)
  parts.state.say(phone, { id, from: 'official', text: [WORDS.template, ...lines].join('\n'), buttons: [] })
}
