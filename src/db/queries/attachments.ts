import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { MediaRef } from '../../core/messages.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { attachments, blobs } from '../schema/attachments.ts'

export type AttachmentRow = typeof attachments.$inferSelect

/** Returns the ids of those that must be fetched from the platform. */
export async function insertAttachments(
  tx: Tx,
  input: {
    cipher: FieldCipher
    inboundId: string
    conversationId: string
    items: readonly MediaRef[]
    now: Date
  },
): Promise<string[]> {
  const rows = input.items.map((item, position) => ({
    id: item.url.startsWith('blob:') ? item.url.slice('blob:'.length) : newId(),
    inboundId: input.inboundId,
    conversationId: input.conversationId,
    position,
    kind: item.kind,
    name: item.name ?? null,
    sourceUrlSealed: input.cipher.seal(item.url),
    state: item.url.startsWith('blob:') ? ('stored' as const) : ('pending' as const),
    contentType: item.url.startsWith('blob:') ? 'image/jpeg' : null,
    createdAt: input.now,
  }))
  if (rows.length === 0) return []
  await tx.insert(attachments).values(rows).onConflictDoNothing()
  return rows.filter((r) => r.state === 'pending').map((r) => r.id)
}

export async function attachmentById(db: Executor, id: string): Promise<AttachmentRow | null> {
  const rows = await db.select().from(attachments).where(eq(attachments.id, id))
  return rows[0] ?? null
}

/** Of these messages, in their order. */
export async function attachmentsOf(db: Executor, inboundIds: readonly string[]): Promise<AttachmentRow[]> {
  if (inboundIds.length === 0) return []
  return db
    .select()
    .from(attachments)
    .where(inArray(attachments.inboundId, [...inboundIds]))
    .orderBy(asc(attachments.createdAt), asc(attachments.position))
}

export async function attachmentsOfTicket(db: Executor, ticketId: string): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachments)
    .where(eq(attachments.ticketId, ticketId))
    .orderBy(asc(attachments.createdAt))
    .limit(50)
}

/** Keeps the bytes, sealed, under the attachment's id; a second time changes nothing. */
export async function storeBlob(
  tx: Tx,
  input: { cipher: FieldCipher; id: string; contentType: string; bytes: Uint8Array; now: Date },
): Promise<void> {
  const { id, contentType, now } = input
  await tx
    .insert(blobs)
    .values({ id, contentType, bytes: input.cipher.sealBytes(input.bytes), createdAt: now })
    .onConflictDoNothing()
  await tx
    .update(attachments)
    .set({ state: 'stored', contentType: input.contentType, size: input.bytes.length, failureReason: null })
    .where(eq(attachments.id, input.id))
}

export async function blobById(
  db: Executor,
  cipher: FieldCipher,
  id: string,
): Promise<{ bytes: Uint8Array; contentType: string } | null> {
  const rows = await db.select().from(blobs).where(eq(blobs.id, id))
  const row = rows[0]
  return row === undefined ? null : { bytes: cipher.openBytes(row.bytes), contentType: row.contentType }
}

export async function recordFetchFailure(
  db: Executor,
  id: string,
  set: { attempts: number; reason: string; state: 'pending' | 'failed' },
): Promise<void> {
  await db
    .update(attachments)
    .set({ attempts: set.attempts, failureReason: set.reason.slice(0, 200), state: set.state })
    .where(and(eq(attachments.id, id), eq(attachments.state, 'pending')))
}

/** Attachments still to be fetched, made before `before`. For the sweep. */
export async function forgottenAttachments(db: Executor, before: Date, limit: number): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachments)
    .where(and(eq(attachments.state, 'pending'), lt(attachments.createdAt, before)))
    .limit(limit)
}
