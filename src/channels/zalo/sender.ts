import type { OutboundFiles } from '../../core/channel.ts'
import type { ChannelMemory, RateBudget } from '../../core/channel-memory.ts'
import type { OutboundMessage, SendResult } from '../../core/messages.ts'
import { readLimit } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { isHeld, type NotSent, readOutbound, type Uploaded } from '../outbound-file.ts'
import { type CallBucket, takeCalls } from '../rate.ts'
import { sendParts } from '../send-parts.ts'
import type { UploadCache } from '../upload-cache.ts'
import { zaloWindow } from '../windows.ts'
import { noticeWays, type ZaloNoticeConfig, type zaloNoticeSender } from './case-notice.ts'
import type { ZaloClient } from './client.ts'
import { renderZalo, type ZaloMessageBody, type ZaloRenderOptions } from './render.ts'
import { uploadKey, type ZaloFile, type ZaloUpload, zaloFile } from './upload.ts'

export interface ZaloSenderDeps extends ChannelDeps {
  client: ZaloClient
  upload: ZaloUpload
  cache: UploadCache
  files: OutboundFiles
  memory: ChannelMemory
  budget: RateBudget
  buckets: readonly CallBucket[]
  render: ZaloRenderOptions
  /** Absent: no template messages. */
  notices?: { config: ZaloNoticeConfig; send: ReturnType<typeof zaloNoticeSender> }
}

interface Sending {
  deps: ZaloSenderDeps
  message: OutboundMessage
  key: string
  signal: AbortSignal
}

/** Sends within the window and the call budget. Never throws. */
export function zaloSender(deps: ZaloSenderDeps) {
  return async (message: OutboundMessage, key: string, signal: AbortSignal): Promise<SendResult> => {
    const sending = { deps, message, key, signal }
    if (message.content.kind === 'case-notice') return sendNotice(sending)
    const refusal = closed(message, deps)
    if (refusal !== undefined) return refusal
    if (isHeld(message.content)) return sendFile(sending, message.content)
    const parts = quoting(renderZalo(message.content, deps.render), message.replyTo)
    if (parts.length === 0) return { kind: 'rejected', reason: `no form for ${message.content.kind} on zalo` }
    const wait = await mayCall(sending, parts.length)
    return wait ?? sendBodies(sending, { parts })
  }
}

/** A template message has no window: it is there for when that is closed. */
async function sendNotice(sending: Sending): Promise<SendResult> {
  const { notices } = sending.deps
  const ways = notices === undefined ? [] : noticeWays(notices.config, sending)
  if (notices === undefined || ways.length === 0) return { kind: 'rejected', reason: 'zbs: no way to this resident' }
  return (await mayCall(sending, ways.length)) ?? notices.send(ways, sending.signal)
}

/** Everything that can be repeated (reading, uploading) comes before the first part that cannot. */
async function sendFile(sending: Sending, content: Parameters<typeof readOutbound>[1]): Promise<SendResult> {
  const { deps, message } = sending
  const read = await readOutbound(deps.files, content, deps.log)
  if (read.kind !== 'file') return read
  const made = await zaloFile(read.file, content.media, deps.files)
  if (made.kind !== 'form') return made
  const { form } = made
  const render = (id: string): ZaloMessageBody[] =>
    quoting(renderZalo(content, { ...deps.render, upload: { ...form, id } }), message.replyTo)
  const cached = await deps.cache.get(uploadKey(form))
  const wait = await mayCall(sending, render('').length + (cached === null ? 1 : 0))
  if (wait !== undefined) return wait
  const uploaded: Uploaded =
    cached === null ? await deps.upload(form, sending.signal) : { kind: 'uploaded', id: cached }
  if (uploaded.kind !== 'uploaded') return uploaded
  return sendBodies(sending, {
    parts: render(uploaded.id),
    renew: async (at) => {
      const again = await uploadAgain(sending, form)
      if (again.kind !== 'uploaded') return again
      const body = render(again.id)[at]
      return body === undefined ? { kind: 'rejected', reason: 'no such part' } : { kind: 'body', body }
    },
  })
}

async function uploadAgain(sending: Sending, form: ZaloFile): Promise<Uploaded> {
  await sending.deps.cache.forget(uploadKey(form))
  return (await mayCall(sending, 1)) ?? sending.deps.upload(form, sending.signal)
}

function sendBodies(
  { deps, message, signal }: Sending,
  {
    parts,
    renew,
  }: { parts: ZaloMessageBody[]; renew?(at: number): Promise<{ kind: 'body'; body: ZaloMessageBody } | SendResult> },
): Promise<SendResult> {
  return sendParts({
    parts,
    sendOne: (body, at) =>
      deps.client.sendBody({
        address: message.to.address,
        body,
        signal,
        ...(renew === undefined ? {} : { renew: () => renew(at) }),
      }),
    log: deps.log,
  })
}

/** Undefined: the calls are taken. Nothing has been sent in any case. */
async function mayCall({ deps, key }: Sending, calls: number): Promise<NotSent | undefined> {
  try {
    const limit = await readLimit(deps.memory)
    const rest = limit === null ? 0 : limit.until.getTime() - deps.clock.now().getTime()
    if (limit !== null && rest > 0) return { kind: 'retry', reason: limit.reason, afterMs: rest, uncounted: true }
    const afterMs = await takeCalls(deps.budget, { buckets: deps.buckets, calls, key })
    return afterMs === 0 ? undefined : { kind: 'retry', reason: 'rate: our own budget', afterMs, uncounted: true }
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo channel store failed')
    return { kind: 'retry', reason: 'channel store failed' }
  }
}

/** The first part quotes what it answers. */
function quoting(parts: ZaloMessageBody[], replyTo: string | undefined): ZaloMessageBody[] {
  if (replyTo === undefined) return parts
  return parts.map((part, at) => (at === 0 && part.text !== undefined ? { ...part, quote_message_id: replyTo } : part))
}

function closed(message: OutboundMessage, deps: ChannelDeps): SendResult | undefined {
  if (zaloWindow(message.lastInboundAt, deps.clock.now()) !== 'closed') return undefined
  return { kind: 'window-closed', reason: 'zalo: more than 7 days since the resident last wrote' }
}
