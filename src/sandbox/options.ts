import type { Clock } from '../core/clock.ts'

export const PLATFORMS = ['zalo', 'messenger'] as const
export type Platform = (typeof PLATFORMS)[number]

/** A value, or how to get it once it is known (ports are chosen late). */
export type Late<T> = T | (() => T)

export interface SandboxOptions {
  /** Where the router is mounted, seen from outside, without a slash at the end: media addresses begin with it. */
  publicBase: Late<string>
  clock: Clock
  zalo: {
    appId: string
    oaId: string
    oaSecretKey: string
    appSecret: string
    accessToken: string
    refreshToken: string
    webhookUrl: Late<string>
    /** A state agency's OA answers -235 on v3. Default business, which answers -240 on v2. */
    oaType?: 'business' | 'state-agency'
  }
  messenger: {
    appSecret: string
    pageId: string
    pageToken: string
    verifyToken: string
    appId: string
    webhookUrl: Late<string>
  }
  /** Multiplies the waits of the webhook retry ladders. Default 1; tests use 0.001. */
  timeFactor?: number
  /**
   * A send to somebody this memory does not know. `refuse` as the platforms do (default); `accept` makes a phone for
   * them, for a demonstration whose cases outlive the sandbox.
   */
  unknownResidents?: 'refuse' | 'accept'
}

export function resolved<T extends string>(late: Late<T>): T {
  return typeof late === 'function' ? late() : late
}
