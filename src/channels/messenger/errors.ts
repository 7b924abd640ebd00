import { MINUTE } from '../../core/durations.ts'
import type { MessengerFailure } from './schema.ts'

export type MessengerAction =
  | { kind: 'retry'; afterMs?: number }
  /** Nothing went out; tried once more at once, then it is final. */
  | { kind: 'retry-once' }
  /** The limit, the restriction or the dead token is the Page's: every send waits, not this one only. */
  | { kind: 'pause'; why: 'rate' | 'held' | 'token' }
  | { kind: 'window-closed' }
  | { kind: 'uncertain' }
  /** The uploaded file is forgotten there. */
  | { kind: 'upload-again' }
  | { kind: 'rejected' }

interface MessengerErrorRule {
  action: MessengerAction
  /** Short and stable, for the log and for the console's explanation. */
  label: string
}

const rejected = (label: string): MessengerErrorRule => ({ action: { kind: 'rejected' }, label })
const window: MessengerErrorRule = { action: { kind: 'window-closed' }, label: 'window' }
const rate: MessengerErrorRule = { action: { kind: 'pause', why: 'rate' }, label: 'rate-limit' }
const held: MessengerErrorRule = { action: { kind: 'pause', why: 'held' }, label: 'page-restricted' }
const token: MessengerErrorRule = { action: { kind: 'pause', why: 'token' }, label: 'token' }
const later: MessengerErrorRule = { action: { kind: 'retry', afterMs: 5 * MINUTE }, label: 'thread-busy' }
const unclear: MessengerErrorRule = { action: { kind: 'uncertain' }, label: 'service' }
const once = (label: string): MessengerErrorRule => ({ action: { kind: 'retry-once' }, label })

/** By `code/subcode` first, then by `code` (Meta's error reference as of September 2026, and what others met). */
const RULES: Readonly<Record<string, MessengerErrorRule>> = {
  // seen although the message had gone out
  '1': unclear,
  '2': unclear,
  '1/99': once('permission'),
  '1/1357046': unclear,
  '2/2018344': rejected('permission'),
  '1200': { action: { kind: 'retry' }, label: 'temporary' },
  '4': rate,
  '17': rate,
  '32': rate,
  '613': rate,
  '613/2018338': rejected('policy'),
  '80001': rate,
  '80006': rate,
  '10': rejected('permission'),
  '10/2018278': window,
  '10/2534022': window,
  '10/2018065': window,
  // cannot receive now: goes out when they write again
  '10/2018108': { action: { kind: 'window-closed' }, label: 'recipient-unavailable' },
  '10/1893063': held,
  '100': rejected('parameter'),
  '100/33': rejected('permission'),
  '100/2018001': rejected('no-such-user'),
  '100/2018047': rejected('media-type'),
  '100/2018074': { action: { kind: 'upload-again' }, label: 'attachment-expired' },
  '100/2018109': rejected('media-size'),
  '100/36000': rejected('media-size'),
  '100/2018008': once('media-fetch'),
  '100/2018294': once('media-fetch'),
  '100/2534025': rejected('comment-closed'),
  '100/2534037': rejected('not-thread-owner'),
  '100/2018300': rejected('not-thread-owner'),
  '100/2018171': rejected('not-thread-owner'),
  '2018300': rejected('not-thread-owner'),
  '2018321': later,
  '100/2018321': later,
  '102': token,
  '104': token,
  '190': token,
  '200': rejected('permission'),
  '200/1545041': rejected('recipient-unavailable'),
  '230': rejected('permission'),
  '368': held,
  '551': rejected('recipient-unavailable'),
  '2022': held,
  '2018218': rejected('profile-unavailable'),
  '2018247': rejected('profile-unavailable'),
  '9000001': rejected('message-gone'),
  '10303': rejected('parameter'),
}

/** An unknown code is tried again only when Meta calls it transient; even then the message may be out. */
export function messengerErrorRule(error: MessengerFailure): MessengerErrorRule {
  const exact = error.error_subcode === undefined ? undefined : RULES[`${error.code}/${error.error_subcode}`]
  if (exact === undefined && error.code === 100 && /appsecret_proof/i.test(error.message ?? '')) {
    return rejected('permission')
  }
  const known = exact ?? RULES[String(error.code)]
  if (known !== undefined) return known
  return error.is_transient === true ? unclear : rejected('unknown')
}
