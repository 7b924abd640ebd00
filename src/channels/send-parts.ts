import type { SendResult } from '../core/messages.ts'

/**
 * Sends the parts of one message in order. As soon as one part is out, the whole can no longer be tried again without
 * repeating it: a later failure makes the whole `uncertain`, with the part named. The id is that of the last part.
 */
export async function sendParts<P>(
  parts: readonly P[],
  sendOne: (part: P, index: number) => Promise<SendResult>,
): Promise<SendResult> {
  let result: SendResult = { kind: 'rejected', reason: 'empty message' }
  for (const [index, part] of parts.entries()) {
    result = await sendOne(part, index)
    if (result.kind === 'sent') continue
    if (index === 0) return result
    return { kind: 'uncertain', reason: `part ${index + 1} of ${parts.length}: ${result.kind}: ${result.reason}` }
  }
  return result
}
