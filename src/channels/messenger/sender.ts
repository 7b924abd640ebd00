import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import type { ChannelDeps } from '../deps.ts'
import { sendParts } from '../send-parts.ts'
import { messengerWindow } from '../windows.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { postMessage, type SendVerdict } from './client.ts'
import { commentIdOf, commentWindow } from './comments.ts'
import type { GraphConfig } from './graph.ts'
import { partMetadata } from './metadata.ts'
import { writePageState } from './page-state.ts'
import { type MessengerMessageBody, renderMessenger } from './render.ts'

export type Send = (message: OutboundMessage, key: string, signal: AbortSignal) => Promise<SendResult>

interface SenderDeps extends ChannelDeps {
  memory: ChannelMemory
}

/** Sends within the window and the Page's limits. Never throws. */
export function createSender(config: GraphConfig, deps: SenderDeps): Send {
  const breaker = createBreaker(deps)
  return async (message, key, signal) => {
    const way = wayTo(message, deps.clock.now())
    if (way.window === 'closed') return { kind: 'window-closed', reason: way.why }
    const bodies = renderMessenger(message.content)
    if (bodies.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on messenger` }
    if ('comment_id' in way.recipient && bodies.length > 1)
      return { kind: 'rejected', reason: 'one private reply only' }
    const held = await heldBack(breaker)
    if (held !== null) return held
    const { window, recipient } = way
    const sendOne = async (body: MessengerMessageBody, index: number): Promise<SendResult> => {
      const metadata = partMetadata(key, { index, of: bodies.length })
      return judged(deps, breaker, await postMessage(config, { recipient, message: body, metadata, window, signal }))
    }
    return sendParts({ parts: bodies, sendOne, log: deps.log })
  }
}

type Way =
  | { window: 'closed'; why: string }
  | { window: 'response' | 'human-agent'; recipient: { id: string } | { comment_id: string } }

function wayTo(message: OutboundMessage, now: Date): Way {
  const comment = commentIdOf(message.to.address)
  if (comment !== null) {
    if (commentWindow(message.lastInboundAt, now) === 'open')
      return { window: 'response', recipient: { comment_id: comment } }
    return { window: 'closed', why: 'messenger: more than 7 days since the comment' }
  }
  const window = messengerWindow(message.lastInboundAt, message.author, now)
  if (window !== 'closed') return { window, recipient: { id: message.to.address } }
  const limit = message.author === 'person' ? '7 days' : '24 hours'
  return { window, why: `messenger: more than ${limit} since the resident last wrote` }
}

/** Nothing is sent while the Page pauses, nor when it cannot be known: that is no try. */
async function heldBack(breaker: Breaker): Promise<SendResult | null> {
  try {
    const pause = await breaker.paused()
    if (pause === null) return null
    return { kind: 'retry', reason: `messenger: page paused (${pause.why})`, afterMs: pause.ms, uncounted: true }
  } catch {
    return { kind: 'retry', reason: 'memory: no answer' }
  }
}

/** What became of the send stands, whatever becomes of the notes. */
async function judged(deps: SenderDeps, breaker: Breaker, { result, verdict }: SendVerdict): Promise<SendResult> {
  if (verdict === null) return result
  try {
    const at = deps.clock.now()
    const afterMs = await breaker.note(verdict)
    if (result.kind === 'rejected' && result.reason.includes(' token'))
      await writePageState(deps.memory, { kind: 'token-dead', reason: result.reason, at })
    if (verdict.refused === 'held')
      await writePageState(deps.memory, {
        kind: 'restricted',
        reason: result.kind === 'retry' ? result.reason : '',
        at,
      })
    if (afterMs > 0) deps.log.warn({ afterMs, refused: verdict.refused ?? 'usage' }, 'the page pauses')
    return result.kind === 'retry' && verdict.refused !== undefined ? { ...result, afterMs, uncounted: true } : result
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the breaker could not take note')
    return result
  }
}
