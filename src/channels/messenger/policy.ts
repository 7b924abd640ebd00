import { z } from 'zod'
import type { ParsedWebhook } from '../../core/channel.ts'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { ChannelDeps } from '../deps.ts'
import { parseJson } from '../json.ts'
import { createBreaker } from './breaker.ts'
import { clearPageState, writePageState } from './page-state.ts'

const policy = z.object({ action: z.enum(['warning', 'block', 'unblock']), reason: z.string().catch('') })
const event = z.union([
  z.looseObject({ policy_enforcement: policy }).transform((e) => e.policy_enforcement),
  z.looseObject({ 'policy-enforcement': policy }).transform((e) => e['policy-enforcement']),
])

/**
 * `policy_enforcement`: a warned Page goes on and is shown as warned; a blocked one sends nothing until Meta takes it
 * back, looking again every hour; an unblocked one is free at once. Doing it twice changes nothing.
 */
export function pageNotices(deps: ChannelDeps & { memory: ChannelMemory }): (parsed: ParsedWebhook) => Promise<void> {
  const breaker = createBreaker(deps)
  return async (parsed) => {
    for (const { name, raw } of parsed.ignored) {
      const read = name === 'policy_enforcement' ? event.safeParse(parseJson(raw)) : undefined
      if (read?.success !== true) continue
      const { action, reason } = read.data
      const at = deps.clock.now()
      try {
        if (action === 'unblock') {
          await clearPageState(deps.memory, ['restricted', 'warned'])
          await breaker.release()
        } else if (action === 'warning') await writePageState(deps.memory, { kind: 'warned', reason, at })
        else {
          await writePageState(deps.memory, { kind: 'restricted', reason, at })
          await breaker.note({ headers: {}, refused: 'held' })
        }
        deps.log.warn({ action }, 'policy enforcement by Meta: see the Page in Business Suite')
      } catch (error) {
        deps.log.error({ action, error: error instanceof Error ? error.name : 'unknown' }, 'page notice lost')
      }
    }
  }
}
