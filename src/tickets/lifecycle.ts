import type { TicketEventType, TicketStatus } from '../core/ticket.ts'

export type TicketAction =
  | 'route-to-unit'
  | 'route-to-dispatchers'
  | 'accept'
  | 'reply'
  | 'ask'
  | 'citizen-writes'
  | 'return'
  | 'transfer'
  | 'resolve'
  | 'rate'
  | 'reopen'
  | 'close'
  | 'note'
  | 'set-topic'
  | 'set-place'

interface Transition {
  next: TicketStatus
  event: TicketEventType
}
type Table = { readonly [S in TicketStatus]: Partial<Record<TicketAction, Transition>> }

const work = {
  reply: { next: 'accepted', event: 'replied' },
  ask: { next: 'waiting-citizen', event: 'asked' },
  return: { next: 'returned', event: 'returned' },
  transfer: { next: 'dispatched', event: 'transferred' },
  resolve: { next: 'answered', event: 'resolved' },
} as const satisfies Partial<Record<TicketAction, Transition>>

function stay(status: TicketStatus): Partial<Record<TicketAction, Transition>> {
  return {
    'citizen-writes': { next: status, event: 'citizen-wrote' },
    note: { next: status, event: 'note' },
    'set-topic': { next: status, event: 'topic-changed' },
    'set-place': { next: status, event: 'place-changed' },
  }
}

const route = {
  'route-to-unit': { next: 'dispatched', event: 'routed' },
  'route-to-dispatchers': { next: 'triaged', event: 'triaged' },
} as const satisfies Partial<Record<TicketAction, Transition>>

const close: Transition = { next: 'closed', event: 'closed' }
const accept: Transition = { next: 'accepted', event: 'accepted' }

/** The one table of what may happen to a case, and what it becomes. */
export const LIFECYCLE: Table = {
  received: { ...stay('received'), ...route, close },
  triaged: {
    ...stay('triaged'),
    ...route,
    reply: { next: 'triaged', event: 'replied' },
    accept,
    ask: work.ask,
    resolve: work.resolve,
    close,
  },
  dispatched: {
    ...stay('dispatched'),
    ...work,
    'route-to-unit': work.transfer,
    'route-to-dispatchers': route['route-to-dispatchers'],
    accept,
    close,
  },
  accepted: {
    ...stay('accepted'),
    ...work,
    'route-to-unit': work.transfer,
    'route-to-dispatchers': route['route-to-dispatchers'],
    close,
  },
  'waiting-citizen': {
    ...stay('waiting-citizen'),
    ...work,
    'citizen-writes': { next: 'accepted', event: 'citizen-wrote' },
    'route-to-unit': work.transfer,
    close,
  },
  returned: { ...stay('returned'), ...route, close },
  answered: {
    ...stay('answered'),
    reply: { next: 'answered', event: 'replied' },
    rate: { next: 'answered', event: 'rated' },
    reopen: { next: 'reopened', event: 'reopened' },
    close,
  },
  reopened: { ...stay('reopened'), ...work, ...route, accept, close },
  closed: {
    ...stay('closed'),
    rate: { next: 'closed', event: 'rated' },
    reopen: { next: 'reopened', event: 'reopened' },
  },
}

/** What `action` makes of a case in `status`; null: it may not happen. */
export function transition(status: TicketStatus, action: TicketAction): Transition | null {
  return LIFECYCLE[status][action] ?? null
}

/** After this many returns the dispatchers decide (issue of competence between units). */
export const RETURNS_BEFORE_DISPATCHER = 2
