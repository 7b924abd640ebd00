/** The only source of the current time. Pure code receives a `Date`; only the shell holds a `Clock`. */
export interface Clock {
  now(): Date
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that a test (or a rehearsal) can set, forwards and backwards. */
export interface SettableClock extends Clock {
  set(at: Date): void
  /** @param ms milliseconds, may be negative */
  advance(ms: number): void
}

export function settableClock(start: Date): SettableClock {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime()
    },
    advance: (ms) => {
      at += ms
    },
  }
}
