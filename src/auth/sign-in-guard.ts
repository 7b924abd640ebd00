import type { Clock } from '../core/clock.ts'
import { DAY, MINUTE } from '../core/durations.ts'
import type { Executor } from '../db/client.ts'
import { clearTries, forgetOldTries, giveBackTry, takeTry } from '../db/queries/staff.ts'

/** Per username, known or not: five wrong passwords in 15 minutes lock it for 15 minutes. */
const PER_NAME = { limit: 5, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE }
/** Per address: an office may sit behind one, so there is more room. */
const PER_ADDRESS = { limit: 30, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE }

export interface SignInGuard {
  /** Counts a try. Returns the seconds to wait, null when the password may be looked at. */
  take(who: { username: string; ip: string }): Promise<number | null>
  /** The password was right: the name is clean again, the try costs the address nothing. */
  succeeded(who: { username: string; ip: string }): Promise<void>
}

/** Held in the database, so that it binds all console processes and outlives them. */
export function signInGuard({ db, clock }: { db: Executor; clock: Clock }): SignInGuard {
  return {
    take: async ({ username, ip }) => {
      const now = clock.now()
      const byAddress = await takeTry(db, { ...PER_ADDRESS, key: addressKey(ip), now })
      const until = byAddress ?? (await takeTry(db, { ...PER_NAME, key: nameKey(username), now }))
      return until === null ? null : Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
    },
    succeeded: async ({ username, ip }) => {
      await clearTries(db, nameKey(username))
      await giveBackTry(db, { key: addressKey(ip), limit: PER_ADDRESS.limit })
      await forgetOldTries(db, new Date(clock.now().getTime() - DAY))
    },
  }
}

function nameKey(username: string): string {
  return `name:${username.toLowerCase()}`
}

function addressKey(ip: string): string {
  return `address:${ip === '' ? 'unknown' : ip}`
}
