import type { BlobStore } from '../core/blob-store.ts'
import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'
import { stableId } from '../core/ids.ts'
import type { Actor } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { type Attachment, attachmentById } from '../db/queries/attachments.ts'
import { dropStaffFile, insertStaffFile, unsentStaffFiles } from '../db/queries/staff-files.ts'
import { type TicketRow, ticketByCode } from '../db/queries/tickets.ts'
import { allowedActions, mayRead } from '../tickets/policy.ts'
import { MOST_FILES } from '../tickets/staff-files.ts'
import { cleanAnimation, isAnimation } from './clean-image.ts'
import type { DecodeHeic } from './decode-heic.ts'
import { type KeptFile, keep, keptFile } from './kept-file.ts'
import { maySend, staffFileName } from './staff-file-name.ts'

export interface StaffFilesDeps {
  db: Db
  cipher: FieldCipher
  blobs: BlobStore
  clock: Clock
  heic: DecodeHeic
}

export interface Upload {
  actor: Actor
  code: string
  /** The same one of the same person to the same case keeps one file. */
  clientId: string
  /** As the person's computer calls it. */
  name: string
  bytes: Uint8Array
}

export interface StaffFiles {
  /**
   * Keeps a file for a later message of this person to the resident of the case. Durable when resolved.
   * @throws Refusal not-found (also: out of scope), forbidden (may not write to the resident), invalid
   * (`staff-file.type-refused`, `media.not-an-image`), conflict (`staff-file.too-many`, `staff-file.gone`)
   */
  upload(input: Upload): Promise<Attachment>
  /** Takes back what was not sent. What is sent, removed or another's is left as it is. */
  remove(actor: Actor, id: string): Promise<void>
}

/** Files that staff attach: uploaded first, sent by `act` with the words, swept after a day if never sent. */
export function createStaffFiles(deps: StaffFilesDeps): StaffFiles {
  return {
    upload: (input) => upload(deps, input),
    remove: (actor, id) => dropStaffFile(deps.db.orm, { id, userId: actor.userId }),
  }
}

async function upload(deps: StaffFilesDeps, input: Upload): Promise<Attachment> {
  const { orm } = deps.db
  const ticket = await writable(deps, input.actor, input.code)
  const { userId } = input.actor
  const id = stableId(`${userId}/${ticket.id}/${input.clientId}`)
  const before = await attachmentById(orm, deps.cipher, id)
  if (before?.state === 'stored') return before
  if (before?.state === 'failed') throw new Refusal('conflict', 'staff-file.gone')
  const waiting = await unsentStaffFiles(orm, deps.cipher, { ticketId: ticket.id, userId })
  if (waiting.length >= MOST_FILES) throw new Refusal('conflict', 'staff-file.too-many')
  const file = await prepared(deps, input.bytes)
  await insertStaffFile(orm, {
    cipher: deps.cipher,
    id,
    ticketId: ticket.id,
    conversationId: ticket.conversationId,
    userId,
    kind: file.contentType.startsWith('image/') ? 'image' : 'file',
    name: staffFileName(input.name, file.contentType),
    now: deps.clock.now(),
  })
  await keep(deps, id, file)
  const kept = await attachmentById(orm, deps.cipher, id)
  if (kept?.state !== 'stored') throw new Refusal('conflict', 'staff-file.gone')
  return kept
}

/** A case to whose resident this person may write now. */
async function writable(deps: StaffFilesDeps, actor: Actor, code: string): Promise<TicketRow> {
  const ticket = await ticketByCode(deps.db.orm, code)
  if (ticket === null || !mayRead(actor, ticket)) throw new Refusal('not-found', 'ticket.not-found')
  const allowed = allowedActions(actor, ticket)
  if (!(['reply', 'ask', 'resolve'] as const).some((action) => allowed.includes(action))) {
    throw new Refusal('forbidden', 'ticket.not-allowed')
  }
  return ticket
}

/** As it will be sent. */
async function prepared({ heic }: StaffFilesDeps, bytes: Uint8Array): Promise<KeptFile> {
  if (await isAnimation(bytes)) return cleanAnimation(bytes)
  const file = await keptFile(heic, bytes).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'media.type-refused' ? refused() : error
  })
  const contentType = isWord(file) ? 'application/msword' : file.contentType
  if (!maySend(contentType)) throw refused()
  return { ...file, contentType }
}

function refused(): Refusal {
  return new Refusal('invalid', 'staff-file.type-refused')
}

/** The old Office container holds texts, tables and installers alike; a text has a stream of this name. */
function isWord({ contentType, bytes }: KeptFile): boolean {
  return contentType === 'application/x-cfb' && Buffer.from(bytes).includes(Buffer.from('WordDocument', 'utf16le'))
}
