import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { conversations } from '../schema/conversations.ts'

/** The bot is silent in this conversation until then, or longer if it was to be. */
export async function pauseBot(tx: Tx, conversationId: string, until: Date): Promise<void> {
  await tx
    .update(conversations)
    .set({ botPausedUntil: sql`greatest(${conversations.botPausedUntil}, ${until.toISOString()}::timestamptz)` })
    .where(eq(conversations.id, conversationId))
}

export async function resumeBot(tx: Tx, conversationId: string): Promise<void> {
  await tx.update(conversations).set({ botPausedUntil: null }).where(eq(conversations.id, conversationId))
}

/** The platform's window counts from `at`, never from earlier than before. */
export async function noteTouch(tx: Tx, conversationId: string, at: Date): Promise<void> {
  await tx
    .update(conversations)
    .set({ lastInboundAt: sql`greatest(${conversations.lastInboundAt}, ${at.toISOString()}::timestamptz)` })
    .where(eq(conversations.id, conversationId))
}
