import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { username } from 'better-auth/plugins/username'
import { HOUR, SECOND } from '../core/durations.ts'
import type { Db } from '../db/client.ts'
import { staffAccount, staffSession, staffUser, staffVerification } from '../db/schema/auth.ts'
import { normalUsername, USERNAME } from './accounts.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords.ts'

/** One working day; then the password is asked again. Not prolonged by use. */
export const SESSION_SECONDS = (12 * HOUR) / SECOND
/** Ours alone, never taken from the outside. */
export const IP_HEADER = 'x-lang-nghe-client'

export interface BetterAuthDeps {
  db: Db
  secret: string
  publicUrl: string
}

/** What the rest of `src/auth` uses of better-auth. Errors are better-auth's `APIError`. */
export interface StaffAuth {
  /** Set-Cookie values. */
  signIn(input: { username: string; password: string; headers: Headers }): Promise<string[]>
  /** Null: no valid session. */
  session(headers: Headers): Promise<{ sessionId: string; user: AuthUser } | null>
  /** Set-Cookie values. */
  signOut(headers: Headers): Promise<string[]>
}

export interface AuthUser {
  id: string
  name: string
  username: string
  role: string
  unitId: string | null
  sealed: boolean
  disabledAt: Date | null
}

/** Nobody can sign up; its own HTTP routes are not mounted, so its rate limiter and origin checks have no work. */
export function staffAuth({ db, secret, publicUrl }: BetterAuthDeps): StaffAuth {
  const auth = betterAuth({
    baseURL: publicUrl,
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: drizzleAdapter(db.orm, {
      provider: 'pg',
      schema: { user: staffUser, session: staffSession, account: staffAccount, verification: staffVerification },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 60,
        usernameNormalization: normalUsername,
        usernameValidator: (name) => USERNAME.test(normalUsername(name)),
      }),
    ],
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        unitId: { type: 'string', required: false, input: false },
        sealed: { type: 'boolean', required: true, input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: 'ln_staff',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [IP_HEADER] },
    },
  })
  return {
    signIn: async ({ headers, ...body }) => {
      const { headers: answer } = await auth.api.signInUsername({ body, headers, returnHeaders: true })
      return answer.getSetCookie()
    },
    session: async (headers) => {
      const found = await auth.api.getSession({ headers })
      if (found === null) return null
      const { id, name, username: login, role, unitId, sealed, disabledAt } = found.user
      return {
        sessionId: found.session.id,
        user: {
          id,
          name,
          username: login ?? '',
          role,
          unitId: unitId ?? null,
          sealed,
          disabledAt: disabledAt ?? null,
        },
      }
    },
    signOut: async (headers) => {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true })
      return answer.getSetCookie()
    },
  }
}
