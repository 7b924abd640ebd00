import { setTimeout as delay } from 'node:timers/promises'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { SECOND } from '../../core/durations.ts'
import type { Sender } from '../../core/messages.ts'
import type { ChannelDeps } from '../deps.ts'
import { createBreaker } from './breaker.ts'
import { postAction } from './client.ts'
import type { GraphConfig } from './graph.ts'

/** A turn takes some 15 ms: only one that takes longer shows that somebody writes. */
const TYPING_AFTER = SECOND
/** Nobody waits for these calls: a slow one is given up. */
const ACTION_TIMEOUT = 3 * SECOND
/** Beyond, a rush is answered without them. */
const AT_ONCE = 20

export interface AttendConfig extends GraphConfig {
  /** Milliseconds from the beginning of the turn until "writes …" is shown. Default 1 s. */
  typingAfterMs?: number | undefined
}

/**
 * "Seen" at once, "writes …" when the turn is still under way after a second (so that it never outlives the answer:
 * Meta shows it for 20 s). Best effort: nothing waits for it, nothing fails by it, and nothing is posted while the Page
 * pauses. Its answers count for the breaker as any other's.
 */
export function createAttend(
  config: AttendConfig,
  deps: ChannelDeps & { memory: ChannelMemory },
): (to: Sender) => () => void {
  const breaker = createBreaker(deps)
  const actions = { ...config, timeoutMs: Math.min(config.timeoutMs, ACTION_TIMEOUT) }
  let underWay = 0
  return (to) => {
    if (underWay >= AT_ONCE) return () => {}
    underWay += 1
    const over = new AbortController()
    const post = async (action: 'mark_seen' | 'typing_on', signal: AbortSignal): Promise<void> => {
      if ((await breaker.paused()) !== null || over.signal.aborted) return
      const verdict = await postAction(actions, { recipient: { id: to.address }, action, signal })
      if (verdict !== null) await breaker.note(verdict)
    }
    const show = async (): Promise<void> => {
      const slow = delay(config.typingAfterMs ?? TYPING_AFTER, undefined, { signal: over.signal, ref: false })
      await Promise.all([
        post('mark_seen', AbortSignal.timeout(ACTION_TIMEOUT)),
        slow.then(() => post('typing_on', over.signal)),
      ])
    }
    show()
      .catch((error: unknown) => {
        if (!over.signal.aborted) {
          deps.log.info({ error: error instanceof Error ? error.name : 'unknown' }, 'sender action not shown')
        }
      })
      .finally(() => {
        underWay -= 1
      })
    return () => over.abort()
  }
}
