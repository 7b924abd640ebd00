import { createHash } from 'node:crypto'
import type { RateBudget } from '../core/channel-memory.ts'
import { SECOND } from '../core/durations.ts'

export interface CallBucket {
  /** `zalo/<OA id>`, `zalo-app/<app id>` ... */
  id: string
  perMinute: number
  burst: number
}

export interface CallRequest {
  buckets: readonly CallBucket[]
  /** How many calls this message needs, at least 1. */
  calls: number
  /** Names the message: spreads those that wait, so that they do not all come back in the same instant. */
  key: string
}

/** Longest that a waiting message is put off beyond what the budget asks. */
const SPREAD = 8 * SECOND

/**
 * Takes all calls of one message before the first of them is made: a message of several parts must not stop in the
 * middle. 0: taken. Else milliseconds to wait; what was taken meanwhile is lost, which only makes us slower than allowed.
 * A message that needs more than a bucket can hold takes what it holds.
 */
export async function takeCalls(budget: RateBudget, { buckets, calls, key }: CallRequest): Promise<number> {
  for (const { id, perMinute, burst } of buckets) {
    for (let n = 0; n < Math.min(calls, burst); n++) {
      const wait = await budget.take(id, { perMinute, burst })
      if (wait > 0) return wait + spread(key)
    }
  }
  return 0
}

function spread(key: string): number {
  return createHash('sha256').update(key).digest().readUInt16BE(0) % SPREAD
}
