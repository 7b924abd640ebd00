import { z } from 'zod'
import { HttpProblem } from '../errors.ts'
import { LIMITS, limiter } from '../middleware/limits.ts'
import { consentPage } from '../pages/consent-page.ts'
import { type AnyRoute, route } from '../route.ts'
import type { ChannelService } from '../services.ts'

const word = z.string().max(2000)
const answer = z.object({ code: word.optional(), state: word.optional(), oa_id: word.optional() })

/** The consent of an OA's administrator: out to Zalo and back. */
export function zaloOAuthRoutes(channels: ChannelService, provinceName: () => string): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: '/oauth/zalo/start',
      summary: 'Leads an administrator of the OA to Zalo for consent (dispatcher, admin)',
      guard: 'staff',
      reply: { kind: 'stream', contentTypes: ['text/html'], description: 'Redirect to Zalo' },
      run: async ({ session, res }) => {
        res.redirect(303, await channels.beginConsent(session.actor))
        return undefined
      },
    }),
    route({
      method: 'get',
      path: '/oauth/zalo/callback',
      summary: 'Where Zalo sends the administrator back; proven by the state of a consent begun here',
      guard: 'open',
      query: answer,
      before: [limiter({ ...LIMITS.publicPerAddress, code: 'request.too-many' })],
      reply: { kind: 'stream', contentTypes: ['text/html'], description: 'What became of it' },
      run: async ({ query, res }) => {
        const { code, state, oa_id: oaId = null } = query
        if (code === undefined || state === undefined) throw new HttpProblem(400, 'consent.refused')
        const result = await channels.finishConsent({ code, state, oaId })
        if (result.kind === 'unknown-state') throw new HttpProblem(400, 'consent.too-old')
        if (result.kind === 'other-account') throw new HttpProblem(400, 'consent.other-account')
        if (result.kind === 'refused') throw new HttpProblem(400, 'consent.refused')
        res.set('X-Robots-Tag', 'noindex, nofollow').type('html').send(consentPage(provinceName()))
        return undefined
      },
    }),
  ]
}
