import { describe, expect, it } from 'vitest'
import { messengerErrorRule } from '../../../src/channels/messenger/errors.ts'
import { messengerAnswer } from '../../../src/channels/messenger/schema.ts'
import { retryAfter } from '../../../src/channels/messenger/usage.ts'
import { HOUR, MINUTE } from '../../../src/core/durations.ts'

/** The error table of Meta's Send API, row by row: code, subcode, what becomes of the message, what staff are told. */
const TABLE: readonly (readonly [number, number | undefined, string, string])[] = [
  [1, undefined, 'uncertain', 'service'],
  [2, undefined, 'uncertain', 'service'],
  [1, 99, 'retry-once', 'permission'],
  [1, 1357046, 'uncertain', 'service'],
  [1200, undefined, 'retry', 'temporary'],
  [4, undefined, 'pause', 'rate-limit'],
  [4, 2018022, 'pause', 'rate-limit'],
  [17, undefined, 'pause', 'rate-limit'],
  [32, undefined, 'pause', 'rate-limit'],
  [613, undefined, 'pause', 'rate-limit'],
  [613, 2534040, 'pause', 'rate-limit'],
  [80001, undefined, 'pause', 'rate-limit'],
  [80006, undefined, 'pause', 'rate-limit'],
  [613, 2018338, 'rejected', 'policy'],
  [10, 2018278, 'window-closed', 'window'],
  [10, 2534022, 'window-closed', 'window'],
  [10, 2018065, 'window-closed', 'window'],
  [10, 2018108, 'window-closed', 'recipient-unavailable'],
  [10, 1893063, 'pause', 'page-restricted'],
  [10, undefined, 'rejected', 'permission'],
  [10, 42, 'rejected', 'permission'],
  [100, undefined, 'rejected', 'parameter'],
  [100, 33, 'rejected', 'permission'],
  [100, 1893061, 'rejected', 'parameter'],
  [100, 2018001, 'rejected', 'no-such-user'],
  [100, 2018008, 'retry-once', 'media-fetch'],
  [100, 2018294, 'retry-once', 'media-fetch'],
  [100, 2018047, 'rejected', 'media-type'],
  [100, 2018074, 'upload-again', 'attachment-expired'],
  [100, 2018109, 'rejected', 'media-size'],
  ...[2018014, 2018164, 2534015].map((subcode) => [100, subcode, 'rejected', 'parameter'] as const),
  [100, 2534025, 'rejected', 'comment-closed'],
  [100, 2534037, 'rejected', 'not-thread-owner'],
  [100, 2018300, 'rejected', 'not-thread-owner'],
  [100, 2018171, 'rejected', 'not-thread-owner'],
  [2018300, undefined, 'rejected', 'not-thread-owner'],
  [2018321, undefined, 'retry', 'thread-busy'],
  [100, 2018321, 'retry', 'thread-busy'],
  ...[undefined, 458, 459, 460, 463, 464, 467, 490, 2069032].map(
    (subcode) => [190, subcode, 'pause', 'token'] as const,
  ),
  [102, undefined, 'pause', 'token'],
  [104, undefined, 'pause', 'token'],
  [200, undefined, 'rejected', 'permission'],
  [200, 2018028, 'rejected', 'permission'],
  [200, 2018027, 'rejected', 'permission'],
  [200, 2018021, 'rejected', 'permission'],
  [200, 1545041, 'rejected', 'recipient-unavailable'],
  [551, undefined, 'rejected', 'recipient-unavailable'],
  [551, 1545041, 'rejected', 'recipient-unavailable'],
  [230, undefined, 'rejected', 'permission'],
  [368, undefined, 'pause', 'page-restricted'],
  [2022, undefined, 'pause', 'page-restricted'],
  [2018218, undefined, 'rejected', 'profile-unavailable'],
  [2018247, undefined, 'rejected', 'profile-unavailable'],
  [2, 2018344, 'rejected', 'permission'],
  [9000001, undefined, 'rejected', 'message-gone'],
  [10303, undefined, 'rejected', 'parameter'],
]

const failure = (error: Record<string, unknown>) => {
  const read = messengerAnswer.parse({ error }).error
  if (read === undefined) throw new Error('no error read')
  return read
}

describe("Meta's error table", () => {
  it.each(TABLE)('%s/%s: %s (%s)', (code, subcode, kind, label) => {
    const rule = messengerErrorRule(failure({ code, ...(subcode === undefined ? {} : { error_subcode: subcode }) }))
    expect(rule).toMatchObject({ action: { kind }, label })
  })

  it('calls a wrong proof what it is: a setting of ours, not the message', () => {
    const message = 'Invalid appsecret_proof provided in the API argument'
    expect(messengerErrorRule(failure({ code: 100, message })).label).toBe('permission')
  })

  it('tries an unknown code again in no case; a transient one may be out', () => {
    expect(messengerErrorRule(failure({ code: 4711 })).action).toEqual({ kind: 'rejected' })
    expect(messengerErrorRule(failure({ code: 4711, is_transient: true })).action).toEqual({ kind: 'uncertain' })
  })
})

describe('Retry-After', () => {
  const now = new Date('2026-11-23T03:00:00Z')
  it.each([
    ['120', 2 * MINUTE],
    ['Mon, 23 Nov 2026 03:05:00 GMT', 5 * MINUTE],
    ['999999', HOUR],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['Mon, 23 Nov 2026 02:05:00 GMT', undefined],
    [undefined, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfter(header === undefined ? {} : { 'retry-after': header }, now)).toBe(ms)
  })
})
