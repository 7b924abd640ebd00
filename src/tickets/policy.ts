import type { Actor, TicketStatus } from '../core/ticket.ts'
import { type TicketAction, transition } from './lifecycle.ts'

export interface Scope {
  /** Null: every unit. Else only cases that this unit has (or had and must still see). */
  unitId: string | null
  sealed: boolean
}

/** Which cases an actor may read at all. Null: none. */
export function readScope(actor: Actor): Scope | null {
  switch (actor.role) {
    case 'officer':
      return actor.unitId === null ? null : { unitId: actor.unitId, sealed: false }
    case 'dispatcher':
      return { unitId: null, sealed: actor.sealed }
    case 'manager':
      return { unitId: null, sealed: false }
    case 'admin':
      return null
  }
}

export interface CaseForPolicy {
  status: TicketStatus
  unitId: string | null
  sealed: boolean
  coordinating: readonly string[]
}

/** True when the actor may read this case. Coordinating units read it; only the unit in charge changes it. */
export function mayRead(actor: Actor, ticket: CaseForPolicy): boolean {
  const scope = readScope(actor)
  if (scope === null) return false
  if (ticket.sealed && !scope.sealed) return false
  return scope.unitId === null || ticket.unitId === scope.unitId || ticket.coordinating.includes(scope.unitId)
}

/** The wire names of what staff do, with the lifecycle action behind each. */
export const STAFF_ACTIONS = {
  accept: 'accept',
  reply: 'reply',
  ask: 'ask',
  return: 'return',
  transfer: 'transfer',
  resolve: 'resolve',
  route: 'route-to-unit',
  'set-topic': 'set-topic',
  'set-place': 'set-place',
  note: 'note',
  close: 'close',
} as const satisfies Record<string, TicketAction>
export type StaffAction = keyof typeof STAFF_ACTIONS

const OFFICER: readonly StaffAction[] = [
  'accept',
  'reply',
  'ask',
  'return',
  'transfer',
  'resolve',
  'note',
  'set-topic',
  'set-place',
]
const DISPATCHER: readonly StaffAction[] = [
  'accept',
  'reply',
  'ask',
  'route',
  'resolve',
  'set-topic',
  'set-place',
  'note',
  'close',
]

/** What the actor may do to this case now. */
export function allowedActions(actor: Actor, ticket: CaseForPolicy): StaffAction[] {
  if (!mayRead(actor, ticket)) return []
  const byRole = actor.role === 'officer' ? OFFICER : actor.role === 'dispatcher' ? DISPATCHER : []
  if (actor.role === 'officer' && ticket.unitId !== actor.unitId) return []
  return byRole.filter((a) => transition(ticket.status, STAFF_ACTIONS[a]) !== null && sealedAllows(ticket, a))
}

/** A sealed case stays with the named officer: it goes to no unit from here (Luật Tố cáo 2018, protection of the denouncer). */
function sealedAllows(ticket: CaseForPolicy, action: StaffAction): boolean {
  return !ticket.sealed || (action !== 'route' && action !== 'transfer')
}
