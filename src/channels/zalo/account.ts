import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import { DAY, HOUR } from '../../core/durations.ts'
import type { ChannelNotes } from '../channel-notes.ts'
import type { ChannelDeps } from '../deps.ts'
import { readZaloAnswer, type ZaloCalls } from './calls.ts'

const EVERY = DAY
/** Zalo gave no answer that could be read. */
const AGAIN_AFTER = HOUR
const TURN = 'account-looked-at'

const text = z.coerce.string().max(200)
const account = z.looseObject({
  name: text,
  /** 2: business, 4: state agency; others are not known. */
  oa_type: z.coerce.number().catch(0),
  is_verified: z.boolean().catch(false),
  package_name: text.nullish().catch(null),
  package_valid_through_date: text.nullish().catch(null),
})
const KINDS: Readonly<Record<number, 'business' | 'state-agency'>> = { 2: 'business', 4: 'state-agency' }

/** What is left of the package's messages between 48 hours and 7 days. */
const assets = z.array(z.looseObject({ remain: z.coerce.string(), total: z.coerce.string().nullish().catch(null) }))

/**
 * Once a day: what kind of OA this is, its package and whether it is verified, and the package's quota, kept for staff.
 * One process does it at a time. Never throws.
 */
export function zaloAccountWatch(deps: ChannelDeps & { calls: ZaloCalls; memory: ChannelMemory; notes: ChannelNotes }) {
  const { calls, memory, notes, clock, log } = deps
  const until = (ms: number): Date => new Date(clock.now().getTime() + ms)

  async function look(signal: AbortSignal): Promise<'told' | 'silent'> {
    const begun = await calls.begin()
    if (begun.kind === 'stop') return 'silent'
    for (;;) {
      const outcome = await calls.get(begun.course, { path: '/v2.0/oa/getoa', signal })
      const answer = readZaloAnswer(outcome, (data) => {
        const found = account.safeParse(data)
        return found.success ? { kind: 'account' as const, data: found.data } : undefined
      })
      if (answer.kind === 'account') {
        await calls.worked(begun.course)
        const {
          name,
          oa_type: type,
          is_verified: verified,
          package_name: pack,
          package_valid_through_date: end,
        } = answer.data
        await notes.accountIs({
          name,
          kind: KINDS[type] ?? 'other',
          package: pack ?? null,
          packageUntil: end ?? null,
          verified,
        })
        await lookAtQuota(signal)
        return 'told'
      }
      await calls.note(answer)
      if (answer.action.kind !== 'refresh-token') return answer.code === null ? 'silent' : 'told'
      if ((await calls.newTokens(begun.course, answer.reason, signal)) !== undefined) return 'silent'
    }
  }

  /** A package without such a quota answers with an error: nothing is lost by that. */
  async function lookAtQuota(signal: AbortSignal): Promise<void> {
    const begun = await calls.begin()
    if (begun.kind === 'stop') return
    const json = { quota_owner: 'OA', product_type: 'cs', quota_type: 'sub_quota' }
    const outcome = await calls.post(begun.course, { path: '/v3.0/oa/quota/message', body: { json }, signal })
    const answer = readZaloAnswer(outcome, (data) => {
      const found = assets.safeParse(Array.isArray(data) ? data : data.assets)
      return found.success ? { kind: 'assets' as const, assets: found.data } : undefined
    })
    if (answer.kind !== 'assets') return log.info({ reason: answer.reason }, 'zalo told no quota')
    const [first] = answer.assets
    if (first !== undefined)
      await notes.quotaIs({ type: 'sub_quota', remain: first.remain, total: first.total ?? null })
  }

  return async (signal: AbortSignal): Promise<void> => {
    try {
      if (!(await memory.claim(TURN, until(EVERY)))) return
      if ((await look(signal)) === 'silent') await memory.set(TURN, true, { expiresAt: until(AGAIN_AFTER) })
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo account could not be looked at')
    }
  }
}
