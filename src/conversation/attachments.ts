import type { BlobStore } from '../core/blob-store.ts'
import type { ChannelAdapter, ChannelId } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { Announcer } from '../db/listen.ts'
import { type Attachment, attachmentById, recordFetchFailure } from '../db/queries/attachments.ts'
import { conversationChannel } from '../db/queries/conversations.ts'
import type { DecodeHeic } from './decode-heic.ts'
import { keep, keptFile } from './kept-file.ts'

/** The platforms' addresses live for hours: after this many tries (the sweep's minutes) the picture is gone. */
const MAX_ATTEMPTS = 30

export interface FetchDeps {
  db: Db
  cipher: FieldCipher
  blobs: BlobStore
  clock: Clock
  adapters: ReadonlyMap<ChannelId, ChannelAdapter>
  announcer: Announcer
  heic: DecodeHeic
}

/** The `attachment.fetch` job: copies a resident's file before the platform's address expires. Harmless twice. */
export function createFetchAttachment(deps: FetchDeps): (attachmentId: string, signal: AbortSignal) => Promise<void> {
  return async (attachmentId, signal) => {
    const row = await attachmentById(deps.db.orm, deps.cipher, attachmentId)
    if (row === null || row.state !== 'pending' || row.sourceUrlSealed === null) return
    const channel = await conversationChannel(deps.db.orm, row.conversationId)
    const adapter = channel === null ? undefined : deps.adapters.get(channel as ChannelId)
    if (adapter === undefined) return
    try {
      const url = deps.cipher.open(row.sourceUrlSealed)
      const fetched = await adapter.fetchMedia({ kind: row.kind, url }, signal)
      await keep(deps, row.id, await keptFile(deps.heic, fetched.bytes))
      announce(deps, row)
    } catch (error) {
      await fail(deps, row, error)
    }
  }
}

/** Open case pages show the new state. */
function announce(deps: FetchDeps, row: Attachment): void {
  deps.announcer.announce({ topic: 'conversation', id: row.conversationId, conversationId: row.conversationId })
}

/** A refusal (not allowed, too large, not an image) is final; anything else may pass. */
async function fail(deps: FetchDeps, row: Attachment, error: unknown): Promise<void> {
  const attempts = row.attempts + 1
  const final = (error instanceof Refusal && error.kind !== 'unavailable') || attempts >= MAX_ATTEMPTS
  const reason = error instanceof Refusal ? error.code : error instanceof Error ? error.name : 'unknown'
  await recordFetchFailure(deps.db.orm, row.id, { attempts, reason, state: final ? 'failed' : 'pending' })
  if (final) announce(deps, row)
}
