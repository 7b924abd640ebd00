import type { Sender } from '../core/messages.ts'
import { type Conversations, senderKey } from '../db/queries/conversations.ts'

/** Some 10 MB. */
const MOST = 50_000

/**
 * Conversations that this process has met, so that the intake need not ask for them. Safe to remember: a sender's
 * conversation never changes, and one that was deleted (demonstration data) fails its foreign key. The longest unheard
 * are forgotten first.
 */
export interface KnownConversations {
  of(senders: readonly Sender[]): Conversations
  /** Only of a transaction that is committed. */
  remember(found: Conversations): void
  forget(senders: readonly Sender[]): void
}

export function createKnownConversations(most = MOST): KnownConversations {
  const ids = new Map<string, string>()
  return {
    of: (senders) => {
      const found: Conversations = new Map()
      for (const key of senders.map(senderKey)) {
        const id = ids.get(key)
        if (id !== undefined) found.set(key, id)
      }
      return found
    },
    remember: (found) => {
      for (const [key, id] of found) {
        ids.delete(key) // to the end of the order
        ids.set(key, id)
      }
      for (const key of ids.keys()) {
        if (ids.size <= most) break
        ids.delete(key)
      }
    },
    forget: (senders) => {
      for (const key of senders.map(senderKey)) ids.delete(key)
    },
  }
}
