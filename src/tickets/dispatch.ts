import { lockTicket, type TicketRow } from '../db/queries/tickets.ts'
import { applyChange, SYSTEM, sayText, type TicketDeps, unitName } from './change.ts'
import { RETURNS_BEFORE_DISPATCHER } from './lifecycle.ts'
import { type RoutingDecision, routeCase } from './routing.ts'
import { WORDS_VI } from './words-vi.ts'
import type { Work } from './work.ts'

/**
 * The `ticket.route` job: sends a new or returned case to the responsible unit, or to the dispatchers where topic,
 * place or competence is unclear. Does nothing to a case that has been routed meanwhile.
 */
export async function routeTicket(deps: TicketDeps, work: Work, ticketId: string): Promise<void> {
  const ticket = await lockTicket(work.tx, ticketId)
  if (ticket === null || (ticket.status !== 'received' && ticket.status !== 'returned')) return
  const decision = decide(deps, work, ticket)
  if (decision.kind === 'dispatchers') {
    await applyChange(deps, work, ticket, {
      action: 'route-to-dispatchers',
      actor: SYSTEM,
      set: { unitId: null, routingWhy: decision.why, holderUserId: null, holderName: null },
      data: { reason: decision.why.at(-1) ?? '' },
    })
    deps.events.ticketRouted('dispatcher')
    if (ticket.status === 'received' && (ticket.kind === 'PA' || ticket.kind === 'KN')) {
      await sayText(deps, work, {
        ticket,
        causeKey: `${ticket.id}/triage`,
        key: 'receipt.triage',
        vars: { code: ticket.code },
      })
    }
    return
  }
  await sendToUnit(deps, work, ticket, decision)
  deps.events.ticketRouted('unit')
}

async function sendToUnit(
  deps: TicketDeps,
  work: Work,
  ticket: TicketRow,
  decision: Extract<RoutingDecision, { kind: 'unit' }>,
): Promise<void> {
  const unit = unitName(deps.pack, decision.unitId, WORDS_VI.dispatchers)
  const { ticket: sent } = await applyChange(deps, work, ticket, {
    action: 'route-to-unit',
    actor: SYSTEM,
    set: { unitId: decision.unitId, coordinating: decision.coordinating, routingWhy: decision.why },
    data: { unit, unitId: decision.unitId },
  })
  await sayForwarded(deps, work, sent)
}

/** Tells the resident which unit has the case now. */
export async function sayForwarded(deps: TicketDeps, work: Work, ticket: TicketRow): Promise<void> {
  await sayText(deps, work, {
    ticket,
    causeKey: `${ticket.id}/forwarded/${ticket.version}`,
    key: 'receipt.forwarded',
    vars: { code: ticket.code, unit: unitName(deps.pack, ticket.unitId, WORDS_VI.dispatchers) },
  })
}

function decide(deps: TicketDeps, work: Work, ticket: TicketRow): RoutingDecision {
  if (ticket.sealed) return { kind: 'dispatchers', why: [WORDS_VI.sealedRoute] }
  // A returned case is never sent back by rule alone: the same rule would find the same unit.
  if (ticket.status === 'returned' && ticket.returns >= RETURNS_BEFORE_DISPATCHER) {
    return { kind: 'dispatchers', why: [WORDS_VI.returnedTwice.replace('{n}', String(ticket.returns))] }
  }
  if (ticket.kind === 'YC') return { kind: 'dispatchers', why: [WORDS_VI.handover] }
  const decision = routeCase({
    pack: deps.pack,
    topicId: ticket.topicId,
    localityId: ticket.localityId,
    at: work.now,
    caseKind: ticket.kind,
  })
  if (ticket.status === 'returned' && decision.kind === 'unit' && decision.unitId === ticket.unitId) {
    return { kind: 'dispatchers', why: [...decision.why, WORDS_VI.returnedSame] }
  }
  return decision
}
