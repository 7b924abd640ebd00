import type { ChannelId } from './channel.ts'
import type { Choice, InboundContent, OutboundContent } from './messages.ts'
import type { ProvincePack } from './pack.ts'
import type { TicketDraft, TicketView } from './ticket.ts'
import type { Understanding } from './understanding.ts'

/** All that a flow may know. Values only: time, ids and look-ups arrive with the turn. */
export interface Turn {
  content: InboundContent
  /** The row id of the inbound message, for `mediaRefs`. */
  inboundId: string
  understanding: Understanding
  now: Date
  pack: ProvincePack
  channel: ChannelId
  /** The resident's last cases, newest first, at most 10; sealed ones without their words. */
  tickets: readonly TicketView[]
  /** The case whose code stands in this message, whoever filed it: public view (no result of others' sealed cases). */
  mentioned: TicketView | null
  /** True: the case in `mentioned` is this resident's own. */
  mentionedIsMine: boolean
  /** Contact data that the resident already gave and agreed to. */
  knownContact: { name: string | null; phone: string | null }
  /** Who would get this case today; null: the dispatchers. */
  route(topicId: string | null, localityId: string | null): { unitId: string; unitName: string } | null
  /** The public page of a case: nothing personal on it. */
  casePage(code: string): string
  /**
   * What a place of any year is on the pack's day: itself, its successor, or those that it became or came from (a name
   * of 2025 while the pack stands at 2022). Absent: every place is taken as it is.
   */
  placesToday?(localityId: string): readonly string[]
  /** Mark of what we said last (`TakenTurn.saidKey`); to never say the same sentence twice in a row. Null: this is the first turn. */
  lastSaidKey: string | null
  /** What we offered last (`TakenTurn.choices`), so that a typed label or number works as the tap does. */
  lastChoices: readonly Choice[]
}

export type Effect =
  /** The application files it, and says the receipt (code, promised date) itself. */
  | { type: 'open-ticket'; draft: TicketDraft }
  | { type: 'add-to-ticket'; ticketId: string; text: string; mediaRefs: string[] }
  /** May come twice for one case: first the mark alone, then the same mark with the words that follow it. */
  | { type: 'rate-ticket'; ticketId: string; rating: 1 | 2 | 3 | 4 | 5; comment: string | null }
  | { type: 'reopen-ticket'; ticketId: string; comment: string | null }
  /** A person shall look at this conversation: the application says `receipt.handed`; it opens a YC case for the dispatchers unless one is open. */
  | { type: 'hand-to-staff'; reason: string }
  | { type: 'save-contact'; name: string | null; phone: string | null }
  /** The application makes the code and says it. */
  | { type: 'issue-link-code' }
  /** The application checks it, joins the identities, and says what happened. */
  | { type: 'redeem-link-code'; code: string }
  | { type: 'stop-messages' }
  /** The resident's personal data shall be deleted; belongs to the case opened just before. The application says where it can be followed. */
  | { type: 'request-deletion' }

/** What a flow says: text keys are resolved by the flow through `pack.text`. */
export type Step<S> =
  | { kind: 'wait'; state: S; say: OutboundContent[]; effects?: Effect[] }
  | { kind: 'done'; say: OutboundContent[]; effects?: Effect[] }
  /** Let the router choose another flow for this message; the state is dropped unless `keep`. */
  | { kind: 'not-mine'; keep: boolean }

export interface Flow<S> {
  readonly id: string
  readonly version: number
  /** Null: stored by a version too old to understand; the conversation starts afresh and says so. */
  parseState(stored: unknown): S | null
  start(turn: Turn): Step<S>
  next(state: S, turn: Turn): Step<S>
  /** Asks again what this state waits for, after something else was answered in between. */
  remind?(state: S, turn: Turn): OutboundContent[]
}

/** A flow whose state type is hidden, as the registry holds it. */
export interface AnyFlow {
  readonly id: string
  readonly version: number
  start(turn: Turn): Step<unknown>
  /** Null: the stored state is not understood any more. */
  resume(stored: unknown, version: number, turn: Turn): Step<unknown> | null
  /** Null: the stored state is not understood any more. */
  remind(stored: unknown, version: number, turn: Turn): OutboundContent[] | null
}

export function anyFlow<S>(flow: Flow<S>): AnyFlow {
  const parse = (stored: unknown, version: number): S | null =>
    version === flow.version ? flow.parseState(stored) : null
  return {
    id: flow.id,
    version: flow.version,
    start: (turn) => flow.start(turn),
    resume: (stored, version, turn) => {
      const state = parse(stored, version)
      return state === null ? null : flow.next(state, turn)
    },
    remind: (stored, version, turn) => {
      const state = parse(stored, version)
      return state === null ? null : (flow.remind?.(state, turn) ?? [])
    },
  }
}
