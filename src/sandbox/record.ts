import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import { PLATFORMS, type Platform } from './options.ts'

export interface RecordEntry {
  /** Counts up from 1 and is never used again. */
  seq: number
  /** ISO 8601. */
  at: string
  /** `in`: a call to the platform; `out`: a webhook that the platform posted. */
  direction: 'in' | 'out'
  platform: Platform
  what: string
  /** Null: no answer. */
  status: number | null
  headers: Record<string, string>
  body: unknown
}

/** What of the record is wanted; every part that is given must hold. */
export const recordFilter = z.object({
  platform: z.enum(PLATFORMS).optional(),
  direction: z.enum(['in', 'out']).optional(),
  /** A part of `what`. */
  what: z.string().max(100).optional(),
  /** ISO 8601, inclusive. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Only what came after the entry of this number. */
  after: z.coerce.number().int().min(0).optional(),
  /** The newest so many. */
  limit: z.coerce.number().int().min(1).max(1000).optional(),
})
export type RecordFilter = z.infer<typeof recordFilter>

const MAX_ENTRIES = 1000
/** Characters of a body as JSON; a longer one is named by its length and its beginning. */
const MAX_BODY = 20_000
const MAX_DEPTH = 30
const SECRET_HEADERS = new Set(['authorization', 'access_token', 'secret_key', 'cookie'])
const SECRET_FIELDS = new Set([
  'access_token',
  'refresh_token',
  'appsecret_proof',
  'client_secret',
  'secret_key',
  'code_verifier',
])
const MASK = '…'

/** The last thousand calls and webhooks, without tokens. */
export function createRecord(clock: Clock) {
  let entries: RecordEntry[] = []
  let seq = 0
  return {
    note: (entry: Omit<RecordEntry, 'at' | 'seq'>): void => {
      const headers = Object.fromEntries(
        Object.entries(entry.headers).map(([k, v]) => [k, SECRET_HEADERS.has(k.toLowerCase()) ? MASK : v]),
      )
      entries.push({ ...entry, seq: ++seq, headers, body: shownBody(entry.body), at: clock.now().toISOString() })
      if (entries.length > MAX_ENTRIES) entries.shift()
    },
    read: (filter: RecordFilter = {}): RecordEntry[] => {
      const since = filter.since === undefined ? undefined : Date.parse(filter.since)
      const found = entries.filter(
        (e) =>
          (filter.platform === undefined || e.platform === filter.platform) &&
          (filter.direction === undefined || e.direction === filter.direction) &&
          (filter.what === undefined || e.what.includes(filter.what)) &&
          (since === undefined || Date.parse(e.at) >= since) &&
          (filter.after === undefined || e.seq > filter.after),
      )
      return filter.limit === undefined ? found : found.slice(-filter.limit)
    },
    /** How much was ever noted; forgetting does not lower it. */
    count: (): number => seq,
    forget: (): void => {
      entries = []
    },
  }
}

function shownBody(body: unknown): unknown {
  const text = JSON.stringify(body) ?? 'null'
  if (text.length <= MAX_BODY) return masked(body, 0)
  return { tooLong: text.length, begins: JSON.stringify(masked(body, 0)).slice(0, 500) }
}

function masked(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth > MAX_DEPTH) return MASK
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, SECRET_FIELDS.has(k) ? MASK : masked(v, depth + 1)]),
  )
}
