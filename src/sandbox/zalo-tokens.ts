import { createHmac } from 'node:crypto'

/** Token pairs counted from 0 (the configured one); a new pair kills the one before. */
export function createZaloTokens(first: { access: string; refresh: string; appSecret: string }) {
  let current = 0
  let access: 'good' | 'expired' | 'revoked' = 'good'

  /**
   * Signed, so that a sandbox that was started anew still knows the pair it gave out before, and goes on from there.
   */
  function make(kind: 'a' | 'r', n: number): string {
    const mac = createHmac('sha256', first.appSecret).update(`${kind}${n}`).digest('hex').slice(0, 24)
    return `sandbox-${kind}-${n}-${mac}`
  }

  function numberOf(kind: 'a' | 'r', token: string): number | undefined {
    if (token === (kind === 'a' ? first.access : first.refresh)) return 0
    const n = Number(/^sandbox-[ar]-(\d{1,9})-/.exec(token)?.[1] ?? Number.NaN)
    return Number.isInteger(n) && token === make(kind, n) ? n : undefined
  }

  function adopt(n: number | undefined): void {
    if (n === undefined || n <= current) return
    current = n
    access = 'good'
  }

  return {
    /** 0 good, or the API's error code. */
    check: (token: string | undefined): 0 | -216 | -220 => {
      const n = token === undefined ? undefined : numberOf('a', token)
      adopt(n)
      if (n === undefined || n !== current || access === 'revoked') return -216
      return access === 'expired' ? -220 : 0
    },
    refresh: (
      token: string,
    ): { kind: 'pair'; access: string; refresh: string } | { kind: 'spent' } | { kind: 'dead' } => {
      const n = numberOf('r', token)
      adopt(n)
      if (n === undefined || access === 'revoked') return { kind: 'dead' }
      if (n < current) return { kind: 'spent' }
      current++
      access = 'good'
      return { kind: 'pair', access: make('a', current), refresh: make('r', current) }
    },
    /** A fresh consent of the administrator: a pair whatever became of the one before. */
    consent: (): { kind: 'pair'; access: string; refresh: string } => {
      current++
      access = 'good'
      return { kind: 'pair', access: make('a', current), refresh: make('r', current) }
    },
    expire: (): void => {
      access = 'expired'
    },
    revoke: (): void => {
      access = 'revoked'
    },
    restore: (): void => {
      access = 'good'
    },
  }
}
export type SandboxZaloTokens = ReturnType<typeof createZaloTokens>
