import { storable } from '../core/text.ts'
import { attachMedia, lockTicket, settleDeadlines, type TicketRow } from '../db/queries/tickets.ts'
import { applyChange, RESIDENT, SYSTEM, sayText, type TicketDeps } from './change.ts'
import { makePromises } from './promises.ts'
import type { Work } from './work.ts'

/** A resident's words or photos for a case of theirs. The unit sees it as unread. Null: no such case of this resident. */
export async function addFromResident(
  deps: TicketDeps,
  work: Work,
  input: { ticketId: string; residentId: string; inboundId: string; text: string; mediaRefs: readonly string[] },
): Promise<TicketRow | null> {
  const ticket = await own(work, input)
  if (ticket === null) return null
  const { ticket: next } = await applyChange(deps, work, ticket, {
    action: 'citizen-writes',
    actor: RESIDENT,
    set: { unread: true },
    text: input.text,
    idempotencyKey: `wrote/${input.inboundId}/${ticket.id}`,
  })
  await attachMedia(work.tx, ticket.id, input.mediaRefs)
  return next
}

/** 1..5 and a word. 3 and more closes the case; less leaves it for the resident to reopen. */
export async function rate(
  deps: TicketDeps,
  work: Work,
  input: { ticketId: string; residentId: string; rating: 1 | 2 | 3 | 4 | 5; comment: string | null },
): Promise<void> {
  const ticket = await own(work, input)
  if (ticket === null || (ticket.status !== 'answered' && ticket.status !== 'closed')) return
  const { ticket: rated } = await applyChange(deps, work, ticket, {
    action: 'rate',
    actor: RESIDENT,
    set: {
      rating: input.rating,
      ...(input.comment === null ? {} : { ratingCommentSealed: deps.cipher.seal(storable(input.comment)) }),
    },
    data: { rating: input.rating },
  })
  if (input.rating >= 3 && rated.status === 'answered') {
    await applyChange(deps, work, rated, {
      action: 'close',
      actor: RESIDENT,
      set: { closedAt: work.now },
      data: { reason: 'rated' },
    })
  }
}

/** "Chưa hài lòng": the unit that answered works on it again, with a new promise. */
export async function reopen(
  deps: TicketDeps,
  work: Work,
  input: { ticketId: string; residentId: string; comment: string | null },
): Promise<void> {
  const ticket = await own(work, input)
  if (ticket === null || (ticket.status !== 'answered' && ticket.status !== 'closed')) return
  await settleDeadlines(work.tx, { ticketId: ticket.id, at: work.now, steps: ['resolve'], met: 'ended' })
  const dueAt = await makePromises(deps, work, ticket, ['resolve'])
  const { ticket: next } = await applyChange(deps, work, ticket, {
    action: 'reopen',
    actor: RESIDENT,
    set: { answeredAt: null, closedAt: null, resultText: null, dueAt, unread: true },
    ...(input.comment === null ? {} : { text: input.comment }),
  })
  await sayText(deps, work, {
    ticket: next,
    causeKey: `${next.id}/reopened/${next.version}`,
    key: 'receipt.reopened',
    vars: { code: next.code },
  })
}

/** Nobody contested the answer for a week: nothing more is awaited. */
export async function closeSilently(
  deps: TicketDeps,
  work: Work,
  input: { ticketId: string; before: Date },
): Promise<void> {
  const ticket = await lockTicket(work.tx, input.ticketId)
  if (ticket === null || ticket.status !== 'answered' || ticket.answeredAt === null) return
  if (ticket.answeredAt >= input.before) return
  await applyChange(deps, work, ticket, {
    action: 'close',
    actor: SYSTEM,
    set: { closedAt: work.now },
    data: { reason: 'silent' },
  })
}

async function own(work: Work, input: { ticketId: string; residentId: string }): Promise<TicketRow | null> {
  const ticket = await lockTicket(work.tx, input.ticketId)
  return ticket !== null && ticket.residentId === input.residentId ? ticket : null
}
