import { z } from 'zod'

/** Seconds since 1970; 0 or absent: never. */
const seconds = z.coerce.number().int().min(0).catch(0)
const answer = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    expires_at: seconds,
    data_access_expires_at: seconds,
    scopes: z.array(z.string()).catch([]),
    error: z
      .looseObject({ code: z.coerce.string().catch('?'), subcode: z.coerce.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
})

export type TokenNews =
  | { kind: 'alive'; warnings: string[] }
  | { kind: 'dead'; reason: string }
  /** No answer that could be read. */
  | { kind: 'silent' }

/** What `GET /debug_token` means for us. `warnBefore`: milliseconds before an end at which a person is told. */
export function readTokenNews(
  body: unknown,
  wanted: { scopes: readonly string[]; now: Date; warnBefore: number },
): TokenNews {
  const read = answer.safeParse(body)
  if (!read.success) return { kind: 'silent' }
  const { is_valid: valid, expires_at: expires, data_access_expires_at: access, scopes, error } = read.data.data
  if (!valid) {
    const code =
      error === undefined ? 'not valid' : [error.code, error.subcode].filter((c) => c !== undefined).join('/')
    return { kind: 'dead', reason: code }
  }
  const missing = wanted.scopes.filter((scope) => !scopes.includes(scope))
  const endsSoon = (at: number): boolean => at > 0 && at * 1000 - wanted.now.getTime() < wanted.warnBefore
  const day = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10)
  return {
    kind: 'alive',
    warnings: [
      ...(endsSoon(expires) ? [`token ends ${day(expires)}`] : []),
      ...(endsSoon(access) ? [`data access ends ${day(access)}`] : []),
      ...(missing.length > 0 ? [`permission missing: ${missing.join(', ')}`] : []),
    ],
  }
}
