import { APIError } from 'better-auth/api'
import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'
import type { Actor } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import { endSession, findStaff, liveSessions } from '../db/queries/staff.ts'
import type { Me } from '../http/contract/session.ts'
import type { SessionService, SignInResult } from '../http/services.ts'
import { isRole, normalUsername } from './accounts.ts'
import { type AuthUser, IP_HEADER, type StaffAuth } from './better-auth.ts'
import type { SignInGuard } from './sign-in-guard.ts'

interface SessionDeps {
  auth: StaffAuth
  guard: SignInGuard
  db: Db
  clock: Clock
  unitName(unitId: string): string | null
}

type Live = { me: Me; actor: Actor; sessionId: string }

/** Signing in and everything after it, as the HTTP layer needs it. */
export function sessionService(deps: SessionDeps): SessionService {
  const { auth, db, clock } = deps
  const read = async (cookieHeader: string): Promise<Live | null> => {
    if (!cookieHeader.includes(SESSION_COOKIE)) return null
    const found = await orUnavailable(auth.session(new Headers({ cookie: cookieHeader })))
    if (found === null || found.user.disabledAt !== null) return null
    return liveSession(found, deps)
  }
  const required = async (cookieHeader: string): Promise<Live> => {
    const session = await read(cookieHeader)
    if (session === null) throw new Refusal('forbidden', 'session.required')
    return session
  }
  return {
    read,
    signIn: (body, from) => signIn(deps, { ...body, ...from }),
    signOut: async (cookieHeader) => {
      const cookies = await orUnavailable(auth.signOut(new Headers({ cookie: cookieHeader })))
      return { cookie: sessionCookie(cookies) }
    },
    list: async (cookieHeader) => {
      const { me, sessionId } = await required(cookieHeader)
      const rows = await liveSessions(db.orm, { userId: me.userId, now: clock.now() })
      return {
        items: rows.map((row) => ({
          id: row.id,
          current: row.id === sessionId,
          createdAt: row.createdAt.toISOString(),
          expiresAt: row.expiresAt.toISOString(),
          userAgent: row.userAgent,
        })),
      }
    },
    end: async (cookieHeader, id) => {
      const { me } = await required(cookieHeader)
      const ended = await endSession(db.orm, { userId: me.userId, id })
      if (!ended) throw new Refusal('not-found', 'session.not-found')
    },
  }
}

/** Part of the cookie's name with and without the `__Secure-` prefix. */
const SESSION_COOKIE = 'ln_staff.session_token'

interface Attempt {
  username: string
  password: string
  ip: string
  userAgent: string | null
}

/** Unknown name, wrong password and disabled account get the same answer after the same work. */
async function signIn(deps: SessionDeps, attempt: Attempt): Promise<SignInResult> {
  const { auth, guard, db } = deps
  const who = { username: normalUsername(attempt.username), ip: attempt.ip }
  const retryAfterSeconds = await guard.take(who)
  if (retryAfterSeconds !== null) return { kind: 'locked', retryAfterSeconds }
  const headers = new Headers({ 'user-agent': printable(attempt.userAgent ?? ''), [IP_HEADER]: attempt.ip })
  let cookie: string
  try {
    cookie = sessionCookie(await auth.signIn({ username: who.username, password: attempt.password, headers }))
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return { kind: 'refused' }
    throw unavailable(error)
  }
  const session = new Headers({ cookie: cookie.split(';')[0] ?? '' })
  const found = await orUnavailable(auth.session(session))
  if (found === null) return { kind: 'refused' }
  // Looked up after the password was right, so that nothing tells a disabled account from a wrong password.
  const staff = await findStaff(db.orm, who.username)
  if (staff === null || staff.disabledAt !== null) {
    await auth.signOut(session)
    return { kind: 'refused' }
  }
  await guard.succeeded(who)
  return { kind: 'signed-in', cookie, me: liveSession(found, deps).me }
}

function liveSession(found: { sessionId: string; user: AuthUser }, { unitName }: SessionDeps): Live {
  const { id: userId, name, username, role, unitId, sealed } = found.user
  if (!isRole(role)) throw new Error(`account ${username} has the unknown role ${role}`)
  const unit = unitId === null ? null : { id: unitId, name: unitName(unitId) ?? unitId }
  return {
    sessionId: found.sessionId,
    me: { userId, username, name, role, unit, sealed },
    actor: { userId, name, role, unitId, sealed },
  }
}

function sessionCookie(cookies: readonly string[]): string {
  const cookie = cookies.find((each) => each.includes(`${SESSION_COOKIE}=`))
  if (cookie === undefined) throw new Error('the sign-in library set no session cookie')
  return cookie
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw unavailable(error)
  }
}

/** better-auth hides a lost database behind a 500 of its own. */
function unavailable(error: unknown): unknown {
  if (error instanceof APIError && error.statusCode >= 500) return new Refusal('unavailable', 'session.unavailable')
  return error
}

/** Header values hold Latin-1 only. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
