import { z } from 'zod'
import { me, sessionList, signInBody } from '../contract/session.ts'
import { HttpProblem } from '../errors.ts'
import { type AnyRoute, route } from '../route.ts'
import type { SessionService } from '../services.ts'

const V1 = '/api/v1'

/** Signing in and out, and the list of one's own sessions. */
export function sessionRoutes(sessions: SessionService): AnyRoute[] {
  return [
    route({
      method: 'post',
      path: `${V1}/session`,
      summary: 'Sign in; sets the session cookie',
      guard: 'sign-in',
      body: signInBody,
      reply: { kind: 'json', schema: me, description: 'Who is signed in' },
      run: async ({ body, req, res }) => {
        const userAgent = req.headers['user-agent']?.slice(0, 300) ?? null
        const result = await sessions.signIn(body, { ip: req.ip ?? '', userAgent })
        switch (result.kind) {
          case 'refused':
            throw new HttpProblem(401, 'session.refused')
          case 'locked':
            throw new HttpProblem(429, 'session.locked', { retryAfter: result.retryAfterSeconds })
          case 'signed-in':
            res.append('Set-Cookie', result.cookie)
            return result.me
        }
      },
    }),
    route({
      method: 'get',
      path: `${V1}/session`,
      summary: 'Who is signed in',
      guard: 'staff',
      reply: { kind: 'json', schema: me, description: 'The account behind the cookie' },
      run: ({ session }) => session.me,
    }),
    route({
      method: 'delete',
      path: `${V1}/session`,
      summary: 'Sign out; harmless when not signed in',
      guard: 'sign-in',
      reply: { kind: 'empty', description: 'Signed out' },
      run: async ({ req, res }) => {
        const { cookie } = await sessions.signOut(req.headers.cookie ?? '')
        res.append('Set-Cookie', cookie)
        return undefined
      },
    }),
    route({
      method: 'get',
      path: `${V1}/sessions`,
      summary: 'My sessions on all devices',
      guard: 'staff',
      reply: { kind: 'json', schema: sessionList, description: 'Newest first' },
      run: ({ req }) => sessions.list(req.headers.cookie ?? ''),
    }),
    route({
      method: 'delete',
      path: `${V1}/sessions/:id`,
      summary: 'End one of my sessions',
      guard: 'staff',
      params: z.object({ id: z.string().min(1).max(200) }),
      reply: { kind: 'empty', description: 'Ended' },
      run: async ({ params, req }) => {
        await sessions.end(req.headers.cookie ?? '', params.id)
        return undefined
      },
    }),
  ]
}
