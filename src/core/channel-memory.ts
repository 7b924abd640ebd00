/**
 * What a channel remembers between processes and restarts: which endpoint its account must use, uploaded media and
 * until when, quotas, a breaker that is open, whether an administrator must consent again. Shared by all workers.
 */
export interface ChannelMemory {
  /** Null: nothing remembered, or expired. */
  get(key: string): Promise<unknown>
  /** Replaces what stood there. Values are JSON; no personal data, no tokens. */
  set(key: string, value: unknown, options?: { expiresAt?: Date }): Promise<void>
  forget(key: string): Promise<void>
  /** Takes a turn that nobody has until `until`, at once for all processes. False: somebody has it. */
  claim(key: string, until: Date): Promise<boolean>
}

/** A budget of calls shared by all workers: a token bucket. */
export interface RateBudget {
  /** 0: one call is taken from the budget. Else: milliseconds to wait before asking again; nothing was taken. */
  take(bucket: string, limit: { perMinute: number; burst: number }): Promise<number>
}

/** For tests, and a single process without a database. */
export function memoryChannelMemory(now: () => Date): ChannelMemory {
  const kept = new Map<string, { value: unknown; expiresAt: Date | null }>()
  const alive = (key: string) => {
    const found = kept.get(key)
    return found === undefined || (found.expiresAt !== null && found.expiresAt <= now()) ? undefined : found
  }
  return {
    get: async (key) => alive(key)?.value ?? null,
    claim: async (key, until) => {
      if (alive(key) !== undefined) return false
      kept.set(key, { value: true, expiresAt: until })
      return true
    },
    set: async (key, value, options = {}) => {
      kept.set(key, { value, expiresAt: options.expiresAt ?? null })
    },
    forget: async (key) => {
      kept.delete(key)
    },
  }
}

/** For tests: never makes anyone wait. */
export const unlimitedBudget: RateBudget = { take: async () => 0 }
