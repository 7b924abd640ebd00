import { DAY, HOUR, MINUTE } from '../../core/durations.ts'

/** What an error code of the OA API asks of us. The ZNS host has another table: same numbers, other meanings. */
export type ZaloAction =
  | { kind: 'refresh-token' }
  | { kind: 'use-v2' }
  | { kind: 'use-v3' }
  | { kind: 'retry'; afterMs?: number }
  | { kind: 'retry-in-the-morning' }
  | { kind: 'window-closed' }
  | { kind: 'uncertain' }
  | { kind: 'rejected' }

interface ZaloErrorRule {
  action: ZaloAction
  /** Short and stable, for the log and for the console's explanation. */
  label: string
}

const rejected = (label: string): ZaloErrorRule => ({ action: { kind: 'rejected' }, label })
const refresh: ZaloErrorRule = { action: { kind: 'refresh-token' }, label: 'token' }

const RULES: Readonly<Record<string, ZaloErrorRule>> = {
  '-32': { action: { kind: 'retry', afterMs: MINUTE }, label: 'rate-limit' },
  '-100': { action: { kind: 'retry' }, label: 'attachment-expired' },
  // seen reported although the message had arrived
  '-200': { action: { kind: 'uncertain' }, label: 'send-failed' },
  '-201': rejected('invalid-field'),
  '-204': rejected('oa-deleted'),
  '-205': rejected('oa-missing'),
  '-209': rejected('app-inactive'),
  '-210': rejected('too-large'),
  '-211': rejected('feature-quota'),
  '-212': rejected('api-not-registered'),
  '-213': rejected('not-following'),
  '-214': { action: { kind: 'retry' }, label: 'processing' },
  '-216': refresh,
  '-217': rejected('blocked-invite'),
  '-218': rejected('recipient-quota'),
  '-219': rejected('app-disabled'),
  '-220': refresh,
  '-221': rejected('oa-unverified'),
  '-223': rejected('not-authorised'),
  '-224': rejected('package-too-low'),
  '-227': rejected('recipient-inactive'),
  '-230': { action: { kind: 'window-closed' }, label: 'window' },
  '-232': { action: { kind: 'window-closed' }, label: 'window' },
  '-233': rejected('message-type'),
  '-234': { action: { kind: 'retry-in-the-morning' }, label: 'night' },
  '-235': { action: { kind: 'use-v2' }, label: 'oa-type' },
  '-237': rejected('group-disabled'),
  '-238': rejected('asset-used'),
  '-240': { action: { kind: 'use-v3' }, label: 'v2-shut-down' },
  '-241': rejected('asset-used'),
  '-242': rejected('appsecret-proof'),
  '-244': rejected('recipient-restricted'),
  '-248': rejected('platform-standards'),
  '-249': rejected('template'),
  '-320': rejected('cloud-account'),
  '-321': rejected('cloud-account'),
  '-403': rejected('group'),
  '216': refresh,
  '401': refresh,
  '-401': refresh,
}

/** An unknown code means "not sent, and we do not know why": never tried again by itself, shown to staff. */
export function zaloErrorRule(code: number): ZaloErrorRule {
  return RULES[String(code)] ?? rejected('unknown')
}

/** Milliseconds until 06:05 in Viet Nam (UTC+7, no summer time). */
export function untilMorning(now: Date): number {
  const sinceMidnight = (now.getTime() + 7 * HOUR) % DAY
  const morning = 6 * HOUR + 5 * MINUTE
  return sinceMidnight < morning ? morning - sinceMidnight : DAY - sinceMidnight + morning
}
