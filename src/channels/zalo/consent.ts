import { createHash, randomInt } from 'node:crypto'
import { z } from 'zod'
import type { ChannelMemory } from '../../core/channel-memory.ts'
import type { Clock } from '../../core/clock.ts'
import { MINUTE } from '../../core/durations.ts'
import type { ZaloAdapter } from './adapter.ts'

/** Zalo's code lives as long. */
const CONSENT_WITHIN = 10 * MINUTE
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export interface ConsentConfig {
  appId: string
  oaId: string
  oauthBase: string
  /** Byte for byte what the app's settings at Zalo say; no query. */
  redirectUri: string
  /** Set: Zalo's console holds the challenge of this one verifier and takes no other. 43 letters and digits. */
  pinnedVerifier?: string
}

export type ConsentResult =
  | { kind: 'done' }
  /** Not begun here, too old, or used already. */
  | { kind: 'unknown-state' }
  | { kind: 'other-account' }
  /** `retry`: Zalo gave no verdict; `needs-reauth`: it refused the code. */
  | { kind: 'refused'; reason: string }

/** OAuth v4 of an OA: an administrator's consent for a pair of tokens, with PKCE. */
export interface ZaloConsent {
  /** Where to send the administrator. The link works once, for 10 minutes. */
  begin(): Promise<string>
  /** What Zalo's redirect brought. Throws when the store is away. */
  finish(answer: { code: string; state: string; oaId: string | null }, signal: AbortSignal): Promise<ConsentResult>
}

const begun = z.union([z.object({ verifier: z.string().length(43) }), z.object({ verifier: z.literal('pinned') })])

export function zaloConsent(
  config: ConsentConfig,
  deps: { memory: ChannelMemory; clock: Clock; adapter: Pick<ZaloAdapter, 'exchange'> },
): ZaloConsent {
  return {
    begin: async () => {
      const state = letters(32)
      const verifier = config.pinnedVerifier ?? letters(43)
      const expiresAt = new Date(deps.clock.now().getTime() + CONSENT_WITHIN)
      await deps.memory.set(
        keyOf(state),
        { verifier: config.pinnedVerifier === undefined ? verifier : 'pinned' },
        { expiresAt },
      )
      const query = new URLSearchParams({
        app_id: config.appId,
        redirect_uri: config.redirectUri,
        code_challenge: codeChallenge(verifier),
        state,
      })
      return `${config.oauthBase}/v4/oa/permission?${query.toString()}`
    },
    finish: async ({ code, state, oaId }, signal) => {
      const found = begun.safeParse(await deps.memory.get(keyOf(state)))
      if (!found.success) return { kind: 'unknown-state' }
      await deps.memory.forget(keyOf(state))
      if (oaId !== null && oaId !== config.oaId) return { kind: 'other-account' }
      const verifier = found.data.verifier === 'pinned' ? config.pinnedVerifier : found.data.verifier
      // begun before somebody changed the settings
      if (verifier === undefined) return { kind: 'unknown-state' }
      const result = await deps.adapter.exchange({ code, verifier }, signal)
      return result.kind === 'fresh' ? { kind: 'done' } : { kind: 'refused', reason: result.reason }
    },
  }
}

/** PKCE as Zalo takes it: base64url of the SHA-256, without padding. */
export function codeChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

function keyOf(state: string): string {
  return `consent/${state}`
}

function letters(count: number): string {
  return Array.from({ length: count }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
}
