import type { OutboundContent } from '../../core/messages.ts'
import type { MessengerMessageBody } from './render.ts'

/** What a placeholder of the template is told: facts about the case, never about a person. */
export type NoticeFact = 'code' | 'status' | 'link'

export interface MessengerNoticeConfig {
  /** Name of the approved utility template. */
  template: string
  /** Its language, as Meta lists it. */
  language: string
  /** Of the body's placeholders, in their order. */
  facts: readonly NoticeFact[]
}

/** `message.template` of a utility message: that a case has a result. */
export function noticeBody(
  { template, language, facts }: MessengerNoticeConfig,
  notice: Extract<OutboundContent, { kind: 'case-notice' }>,
): MessengerMessageBody {
  const told: Readonly<Record<NoticeFact, string>> = { code: notice.code, status: notice.status, link: notice.url }
  const parameters = facts.map((fact) => ({ type: 'text' as const, text: told[fact] }))
  return { template: { name: template, language: { code: language }, components: [{ type: 'body', parameters }] } }
}
