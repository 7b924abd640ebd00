/** Refusals that a caller may show. Anything else thrown is a bug. */
export type RefusalKind = 'not-found' | 'forbidden' | 'conflict' | 'invalid' | 'unavailable'

export class Refusal extends Error {
  readonly kind: RefusalKind
  /** Stable code, part of the API: `ticket.changed-meanwhile`. */
  readonly code: string
  constructor(kind: RefusalKind, code: string, detail?: string) {
    super(detail ?? code)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
  }
}

/** A setting, a pack file or the machine is wrong: the message says what to do, no stack is shown. */
export class StartupProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartupProblem'
  }
}
