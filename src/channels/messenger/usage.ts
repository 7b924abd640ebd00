import { z } from 'zod'
import { HOUR, MINUTE, SECOND } from '../../core/durations.ts'
import { parseJson } from '../json.ts'

const percent = z.coerce.number().min(0).max(100_000).catch(0)
const appUsage = z.looseObject({ call_count: percent, total_cputime: percent, total_time: percent })
const businessUsage = z.record(
  z.string(),
  z
    .array(appUsage.extend({ estimated_time_to_regain_access: z.coerce.number().min(0).max(100_000).catch(0) }))
    .catch([]),
)

export interface Usage {
  /** The largest share of any limit, in percent; 0 without usage headers, which Meta sends only after enough calls. */
  percent: number
  /** Longest time to regain access, milliseconds; undefined: not said. */
  regainMs: number | undefined
}

/**
 * Reads `X-App-Usage` (an object) and `X-Business-Use-Case-Usage` (by id, a list of objects with
 * `estimated_time_to_regain_access` in minutes). Header names are lower case. Never throws; nonsense counts as absent.
 */
export function heaviestUsage(headers: Readonly<Record<string, string>>): Usage {
  const app = appUsage.safeParse(parseJson(headers['x-app-usage'] ?? ''))
  const business = businessUsage.safeParse(parseJson(headers['x-business-use-case-usage'] ?? ''))
  const lists = business.success ? Object.values(business.data).flat() : []
  const all = [...(app.success ? [app.data] : []), ...lists]
  const regain = Math.max(0, ...lists.map((u) => u.estimated_time_to_regain_access)) * MINUTE
  return {
    percent: Math.max(0, ...all.flatMap((u) => [u.call_count, u.total_cputime, u.total_time])),
    regainMs: regain > 0 ? regain : undefined,
  }
}

/** `Retry-After` in seconds or as a date, at most an hour; undefined: absent, past or nonsense. Milliseconds. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const given = headers['retry-after']?.trim() ?? ''
  const ms = /^\d{1,9}$/.test(given) ? Number(given) * SECOND : Date.parse(given) - now.getTime()
  return ms > 0 ? Math.min(HOUR, ms) : undefined
}
