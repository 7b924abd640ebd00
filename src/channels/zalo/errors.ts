import { DAY, HOUR, MINUTE, SECOND } from '../../core/durations.ts'

/** What an error code asks of us. Two hosts, two tables: the same number means other things on the template host. */
export type ZaloHost = 'oa' | 'zbs'

export type ZaloAction =
  | { kind: 'refresh-token' }
  | { kind: 'use-v2' }
  | { kind: 'use-v3' }
  /** The uploaded file is forgotten there. */
  | { kind: 'upload-again' }
  | { kind: 'retry'; afterMs?: number }
  /** Too many calls in this minute, ours or the whole app's. */
  | { kind: 'next-minute' }
  | { kind: 'retry-in-the-morning' }
  | { kind: 'window-closed' }
  | { kind: 'uncertain' }
  /** This message never, to this resident or in this form. */
  | { kind: 'rejected' }
  /** Package, money, consent, verification: a person must mend it; the message waits a while. */
  | { kind: 'human' }

export interface ZaloErrorRule {
  action: ZaloAction
  /** Short and stable, for the log and for the console's explanation. */
  label: string
}

const rejected = (label: string): ZaloErrorRule => ({ action: { kind: 'rejected' }, label })
const human = (label: string): ZaloErrorRule => ({ action: { kind: 'human' }, label })
const retry = (label: string): ZaloErrorRule => ({ action: { kind: 'retry' }, label })
/** Not at night, or a quota of the day is used up. */
const night: ZaloErrorRule = { action: { kind: 'retry-in-the-morning' }, label: 'night-or-day-quota' }
const closed: ZaloErrorRule = { action: { kind: 'window-closed' }, label: 'window' }
const refresh: ZaloErrorRule = { action: { kind: 'refresh-token' }, label: 'token' }

/** `openapi.zalo.me`. */
const OA: Readonly<Record<string, ZaloErrorRule>> = {
  '-32': { action: { kind: 'next-minute' }, label: 'rate-limit' },
  '-100': { action: { kind: 'upload-again' }, label: 'attachment-expired' },
  // seen reported although the message had arrived
  '-200': { action: { kind: 'uncertain' }, label: 'send-failed' },
  '-201': rejected('invalid-field'),
  '-204': human('oa-deleted'),
  '-205': human('oa-missing'),
  '-209': human('app-inactive'),
  '-210': rejected('too-large'),
  '-211': human('feature-quota'),
  '-212': human('api-not-registered'),
  '-213': rejected('not-following'),
  '-214': retry('processing'),
  '-216': refresh,
  '-217': rejected('blocked-invite'),
  '-218': rejected('recipient-quota'),
  '-219': human('app-disabled'),
  '-220': refresh,
  '-221': human('oa-unverified'),
  '-223': human('not-authorised'),
  '-224': human('package-too-low'),
  '-227': rejected('recipient-inactive'),
  '-230': closed,
  '-232': closed,
  '-233': rejected('message-type'),
  '-234': night,
  '-235': { action: { kind: 'use-v2' }, label: 'oa-type' },
  '-237': rejected('group-disabled'),
  '-238': rejected('asset-used'),
  '-240': { action: { kind: 'use-v3' }, label: 'v2-shut-down' },
  '-241': rejected('asset-used'),
  '-242': human('appsecret-proof'),
  '-244': rejected('recipient-restricted'),
  '-248': rejected('platform-standards'),
  '-249': rejected('template'),
  '-320': human('cloud-account'),
  '-321': human('cloud-account'),
  '-403': rejected('group'),
  '-1340': rejected('ads-form'),
  '-1341': rejected('ads-form'),
  // seen in production for a token that is not valid
  '216': refresh,
  '401': refresh,
  '-401': refresh,
}

/** `business.openapi.zalo.me`: template messages by phone number. */
const ZBS: Readonly<Record<string, ZaloErrorRule>> = {
  '-108': rejected('phone'),
  '-109': rejected('template-data'),
  '-111': rejected('template-data'),
  '-112': rejected('template-data'),
  '-114': rejected('recipient-unreachable'),
  '-115': human('balance'),
  '-118': rejected('no-zalo-account'),
  '-119': rejected('recipient-unreachable'),
  '-124': refresh,
  '-126': human('development-mode'),
  '-127': human('development-mode'),
  '-131': human('template-not-approved'),
  '-133': night,
  '-135': human('oa-not-allowed'),
  '-136': human('cloud-account'),
  '-137': human('balance'),
  '-139': rejected('recipient-refuses'),
  '-140': rejected('recipient-refuses'),
  '-141': rejected('recipient-refuses'),
  '-144': night,
  '-146': human('template-disabled'),
  '-147': night,
  '-160': night,
  '-1121': rejected('template-data'),
  '-1122': rejected('template-data'),
  '-1124': rejected('template-data'),
  '-1241': human('appsecret-proof'),
  '-1351': human('oa-not-allowed'),
  '-1441': night,
  '-1471': night,
  '-1472': night,
}

const TABLES: Readonly<Record<ZaloHost, Readonly<Record<string, ZaloErrorRule>>>> = { oa: OA, zbs: ZBS }

/** An unknown code means "not sent, and we do not know why": never tried again by itself, shown to staff. */
export function zaloErrorRule(code: number, host: ZaloHost = 'oa'): ZaloErrorRule {
  const table = TABLES[host]
  return (Object.hasOwn(table, String(code)) ? table[String(code)] : undefined) ?? rejected('unknown')
}

/** Milliseconds until the next minute of the clock begins, and a second more: whose clock is right is not known. */
export function untilNextMinute(now: Date): number {
  return MINUTE - (now.getTime() % MINUTE) + SECOND
}

/** Milliseconds until 06:05 in Viet Nam (UTC+7, no summer time). */
export function untilMorning(now: Date): number {
  const sinceMidnight = (now.getTime() + 7 * HOUR) % DAY
  const morning = 6 * HOUR + 5 * MINUTE
  return sinceMidnight < morning ? morning - sinceMidnight : DAY - sinceMidnight + morning
}
