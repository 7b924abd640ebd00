import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { SendResult } from '../../core/messages.ts'
import { type ChannelNotes, readEndpoint } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { zaloParty } from './address.ts'
import { readZaloAnswer, STORE_AWAY, type ZaloCalls, type ZaloCourse, type ZaloFailure } from './calls.ts'
import type { ZaloMessageBody } from './render.ts'
import type { ZaloQuota } from './schema.ts'

export type ZaloSendApi = 'v3' | 'v2'

export interface ZaloClientDeps extends ChannelDeps {
  calls: ZaloCalls
  memory: ChannelMemory
  notes: ChannelNotes
}

const INVALID_FIELD = -201
/** A field, or the whole kind of message, that Zalo does not take. */
const NOT_THIS_FORM: readonly number[] = [INVALID_FIELD, -233]
const PATHS: Readonly<Record<ZaloSendApi, string>> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' }

export interface ZaloSend {
  /** As in `Sender.address`. */
  address: string
  body: ZaloMessageBody
  /** Uploads again what the body shows, when Zalo has forgotten it. */
  renew?(): Promise<{ kind: 'body'; body: ZaloMessageBody } | SendResult>
  signal: AbortSignal
}

type Attempt = { kind: 'sent'; messageId: string; quota: ZaloQuota | undefined } | ZaloFailure

/** One body on its way: what has been tried already. Each happens at most once, and only after a sure refusal. */
interface Course extends ZaloCourse {
  send: ZaloSend
  party: ReturnType<typeof zaloParty>
  body: ZaloMessageBody
  api: ZaloSendApi
  switched: number
  renewed: number
}

/** @param firstSendApi state-agency OAs answer -235 on v3 and must use v2; `v3` finds that out by itself */
export function zaloClient(firstSendApi: ZaloSendApi, deps: ZaloClientDeps) {
  const { calls, notes } = deps

  /** One body to one resident: at most one token refresh and one change of endpoint, both only after a sure refusal. */
  async function sendBody(send: ZaloSend): Promise<SendResult> {
    const party = zaloParty(send.address)
    const api = party.kind === 'anonymous' ? 'v2' : await calls.fromStore(pinned)
    if (api === undefined) return STORE_AWAY
    const begun = await calls.begin()
    if (begun.kind === 'stop') return begun.result
    const course: Course = { ...begun.course, send, party, body: send.body, api, switched: 0, renewed: 0 }
    for (;;) {
      const json = { recipient: recipientOf(party), message: { ...course.body, instead: undefined } }
      const outcome = await calls.post(course, { path: PATHS[course.api], body: { json }, signal: send.signal })
      const attempt: Attempt = readZaloAnswer(outcome, ({ message_id: messageId, quota }) =>
        messageId === undefined ? undefined : { kind: 'sent', messageId, quota },
      )
      if (attempt.kind === 'sent') {
        await calls.worked(course)
        await notes.messageSent(quotaNote(attempt.quota))
        return { kind: 'sent', providerMessageId: attempt.messageId }
      }
      const end = await afterFailure(course, attempt)
      if (end !== undefined) return end
    }
  }

  /** Undefined: changed course, try once more. */
  async function afterFailure(course: Course, failure: ZaloFailure): Promise<SendResult | undefined> {
    const { action, reason } = failure
    await calls.note(failure)
    switch (action.kind) {
      case 'refresh-token':
        return calls.newTokens(course, reason, course.send.signal)
      case 'use-v2':
      case 'use-v3':
        if (course.switched++ > 0 || course.party.kind === 'anonymous') return { kind: 'rejected', reason }
        course.api = await pin(action.kind === 'use-v2' ? 'v2' : 'v3', reason)
        return undefined
      case 'upload-again':
        return uploadAgain(course, reason)
      case 'rejected':
        // lists are of the older API: a kind of OA may not have them
        if (course.body.instead !== undefined && NOT_THIS_FORM.includes(failure.code ?? 0)) {
          course.body = course.body.instead
          return undefined
        }
        // the quoted message may be gone there; the answer is worth more than the quotation
        if (failure.code !== INVALID_FIELD || course.body.quote_message_id === undefined)
          return { kind: 'rejected', reason }
        course.body = unquoted(course.body)
        return undefined
      default:
        return calls.ended(failure)
    }
  }

  async function uploadAgain(course: Course, reason: string): Promise<SendResult | undefined> {
    if (course.send.renew === undefined || course.renewed++ > 0) return { kind: 'rejected', reason }
    const renewed = await course.send.renew()
    if (renewed.kind !== 'body') return renewed
    course.body = renewed.body
    return undefined
  }

  /** The endpoint that Zalo made some process of ours change to; kept by all. */
  async function pinned(): Promise<ZaloSendApi> {
    const endpoint = await readEndpoint(deps.memory)
    return endpoint === 'v2' || endpoint === 'v3' ? endpoint : firstSendApi
  }

  async function pin(api: ZaloSendApi, reason: string): Promise<ZaloSendApi> {
    deps.log.warn({ api, reason }, 'zalo send endpoint changed')
    await notes.endpointIs(api, reason)
    return api
  }

  return { sendBody }
}
export type ZaloClient = ReturnType<typeof zaloClient>

function recipientOf(party: ReturnType<typeof zaloParty>): object {
  return party.kind === 'user'
    ? { user_id: party.userId }
    : { anonymous_id: party.anonymousId, conversation_id: party.conversationId }
}

function unquoted(body: ZaloMessageBody): ZaloMessageBody {
  const { quote_message_id: _, ...rest } = body
  return rest
}

/** No quota in the answer: the message was charged. */
function quotaNote(quota: ZaloQuota | undefined): { type: string; remain: string | null; total: string | null } {
  return { type: quota?.quota_type ?? 'charged', remain: quota?.remain ?? null, total: quota?.total ?? null }
}
