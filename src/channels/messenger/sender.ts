import type { OutboundFiles } from '../../core/channel.ts'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { DAY } from '../../core/durations.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { type ChannelNotes, channelNotes } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { isHeld, type MediaContent, type NotSent, readOutbound, repeatable, type Uploaded } from '../outbound-file.ts'
import { sendParts } from '../send-parts.ts'
import { type UploadCache, uploadCache } from '../upload-cache.ts'
import { messengerWindow } from '../windows.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { type MessengerNoticeConfig, noticeBody } from './case-notice.ts'
import { type MessengerSend, postMessage } from './client.ts'
import { partMetadata } from './metadata.ts'
import { writePageState } from './page-state.ts'
import { doubtToken } from './page-watch.ts'
import { createPersonas, type PersonaConfig, type Personas } from './personas.ts'
import { type MessengerMessageBody, renderMessenger } from './render.ts'
import { type MessengerFile, messengerFile, postUpload, uploadKey } from './upload.ts'
import type { Judged, UploadForgotten } from './verdict.ts'

export type Send = (message: OutboundMessage, key: string, signal: AbortSignal) => Promise<SendResult>

export interface SenderDeps extends ChannelDeps {
  memory: ChannelMemory
  files: OutboundFiles
}

/** Meta keeps an upload for 90 days. */
const UPLOAD_LIFE = 89 * DAY

type Parts = SenderDeps & {
  config: PersonaConfig
  breaker: Breaker
  personas: Personas
  notes: ChannelNotes
  cache: UploadCache
}

/** What taking note of an answer needs. */
export interface JudgeDeps extends ChannelDeps {
  memory: ChannelMemory
  breaker: Breaker
  notes: ChannelNotes
}

interface Sending {
  message: OutboundMessage
  key: string
  window: MessengerSend['window']
  signal: AbortSignal
}

/** Sends within the window and the Page's limits. Never throws. */
export function createSender(
  config: PersonaConfig & { caseNotice?: MessengerNoticeConfig | undefined },
  deps: SenderDeps,
): Send {
  const breaker = createBreaker(deps)
  const personas = createPersonas(config, deps)
  const notes = channelNotes(deps.memory, deps)
  const cache = uploadCache(deps.memory, deps, UPLOAD_LIFE)
  const parts: Parts = { ...deps, config, breaker, personas, notes, cache }
  return async (message, key, signal) => {
    if (message.content.kind === 'case-notice') {
      return sendNotice(parts, { message, key, window: 'utility', signal }, message.content)
    }
    const window = messengerWindow(message.lastInboundAt, message.author, deps.clock.now())
    if (window === 'closed') return windowClosed(message)
    const held = await heldBack(breaker)
    if (held !== null) return held
    const sending = { message, key, window, signal }
    if (isHeld(message.content)) return sendFile(parts, sending, message.content)
    const bodies = renderMessenger(message.content)
    if (bodies.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on messenger` }
    return sendBodies(parts, sending, { bodies })
  }
}

/** A utility message, outside any window. Refused for whatever reason it waits for nothing: the result waits by itself. */
async function sendNotice(
  parts: Parts & { config: { caseNotice?: MessengerNoticeConfig | undefined } },
  sending: Sending,
  content: Extract<OutboundMessage['content'], { kind: 'case-notice' }>,
): Promise<SendResult> {
  const { caseNotice } = parts.config
  if (caseNotice === undefined) return { kind: 'rejected', reason: 'no form for case-notice on messenger' }
  const held = await heldBack(parts.breaker)
  if (held !== null) return held
  const result = await sendBodies(parts, sending, { bodies: [noticeBody(caseNotice, content)] })
  return result.kind === 'window-closed' ? { kind: 'rejected', reason: result.reason } : result
}

/** Everything that can be repeated (reading, uploading) comes before the first part that cannot. */
async function sendFile(parts: Parts, sending: Sending, content: MediaContent): Promise<SendResult> {
  const read = await readOutbound(parts.files, content, parts.log)
  if (read.kind !== 'file') return read
  const made = await messengerFile(read.file, content.media, parts.files)
  if (made.kind !== 'form') return made
  const { form } = made
  const render = (id: string): MessengerMessageBody[] => renderMessenger(content, { type: form.type, id })
  const cached = await parts.cache.get(uploadKey(form))
  const uploaded =
    cached === null ? await upload(parts, form, sending.signal) : ({ kind: 'uploaded', id: cached } as const)
  if (uploaded.kind !== 'uploaded') return uploaded
  return sendBodies(parts, sending, {
    bodies: render(uploaded.id),
    renew: async (at) => {
      await parts.cache.forget(uploadKey(form))
      const again = await upload(parts, form, sending.signal)
      return again.kind === 'uploaded' ? { kind: 'body', body: render(again.id)[at] } : again
    },
  })
}

async function upload(parts: Parts, form: MessengerFile, signal: AbortSignal): Promise<Uploaded> {
  const result = await judged(parts, await postUpload(parts.config, form, signal))
  if (result.kind === 'upload-again') return { kind: 'rejected', reason: result.reason }
  if (result.kind !== 'uploaded') return repeatable(result)
  await parts.cache.keep(uploadKey(form), result.id)
  return result
}

async function sendBodies(
  parts: Parts,
  sending: Sending,
  { bodies, renew }: { bodies: MessengerMessageBody[]; renew?: Renew },
): Promise<SendResult> {
  const attempt = await speaking(parts, sending, bodies.length)
  const sendOne = async (body: MessengerMessageBody, index: number): Promise<SendResult> => {
    const first = await attempt(body, index)
    if (first.kind !== 'upload-again') return first
    const again = await renew?.(index)
    if (again !== undefined && again.kind !== 'body') return again
    const second = again?.body === undefined ? first : await attempt(again.body, index)
    return second.kind === 'upload-again' ? { kind: 'rejected', reason: second.reason } : second
  }
  return sendParts({ parts: bodies, sendOne, log: parts.log })
}

type Attempt = (body: MessengerMessageBody, index: number) => Promise<SendResult | UploadForgotten>

/** One part at a time, under the name of the unit that speaks where it has one. */
async function speaking(parts: Parts, { message, key, window, signal }: Sending, of: number): Promise<Attempt> {
  const { config, personas } = parts
  const recipient = { id: message.to.address }
  const unitName = message.author === 'person' ? (message.authorName ?? '') : ''
  let personaId = (await personas.of(unitName, signal)) ?? undefined
  return async (body, index) => {
    const post = { recipient, message: body, metadata: partMetadata(key, { index, of }), window, signal }
    const first = await judged(parts, await postMessage(config, { ...post, personaId }))
    if (personaId === undefined || !isParameterRefused(first)) return first
    // Surely not sent, and the persona may be what was refused: somebody deleted it.
    await personas.forget(unitName)
    personaId = undefined
    return judged(parts, await postMessage(config, post))
  }
}

function isParameterRefused(result: SendResult | UploadForgotten): boolean {
  return result.kind === 'rejected' && / parameter( |$)/.test(result.reason)
}

/** Uploads again what the part shows. */
type Renew = (index: number) => Promise<{ kind: 'body'; body: MessengerMessageBody | undefined } | NotSent>

function windowClosed(message: OutboundMessage): SendResult {
  const limit = message.author === 'person' ? '7 days' : '24 hours'
  return { kind: 'window-closed', reason: `messenger: more than ${limit} since the resident last wrote` }
}

/** Nothing is sent while the Page pauses, nor when it cannot be known: that is no try. */
export async function heldBack(breaker: Breaker): Promise<SendResult | null> {
  try {
    const pause = await breaker.paused()
    if (pause === null) return null
    return { kind: 'retry', reason: `messenger: page paused (${pause.why})`, afterMs: pause.ms, uncounted: true }
  } catch {
    return { kind: 'retry', reason: 'memory: no answer', uncounted: true }
  }
}

/** What became of the call stands, whatever becomes of the notes. */
export async function judged<T extends { kind: 'sent' | 'uploaded' }>(
  deps: JudgeDeps,
  { result, verdict }: Judged<T>,
): Promise<T | SendResult | UploadForgotten> {
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
    if (result.kind === 'rejected' || verdict.refused === 'token') await noteRejection(deps, why, at)
    return result.kind === 'retry' && verdict.refused !== undefined
      ? { kind: 'retry', reason: why, afterMs, uncounted: true }
      : result
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the breaker could not take note')
    return result
  }
}

/** What the Page's administrators must mend is kept for them; what concerns one resident is not. */
async function noteRejection(deps: JudgeDeps, reason: string, at: Date): Promise<void> {
  const [, code = '', label = ''] = /^messenger:(\S+) (\S+)/.exec(reason) ?? []
  if (label !== 'token' && label !== 'permission') return
  await deps.notes.failed({ code, label, human: true })
  if (label !== 'token') return
  await writePageState(deps.memory, { kind: 'token-dead', reason, at })
  await doubtToken(deps.memory)
}
