import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import type { ChannelNotes } from '../channel-notes.ts'
import { withCountryCode } from '../menu.ts'
import { zaloParty } from './address.ts'
import { readZaloAnswer, type ZaloCalls, type ZaloFailure, type ZaloPost } from './calls.ts'
import type { ZaloHost } from './errors.ts'

/** What a parameter of the template is told: facts about the case, never about a person. */
export type NoticeFact = 'code' | 'status' | 'link'

export interface ZaloNoticeConfig {
  /** Of template messages by phone number: `https://business.openapi.zalo.me` or a stand-in. */
  base: string
  /** Ids of the approved template; null: this way is not used. */
  byUser: string | null
  byPhone: string | null
  params: Readonly<Record<string, NoticeFact>>
}

interface Notice {
  message: OutboundMessage
  /** Of the outbound row; Zalo keeps it as `tracking_id` (48 characters). */
  key: string
  signal: AbortSignal
}

/** One way of a template message: by the resident's account at the OA, or by phone number. */
interface Way {
  host: ZaloHost
  call: Omit<ZaloPost, 'signal'>
}

/** The ways that are open for this message, in the order to try; each is one call. */
export function noticeWays(config: ZaloNoticeConfig, { message, key }: Omit<Notice, 'signal'>): Way[] {
  const { content, to, phone } = message
  if (content.kind !== 'case-notice') return []
  const facts: Readonly<Record<NoticeFact, string>> = { code: content.code, status: content.status, link: content.url }
  const template_data = Object.fromEntries(Object.entries(config.params).map(([name, fact]) => [name, facts[fact]]))
  const party = zaloParty(to.address)
  const ways: Way[] = []
  if (config.byUser !== null && party.kind === 'user') {
    const json = { user_id: party.userId, template_id: config.byUser, template_data }
    ways.push({ host: 'oa', call: { path: '/v3.0/oa/message/template', body: { json } } })
  }
  if (config.byPhone !== null && phone !== undefined) {
    const json = { phone: withCountryCode(phone), template_id: config.byPhone, template_data, tracking_id: key }
    ways.push({ host: 'zbs', call: { base: config.base, path: '/message/template', body: { json } } })
  }
  return ways
}

/**
 * Sends a case notice as a ZBS template message. The next way is tried only after a sure refusal of the one before.
 * What a person must mend (money, approval) is a refusal too: the notice is worth no queue, for the message that it
 * tells of still waits by itself.
 */
export function zaloNoticeSender(deps: { calls: ZaloCalls; notes: ChannelNotes }) {
  return async (ways: readonly Way[], signal: AbortSignal): Promise<SendResult> => {
    let result: SendResult = { kind: 'rejected', reason: 'zbs: no way to this resident' }
    for (const way of ways) {
      result = await sendOne(deps, way, signal)
      if (result.kind !== 'rejected') return result
    }
    return result
  }
}

async function sendOne(
  { calls, notes }: { calls: ZaloCalls; notes: ChannelNotes },
  { host, call }: Way,
  signal: AbortSignal,
): Promise<SendResult> {
  const begun = await calls.begin()
  if (begun.kind === 'stop') return begun.result
  for (;;) {
    const outcome = await calls.post(begun.course, { ...call, signal })
    const attempt = readZaloAnswer(
      outcome,
      ({ message_id: id, msg_id: byPhone, quota }) => {
        const messageId = id ?? byPhone
        return messageId === undefined ? undefined : { kind: 'sent' as const, messageId, quota }
      },
      host,
    )
    if (attempt.kind === 'sent') {
      await calls.worked(begun.course)
      const { quota } = attempt
      const remain = quota?.remain ?? quota?.remainingQuota ?? null
      await notes.messageSent({ type: 'zbs', remain, total: quota?.total ?? quota?.dailyQuota ?? null })
      return { kind: 'sent', providerMessageId: attempt.messageId }
    }
    await calls.note(attempt)
    const end = await afterFailure(calls, attempt, () => calls.newTokens(begun.course, attempt.reason, signal))
    if (end !== undefined) return end
  }
}

/** Undefined: with new tokens, once more. */
async function afterFailure(
  calls: ZaloCalls,
  failure: ZaloFailure,
  newTokens: () => Promise<SendResult | undefined>,
): Promise<SendResult | undefined> {
  switch (failure.action.kind) {
    case 'refresh-token':
      return newTokens()
    case 'human':
    case 'window-closed':
      return { kind: 'rejected', reason: failure.reason }
    default:
      return calls.ended(failure)
  }
}
