import { and, asc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Executor, Tx } from '../client.ts'
import type { FieldCipher } from '../field-cipher.ts'
import { attachments } from '../schema/attachments.ts'
import { type Attachment, openAttachment, TAKEN_AWAY } from './attachments.ts'

/** A file that a member of staff uploaded to a case and that no message carries yet. */
const UNSENT = and(isNotNull(attachments.uploadedBy), isNull(attachments.outboundId))

/** Before its bytes: what is uploaded halfway leaves a row that the sweep finds. A second time changes nothing. */
export async function insertStaffFile(
  db: Executor,
  input: {
    cipher: FieldCipher
    id: string
    ticketId: string
    conversationId: string
    userId: string
    kind: 'image' | 'file'
    name: string
    now: Date
  },
): Promise<void> {
  const { cipher, name, userId, now, ...row } = input
  await db
    .insert(attachments)
    .values({
      ...row,
      uploadedBy: userId,
      nameSealed: cipher.seal(name),
      position: 0,
      state: 'pending',
      createdAt: now,
    })
    .onConflictDoNothing()
}

/** What this person uploaded to the case and has not sent, in the order of uploading. */
export async function unsentStaffFiles(
  db: Executor,
  cipher: FieldCipher,
  of: { ticketId: string; userId: string },
): Promise<Attachment[]> {
  const rows = await db
    .select()
    .from(attachments)
    .where(
      and(
        UNSENT,
        eq(attachments.ticketId, of.ticketId),
        eq(attachments.uploadedBy, of.userId),
        eq(attachments.state, 'stored'),
      ),
    )
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
    .limit(50)
  return rows.map((row) => openAttachment(cipher, row))
}

/** Locks those of these files that this person may send with this case now. */
export async function lockStaffFiles(
  tx: Tx,
  cipher: FieldCipher,
  of: { ids: readonly string[]; ticketId: string; userId: string },
): Promise<Attachment[]> {
  const rows = await tx
    .select()
    .from(attachments)
    .where(
      and(
        UNSENT,
        inArray(attachments.id, [...of.ids]),
        eq(attachments.ticketId, of.ticketId),
        eq(attachments.uploadedBy, of.userId),
        eq(attachments.state, 'stored'),
      ),
    )
    .orderBy(asc(attachments.id))
    .for('update')
  return rows.map((row) => openAttachment(cipher, row))
}

/** From now on the file is a part of the conversation. */
export async function sentWith(tx: Tx, file: { id: string; outboundId: string }): Promise<void> {
  await tx.update(attachments).set({ outboundId: file.outboundId }).where(eq(attachments.id, file.id))
}

/** Takes an unsent file of this person away; the sweep deletes its bytes. */
export async function dropStaffFile(db: Executor, file: { id: string; userId: string }): Promise<void> {
  await db
    .update(attachments)
    .set(TAKEN_AWAY)
    .where(and(UNSENT, eq(attachments.id, file.id), eq(attachments.uploadedBy, file.userId)))
}

/** Takes away what was uploaded before `before` and never sent. For the sweep. */
export async function dropUnsentFiles(db: Executor, before: Date): Promise<void> {
  const stale = and(UNSENT, lt(attachments.createdAt, before), inArray(attachments.state, ['pending', 'stored']))
  await db.update(attachments).set(TAKEN_AWAY).where(stale)
}
