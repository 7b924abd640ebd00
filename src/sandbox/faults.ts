import { z } from 'zod'
import { PLATFORMS, type Platform } from './options.ts'

const platform = z.enum(PLATFORMS)
/** How often it strikes; absent: until cleared. */
const times = z.number().int().min(1).max(10_000).optional()
/** How many calls it lets pass first. */
const after = z.number().int().min(0).max(10_000).optional()

export const fault = z.discriminatedUnion('kind', [
  /** The platform's own error body. */
  z.object({
    kind: z.literal('error'),
    platform,
    times,
    after,
    code: z.number().int(),
    subcode: z.number().int().optional(),
    message: z.string().max(500).optional(),
    httpStatus: z.number().int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** Something between us and the platform answers. */
  z.object({
    kind: z.literal('http'),
    platform,
    times,
    after,
    status: z.number().int().min(200).max(599),
    body: z.string().max(10_000).optional(),
  }),
  z.object({ kind: z.literal('latency'), platform, times, after, ms: z.number().int().min(1).max(120_000) }),
  /** The connection breaks before, or after, the message was taken. */
  z.object({ kind: z.literal('drop-before-accept'), platform, times, after }),
  z.object({ kind: z.literal('drop-after-accept'), platform, times, after }),
  /** Taken, answered 200 with nothing in it. */
  z.object({ kind: z.literal('empty-answer'), platform, times, after }),
  z.object({ kind: z.literal('duplicate-webhooks'), platform, times, after, copies: z.number().int().min(1).max(20) }),
  /** One webhook waits until the next one has been posted. */
  z.object({ kind: z.literal('reorder-webhooks'), platform, times, after }),
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

export function createFaults() {
  let standing: { fault: StandingFault; left: number; pass: number }[] = []
  return {
    add: (next: StandingFault): void => {
      standing.push({ fault: next, left: next.times ?? Number.POSITIVE_INFINITY, pass: next.after ?? 0 })
    },
    /** The first standing fault of this kind, used up by one. */
    take: <K extends Kind>(on: Platform, kind: K): Extract<StandingFault, { kind: K }> | undefined => {
      const found = standing.find((s) => s.fault.platform === on && s.fault.kind === kind)
      if (found === undefined) return undefined
      if (found.pass-- > 0) return undefined
      found.left--
      if (found.left <= 0) standing = standing.filter((s) => s !== found)
      return found.fault as Extract<StandingFault, { kind: K }>
    },
    list: (): StandingFault[] => standing.map((s) => s.fault),
    clear: (): void => {
      standing = []
    },
  }
}
export type Faults = ReturnType<typeof createFaults>
