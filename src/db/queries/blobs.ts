import { eq } from 'drizzle-orm'
import type { Clock } from '../../core/clock.ts'
import type { Executor } from '../client.ts'
import { blobs } from '../schema/attachments.ts'

/** Keeps the bytes as they are: whoever calls has sealed them. */
export async function putBlob(
  db: Executor,
  { id, bytes, clock }: { id: string; bytes: Uint8Array; clock: Clock },
): Promise<void> {
  const row = { bytes: Buffer.from(bytes), createdAt: clock.now() }
  await db
    .insert(blobs)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: blobs.id, set: row })
}

export async function getBlob(db: Executor, id: string): Promise<Uint8Array | null> {
  const rows = await db.select({ bytes: blobs.bytes }).from(blobs).where(eq(blobs.id, id))
  return rows[0]?.bytes ?? null
}

export async function deleteBlob(db: Executor, id: string): Promise<void> {
  await db.delete(blobs).where(eq(blobs.id, id))
}
