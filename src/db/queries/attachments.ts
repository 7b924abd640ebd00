import { and, asc, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { MediaRef } from '../../core/messages.ts'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { attachments } from '../schema/attachments.ts'

export type AttachmentRow = typeof attachments.$inferSelect
export interface Place {
  lat: number
  lon: number
}
/** With what was sealed in it opened. */
export type Attachment = Omit<AttachmentRow, 'placeSealed' | 'nameSealed'> & { place: Place | null }

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
    nameSealed: item.name === undefined ? null : input.cipher.seal(item.name),
    sourceUrlSealed: input.cipher.seal(item.url),
    state: item.url.startsWith('blob:') ? ('stored' as const) : ('pending' as const),
    contentType: item.stored?.contentType ?? null,
    size: item.stored?.size ?? null,
    thumbnail: item.stored?.thumbnail ?? false,
    placeSealed: sealPlace(input.cipher, item.stored?.place ?? null),
    createdAt: input.now,
  }))
  if (rows.length === 0) return []
  await tx.insert(attachments).values(rows).onConflictDoNothing()
  return rows.filter((r) => r.state === 'pending').map((r) => r.id)
}

export async function attachmentById(db: Executor, cipher: FieldCipher, id: string): Promise<Attachment | null> {
  const [row] = await db.select().from(attachments).where(eq(attachments.id, id))
  return row === undefined ? null : openAttachment(cipher, row)
}

/** Of these messages, in their order: what residents sent with them, and what staff did. */
export async function attachmentsOf(
  db: Executor,
  cipher: FieldCipher,
  of: { inboundIds: readonly string[]; outboundIds: readonly string[] },
): Promise<Attachment[]> {
  if (of.inboundIds.length + of.outboundIds.length === 0) return []
  const rows = await db
    .select()
    .from(attachments)
    .where(or(inArray(attachments.inboundId, [...of.inboundIds]), inArray(attachments.outboundId, [...of.outboundIds])))
    .orderBy(asc(attachments.createdAt), asc(attachments.position))
  return rows.map((row) => openAttachment(cipher, row))
}

/** What the resident sent; at most 50. */
export async function attachmentsOfTicket(db: Executor, cipher: FieldCipher, ticketId: string): Promise<Attachment[]> {
  const rows = await db
    .select()
    .from(attachments)
    .where(and(eq(attachments.ticketId, ticketId), isNotNull(attachments.inboundId)))
    .orderBy(asc(attachments.createdAt))
    .limit(50)
  return rows.map((row) => openAttachment(cipher, row))
}

export function openAttachment(cipher: FieldCipher, { placeSealed, nameSealed, ...row }: AttachmentRow): Attachment {
  return {
    ...row,
    name: nameSealed === null ? row.name : cipher.open(nameSealed),
    place: placeSealed === null ? null : (JSON.parse(cipher.open(placeSealed)) as Place),
  }
}

/** What is left of a file that was taken away. Its size stays until the bytes are gone: then nothing is left to do. */
export const TAKEN_AWAY = {
  state: 'failed',
  failureReason: 'media.deleted',
  sourceUrlSealed: null,
  name: null,
  nameSealed: null,
  placeSealed: null,
  thumbnail: false,
  size: sql`coalesce(${attachments.size}, 0)`,
} as const

function sealPlace(cipher: FieldCipher, place: Place | null): string | null {
  return place === null ? null : cipher.seal(JSON.stringify(place))
}

/** The bytes are in the store; from now on they are shown. Taken back meanwhile: the sweep deletes them. */
export async function recordStored(
  db: Executor,
  id: string,
  set: { cipher: FieldCipher; contentType: string; size: number; thumbnail: boolean; place: Place | null },
): Promise<void> {
  const rows = await db
    .update(attachments)
    .set({
      state: 'stored',
      contentType: set.contentType,
      size: set.size,
      thumbnail: set.thumbnail,
      placeSealed: sealPlace(set.cipher, set.place),
      failureReason: null,
    })
    .where(and(eq(attachments.id, id), eq(attachments.state, 'pending')))
    .returning({ id: attachments.id })
  if (rows.length === 0) await db.update(attachments).set({ size: set.size }).where(eq(attachments.id, id))
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

/** Attachments still to be fetched from a platform, made before `before`. For the sweep. */
export async function forgottenAttachments(db: Executor, before: Date, limit: number): Promise<AttachmentRow[]> {
  return db
    .select()
    .from(attachments)
    .where(and(eq(attachments.state, 'pending'), isNotNull(attachments.inboundId), lt(attachments.createdAt, before)))
    .limit(limit)
}

/** Of messages taken back, whose bytes may still lie in the store. For the sweep. */
export async function deletedAttachments(db: Executor, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(eq(attachments.state, 'failed'), eq(attachments.failureReason, 'media.deleted'), isNotNull(attachments.size)),
    )
    .limit(limit)
  return rows.map((r) => r.id)
}

/** The bytes are gone: nothing is left to delete. */
export async function forgetBytes(db: Executor, id: string): Promise<void> {
  await db.update(attachments).set({ size: null }).where(eq(attachments.id, id))
}
