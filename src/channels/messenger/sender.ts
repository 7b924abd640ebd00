import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { type ChannelNotes, channelNotes } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { sendParts } from '../send-parts.ts'
import { messengerWindow } from '../windows.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { postMessage, type SendVerdict } from './client.ts'
import { partMetadata } from './metadata.ts'
import { writePageState } from './page-state.ts'
import { doubtToken } from './page-watch.ts'
import { createPersonas, type PersonaConfig } from './personas.ts'
import { type MessengerMessageBody, renderMessenger } from './render.ts'

export type Send = (message: OutboundMessage, key: string, signal: AbortSignal) => Promise<SendResult>

interface SenderDeps extends ChannelDeps {
  memory: ChannelMemory
}

/** Sends within the window and the Page's limits. Never throws. */
export function createSender(config: PersonaConfig, deps: SenderDeps): Send {
  const breaker = createBreaker(deps)
  const personas = createPersonas(config, deps)
  const notes = channelNotes(deps.memory, deps)
  return async (message, key, signal) => {
    const window = messengerWindow(message.lastInboundAt, message.author, deps.clock.now())
    if (window === 'closed') return windowClosed(message)
    const bodies = renderMessenger(message.content)
    if (bodies.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on messenger` }
    const held = await heldBack(breaker)
    if (held !== null) return held
    const recipient = { id: message.to.address }
    const unitName = message.author === 'person' ? (message.authorName ?? '') : ''
    let personaId = (await personas.of(unitName, signal)) ?? undefined
    const sendOne = async (body: MessengerMessageBody, index: number): Promise<SendResult> => {
      const metadata = partMetadata(key, { index, of: bodies.length })
      const post = { recipient, message: body, metadata, window, signal }
      const first = await judged({ ...deps, breaker, notes }, await postMessage(config, { ...post, personaId }))
      if (personaId === undefined || !isParameterRefused(first)) return first
      // Surely not sent, and the persona may be what was refused: somebody deleted it.
      await personas.forget(unitName)
      personaId = undefined
      return judged({ ...deps, breaker, notes }, await postMessage(config, post))
    }
    return sendParts({ parts: bodies, sendOne, log: deps.log })
  }
}

function isParameterRefused(result: SendResult): boolean {
  return result.kind === 'rejected' && / parameter( |$)/.test(result.reason)
}

function windowClosed(message: OutboundMessage): SendResult {
  const limit = message.author === 'person' ? '7 days' : '24 hours'
  return { kind: 'window-closed', reason: `messenger: more than ${limit} since the resident last wrote` }
}

/** Nothing is sent while the Page pauses, nor when it cannot be known: that is no try. */
async function heldBack(breaker: Breaker): Promise<SendResult | null> {
  try {
    const pause = await breaker.paused()
    if (pause === null) return null
    return { kind: 'retry', reason: `messenger: page paused (${pause.why})`, afterMs: pause.ms, uncounted: true }
  } catch {
    return { kind: 'retry', reason: 'memory: no answer', uncounted: true }
  }
}

/** What became of the send stands, whatever becomes of the notes. */
async function judged(
  deps: SenderDeps & { breaker: Breaker; notes: ChannelNotes },
  { result, verdict }: SendVerdict,
): Promise<SendResult> {
  if (verdict === null) return result
  try {
    const at = deps.clock.now()
    const afterMs = await deps.breaker.note(verdict)
    const why = 'reason' in result ? result.reason : 'usage'
    if (result.kind === 'sent') await deps.notes.messageSent()
    if (afterMs > 0) {
      await deps.notes.limitedUntil(new Date(at.getTime() + afterMs), why)
      deps.log.warn({ afterMs, refused: verdict.refused ?? 'usage' }, 'the page pauses')
    }
    if (verdict.refused === 'held') await writePageState(deps.memory, { kind: 'restricted', reason: why, at })
    if (result.kind === 'rejected') await noteRejection(deps, result.reason, at)
    return result.kind === 'retry' && verdict.refused !== undefined ? { ...result, afterMs, uncounted: true } : result
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the breaker could not take note')
    return result
  }
}

/** What the Page's administrators must mend is kept for them; what concerns one resident is not. */
async function noteRejection(deps: SenderDeps & { notes: ChannelNotes }, reason: string, at: Date): Promise<void> {
  const [, code = '', label = ''] = /^messenger:(\S+) (\S+)/.exec(reason) ?? []
  if (label !== 'token' && label !== 'permission') return
  await deps.notes.failed({ code, label, human: true })
  if (label !== 'token') return
  await writePageState(deps.memory, { kind: 'token-dead', reason, at })
  await doubtToken(deps.memory)
}
