import { z } from 'zod'
import { PLATFORMS, type Platform } from './options.ts'

const platform = z.enum(PLATFORMS)
/** How often it strikes; absent: until cleared. */
const times = z.number().int().min(1).max(10_000).optional()
/** Which calls it strikes; absent: messages and uploads. `token`: Zalo's OAuth; `read`: the other calls. */
const where = z.enum(['send', 'upload', 'token', 'read']).optional()
export type CallPlace = NonNullable<z.infer<typeof where>>
const headers = z.record(z.string().max(100), z.string().max(1000)).optional()
/** `oa-id` is Zalo's alone, `sha1` Meta's; the other platform signs as ever. */
const signatureVariant = z.enum(['spaces', 'bare', 'upper-case', 'oa-id', 'sha1', 'forged', 'missing'])
export type SignatureVariant = z.infer<typeof signatureVariant>
/** How many calls it lets pass first. */
const after = z.number().int().min(0).max(10_000).optional()

export const fault = z.discriminatedUnion('kind', [
  /** The platform's own error body. */
  z.object({
    kind: z.literal('error'),
    platform,
    where,
    times,
    after,
    code: z.number().int(),
    subcode: z.number().int().optional(),
    message: z.string().max(500).optional(),
    httpStatus: z.number().int().min(200).max(599).optional(),
    headers,
  }),
  /** Something between us and the platform answers. */
  z.object({
    kind: z.literal('http'),
    platform,
    where,
    times,
    after,
    status: z.number().int().min(200).max(599),
    body: z.string().max(10_000).optional(),
    headers,
  }),
  z.object({ kind: z.literal('latency'), platform, where, times, after, ms: z.number().int().min(1).max(120_000) }),
  /** The connection breaks before, or after, the message was taken. */
  z.object({ kind: z.literal('drop-before-accept'), platform, where, times, after }),
  z.object({ kind: z.literal('drop-after-accept'), platform, where, times, after }),
  /** Taken, answered 200 with nothing in it. */
  z.object({ kind: z.literal('empty-answer'), platform, where, times, after }),
  z.object({ kind: z.literal('duplicate-webhooks'), platform, times, after, copies: z.number().int().min(1).max(20) }),
  /** One webhook waits until the next one has been posted. */
  z.object({ kind: z.literal('reorder-webhooks'), platform, times, after }),
  z.object({ kind: z.literal('signature'), platform, times, after, variant: signatureVariant }),
  z.object({ kind: z.literal('numeric-ids'), platform, times, after }),
  z.object({ kind: z.literal('seconds-timestamps'), platform, times, after }),
  /** Messenger: the post holds events of other Pages too, before and after ours. */
  z.object({ kind: z.literal('other-pages'), platform, times, after }),
  z.object({ kind: z.literal('expire-token'), platform }),
  /** Zalo: the refresh token is dead too. */
  z.object({ kind: z.literal('revoke-token'), platform }),
  /** Every file uploaded so far is forgotten there. */
  z.object({ kind: z.literal('expire-media'), platform }),
  z.object({ kind: z.literal('close-window'), platform, userId: z.string().max(300) }),
])
export type Fault = z.infer<typeof fault>
/** Faults that stay until they have struck; the others happen at once. */
export type StandingFault = Exclude<Fault, { kind: 'expire-token' | 'revoke-token' | 'expire-media' | 'close-window' }>
type Kind = StandingFault['kind']

function placeOf(fault: StandingFault): CallPlace {
  return ('where' in fault ? fault.where : undefined) ?? 'send'
}

export function createFaults() {
  let standing: { fault: StandingFault; left: number; pass: number }[] = []
  return {
    add: (next: StandingFault): void => {
      standing.push({ fault: next, left: next.times ?? Number.POSITIVE_INFINITY, pass: next.after ?? 0 })
    },
    /** The first standing fault of this kind and place, used up by one. */
    take: <K extends Kind>(
      on: Platform,
      kind: K,
      places: readonly CallPlace[] = ['send'],
    ): Extract<StandingFault, { kind: K }> | undefined => {
      const found = standing.find(
        ({ fault }) => fault.platform === on && fault.kind === kind && places.includes(placeOf(fault)),
      )
      if (found === undefined) return undefined
      if (found.pass-- > 0) return undefined
      found.left--
      if (found.left <= 0) standing = standing.filter((s) => s !== found)
      return found.fault as Extract<StandingFault, { kind: K }>
    },
    /** `left`: how often it still strikes; null: until cleared. */
    list: (): (StandingFault & { left: number | null })[] =>
      standing.map(({ fault, left }) => ({ ...fault, left: Number.isFinite(left) ? left : null })),
    clear: (): void => {
      standing = []
    },
  }
}
export type Faults = ReturnType<typeof createFaults>
