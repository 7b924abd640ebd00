import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'

export type FileSize = 'whole' | 'thumbnail'

/** Seconds that a link lives at most. */
const LIFE = 300
/** Links made within the same minute are the same, so that a page that asks again does not load its pictures again. */
const GRID = 60

export interface FileLinks {
  /** An address under `/api/v1` that this person alone can follow, for 4 to 5 minutes. */
  make(userId: string, id: string, size: FileSize): string
  /**
   * @throws Refusal('not-found', 'attachment.not-found') when it was not made for this person and file
   * @throws Refusal('not-found', 'attachment.link-expired') when it was, and is too old
   */
  check(userId: string, link: { id: string; size: FileSize; expires: number; signature: string }): void
}

/** Links to residents' files: one that leaks by a chat, a log or a proxy opens nothing for anybody else. */
export function createFileLinks({ secret, clock }: { secret: string; clock: Clock }): FileLinks {
  const sign = (userId: string, what: { id: string; size: FileSize; expires: number }): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['file', userId, what.id, what.size, what.expires]))
      .digest('base64url')
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000)
  return {
    make: (userId, id, size) => {
      const expires = Math.floor(seconds() / GRID) * GRID + LIFE
      const signature = sign(userId, { id, size, expires })
      return `/api/v1/attachments/${id}?size=${size}&expires=${expires}&signature=${signature}`
    },
    check: (userId, { signature, ...what }) => {
      if (!sameText(signature, sign(userId, what))) throw new Refusal('not-found', 'attachment.not-found')
      if (what.expires < seconds()) throw new Refusal('not-found', 'attachment.link-expired')
    },
  }
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
