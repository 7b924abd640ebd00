import { type Clock, systemClock } from '../core/clock.ts'
import type { Db } from '../db/client.ts'
import type { SessionService } from '../http/services.ts'
import { type StaffAccounts, staffAccounts } from './accounts.ts'
import { staffAuth } from './better-auth.ts'
import { sessionService } from './sessions.ts'
import { signInGuard } from './sign-in-guard.ts'

export interface AuthOptions {
  db: Db
  /** Signs session cookies: at least 32 random characters. */
  secret: string
  publicUrl: string
  /** Display name of a unit; null: the pack has no such unit. */
  unitName(unitId: string): string | null
  clock?: Clock
}

export interface Auth {
  sessions: SessionService
  accounts: StaffAccounts
}

/** Staff accounts and their sessions. Owns no connection: closing `db` is the caller's. */
export function createAuth(options: AuthOptions): Auth {
  const { db, secret, publicUrl, unitName } = options
  const clock = options.clock ?? systemClock
  const guard = signInGuard({ db: db.orm, clock })
  const auth = staffAuth({ db, secret, publicUrl })
  return {
    sessions: sessionService({ auth, guard, db, clock, unitName }),
    accounts: staffAccounts({ db, clock, unitName }),
  }
}
