import { Refusal } from '../core/errors.ts'
import type { OutboundContent } from '../core/messages.ts'
import type { Attachment } from '../db/queries/attachments.ts'
import { lockStaffFiles, sentWith } from '../db/queries/staff-files.ts'
import { type Saying, say, type TicketDeps } from './change.ts'
import type { Work } from './work.ts'

/** Files that one message of staff carries at most. */
export const MOST_FILES = 5

/**
 * Sends uploaded files behind the words that they belong to, each as a message of its own, in the order given. All or
 * none: within the transaction of the words.
 * @param causeKey of the words; each file adds its number to it
 * @throws Refusal('conflict', 'staff-file.gone') when one is not this person's, of another case, sent or removed
 */
export async function sayFiles(
  deps: Pick<TicketDeps, 'cipher'>,
  work: Work,
  input: { ids: readonly string[]; saying: Required<Omit<Saying, 'content'>> },
): Promise<void> {
  const { ids, saying } = input
  if (ids.length === 0) return
  const found = await lockStaffFiles(work.tx, deps.cipher, {
    ids,
    ticketId: saying.ticket.id,
    userId: saying.staff.userId,
  })
  const files = ids.map((id) => found.find((file) => file.id === id))
  if (new Set(ids).size < ids.length || files.includes(undefined)) throw new Refusal('conflict', 'staff-file.gone')
  for (const [n, file] of files.entries()) {
    if (file === undefined) continue
    const causeKey = `${saying.causeKey}/file/${n}`
    const outboundId = await say(deps, work, { ...saying, causeKey, content: contentOf(file) })
    if (outboundId !== null) await sentWith(work.tx, { id: file.id, outboundId })
  }
}

function contentOf(file: Attachment): OutboundContent {
  const isGif = file.contentType === 'image/gif'
  return {
    kind: 'media',
    ref: `blob:${file.id}`,
    media: file.kind === 'image' ? (isGif ? 'gif' : 'image') : 'file',
    ...(file.name === null ? {} : { name: file.name }),
    ...(file.contentType === null ? {} : { contentType: file.contentType }),
    ...(file.size === null ? {} : { size: file.size }),
  }
}
