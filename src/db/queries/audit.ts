import { and, eq, gt } from 'drizzle-orm'
import { newId } from '../../core/ids.ts'
import type { Executor } from '../client.ts'
import { auditLog } from '../schema/audit.ts'

export type AuditAction = (typeof auditLog.$inferSelect)['action']

export interface AuditEntry {
  at: Date
  userId: string
  userName: string
  action: AuditAction
  /** Absent: it concerns no one case. */
  ticketId?: string
  data?: Record<string, unknown>
}

/** Append only. */
export async function logAccess(db: Executor, entry: AuditEntry): Promise<void> {
  await db.insert(auditLog).values({ id: newId(), ...entry, data: entry.data ?? {} })
}

/** True when the same person did the same within the time: a page that refreshes itself is one look. */
export async function loggedSince(
  db: Executor,
  input: { userId: string; action: AuditAction; ticketId: string; since: Date },
): Promise<boolean> {
  const rows = await db
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.userId, input.userId),
        eq(auditLog.action, input.action),
        eq(auditLog.ticketId, input.ticketId),
        gt(auditLog.at, input.since),
      ),
    )
    .limit(1)
  return rows.length > 0
}
