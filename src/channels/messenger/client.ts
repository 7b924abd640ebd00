import type { GraphVerdict } from './breaker.ts'
import { type GraphConfig, graphCall, pagePath } from './graph.ts'
import type { MessengerMessageBody } from './render.ts'
import { type Judged, readGraphAnswer, twiceIfWorthIt } from './verdict.ts'

export interface MessengerSend {
  /** The person's id for this Page, or what they commented. */
  recipient: { id: string } | { comment_id: string }
  message: MessengerMessageBody
  metadata: string
  /** `human-agent`: a person's own words between 24 h and 7 d. */
  window: 'response' | 'human-agent' | 'utility'
  /** Under whose name and picture it is shown; undefined: the Page's. */
  personaId?: string | undefined
  signal: AbortSignal
}

export interface Sent {
  kind: 'sent'
  providerMessageId: string
  /** The person's id for this Page, as the answer tells it. */
  recipientId?: string
}

const TYPES = {
  response: { messaging_type: 'RESPONSE' },
  'human-agent': { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' },
  utility: { messaging_type: 'UTILITY' },
} as const

/** One call of the Send API, or two where Meta's answer says that a second try is worth it and nothing went out. */
export function postMessage(config: GraphConfig, send: MessengerSend): Promise<Judged<Sent>> {
  const type = TYPES[send.window]
  const body = {
    recipient: send.recipient,
    ...type,
    ...(send.personaId === undefined ? {} : { persona_id: send.personaId }),
    message: { ...send.message, metadata: send.metadata },
  }
  return twiceIfWorthIt(async () => {
    const path = pagePath(config, 'messages')
    const outcome = await graphCall(config, { method: 'POST', path, body, signal: send.signal })
    return readGraphAnswer(outcome, ({ message_id: providerMessageId, recipient_id: recipientId }) =>
      providerMessageId === undefined
        ? undefined
        : { kind: 'sent', providerMessageId, ...(recipientId === undefined ? {} : { recipientId }) },
    )
  })
}

/** Shows "seen" or "writes …" on the resident's phone. What the answer says for the breaker; null: no answer came. */
export async function postAction(
  config: GraphConfig,
  post: { recipient: { id: string }; action: 'mark_seen' | 'typing_on'; signal: AbortSignal },
): Promise<GraphVerdict | null> {
  const { recipient, action, signal } = post
  const body = { recipient, sender_action: action }
  const outcome = await graphCall(config, { method: 'POST', path: pagePath(config, 'messages'), body, signal })
  return readGraphAnswer(outcome, () => undefined).verdict
}

/** A comment below a comment, as the Page. */
export async function postPublicComment(
  config: GraphConfig,
  { commentId, text, signal }: { commentId: string; text: string; signal: AbortSignal },
): Promise<Judged<Sent>> {
  const path = `/${encodeURIComponent(commentId)}/comments`
  const outcome = await graphCall(config, { method: 'POST', path, body: { message: text }, signal })
  return readGraphAnswer(outcome, ({ id }) => (id === undefined ? undefined : { kind: 'sent', providerMessageId: id }))
}
