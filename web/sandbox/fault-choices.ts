import type { sandbox } from '../shared/i18n/vi-sandbox.ts'

type Words = typeof sandbox

/** A button of the panel and the fault it makes, without platform and number of times. */
export interface FaultChoice {
  label: string
  fault: Record<string, unknown>
}

/** What 429 says besides: both platforms' own headers and the usual one. A minute. */
const LIMIT_HEADERS: Readonly<Record<string, string>> = {
  'retry-after': '60',
  'x-ratelimit-limit': '100',
  'x-ratelimit-remaining': '0',
  'x-app-usage': JSON.stringify({ call_count: 100, total_cputime: 20, total_time: 20 }),
  'x-business-use-case-usage': JSON.stringify({
    '1': [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: 1 }],
  }),
}
const GATEWAY_PAGE = '<html><head><title>504 Gateway Time-out</title></head><body>504 Gateway Time-out</body></html>'

/** What may go wrong when we call the platform. */
export function callFaults(words: Words): FaultChoice[] {
  return [
    { label: words.faultSlow, fault: { kind: 'latency', ms: 5000 } },
    { label: words.faultVerySlow, fault: { kind: 'latency', ms: 35_000 } },
    { label: words.faultDropBefore, fault: { kind: 'drop-before-accept' } },
    { label: words.faultDrop, fault: { kind: 'drop-after-accept' } },
    { label: words.faultEmpty, fault: { kind: 'empty-answer' } },
    { label: words.faultDown, fault: { kind: 'http', status: 503 } },
    { label: words.faultPage, fault: { kind: 'http', status: 504, body: GATEWAY_PAGE } },
    { label: words.faultLimit, fault: { kind: 'http', status: 429 } },
    { label: words.faultLimitHeaders, fault: { kind: 'http', status: 429, headers: LIMIT_HEADERS } },
  ]
}

/** What may go wrong when the platform calls us. */
export function webhookFaults(words: Words): FaultChoice[] {
  return [
    { label: words.faultRepeat, fault: { kind: 'duplicate-webhooks', copies: 3 } },
    { label: words.faultReorder, fault: { kind: 'reorder-webhooks' } },
    { label: words.faultNumbers, fault: { kind: 'numeric-ids' } },
    { label: words.faultSeconds, fault: { kind: 'seconds-timestamps' } },
    { label: words.faultOtherPages, fault: { kind: 'other-pages' } },
    ...Object.entries(words.signatures).map(([variant, label]) => ({ label, fault: { kind: 'signature', variant } })),
  ]
}

/** What happens at once. */
export function eventFaults(words: Words): FaultChoice[] {
  return [
    { label: words.faultToken, fault: { kind: 'expire-token' } },
    { label: words.faultRevoke, fault: { kind: 'revoke-token' } },
    { label: words.faultMedia, fault: { kind: 'expire-media' } },
  ]
}
