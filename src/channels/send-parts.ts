import type { SendResult } from '../core/messages.ts'
import type { ChannelLog } from './deps.ts'

export interface PartedSend<P> {
  parts: readonly P[]
  sendOne(part: P, index: number): Promise<SendResult>
  log: ChannelLog
}

/**
 * Sends the parts of one message in order. As soon as one part is out, the whole can no longer be tried again without
 * repeating it: a later failure makes the whole `uncertain`, with the part named. The id is that of the last part.
 */
export async function sendParts<P>(sending: PartedSend<P>): Promise<SendResult> {
  const { parts, sendOne, log } = sending
  let result: SendResult = { kind: 'rejected', reason: 'empty message' }
  for (const [index, part] of parts.entries()) {
    result = await sendOne(part, index).catch((error: unknown) => bug(error, log))
    if (result.kind === 'sent') continue
    if (index === 0) return result
    return { kind: 'uncertain', reason: `part ${index + 1} of ${parts.length}: ${result.kind}: ${result.reason}` }
  }
  return result
}

/** A throw is a bug of ours at an unknown point: the part may be out. */
function bug(error: unknown, log: ChannelLog): SendResult {
  log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'channel send threw')
  return { kind: 'uncertain', reason: 'adapter failed' }
}
