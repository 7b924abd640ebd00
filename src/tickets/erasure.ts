import { maskPersonal } from '../core/mask.ts'
import { bare } from '../core/text.ts'
import { deleteTalks, emptyEvents, lockResident } from '../db/queries/erasure.ts'
import { dropCandidatesOf } from '../db/queries/nlu-candidates.ts'
import { lockTicket, settleDeadlines, type TicketRow, updateTicket } from '../db/queries/tickets.ts'
import { announceCase, applyChange, type ChangeActor, type TicketDeps } from './change.ts'
import { transition } from './lifecycle.ts'
import { WORDS_VI } from './words-vi.ts'
import type { Work } from './work.ts'

/**
 * Deletes what names a resident: words, media, contact, addresses, the conversations themselves. Their cases stay as
 * records of the administration with subject, commune, unit, times, state and marks, and without anybody's words but
 * the published result, numbers masked. What is not closed is closed.
 *
 * A sealed case stays whole, with what was said in it and where its sender can be reached: the file of a denunciation
 * must be kept (Luật Tố cáo 2018). Nobody who carries this out learns whether there is one.
 */
export async function eraseResident(
  deps: TicketDeps,
  work: Work,
  input: { residentId: string; actor: ChangeActor },
): Promise<void> {
  const { talks, cases } = await lockResident(work.tx, input.residentId)
  const erased = cases.filter((ticket) => !ticket.sealed)
  await emptyEvents(
    work.tx,
    erased.map((ticket) => ticket.id),
  )
  // Afterwards, so that the reason of this closing stays.
  for (const ticket of erased) await closeAndEmpty(deps, work, { ticket, actor: input.actor })
  await dropCandidatesOf(
    work.tx,
    erased.map((ticket) => ticket.id),
  )
  const keep = cases.filter((ticket) => ticket.sealed).map((ticket) => ticket.id)
  await deleteTalks(work.tx, { residentId: input.residentId, talks, keep, cipher: deps.cipher })
  for (const id of talks) work.announce({ topic: 'conversation', id, conversationId: id })
}

async function closeAndEmpty(
  deps: TicketDeps,
  work: Work,
  { ticket, actor }: { ticket: TicketRow; actor: ChangeActor },
): Promise<void> {
  if (transition(ticket.status, 'close') !== null) {
    const steps = ['first-response', 'resolve'] as const
    await settleDeadlines(work.tx, { ticketId: ticket.id, at: work.now, steps: [...steps], met: 'ended' })
    const data = { reason: WORDS_VI.erasedReason }
    await applyChange(deps, work, ticket, { action: 'close', actor, set: { closedAt: work.now }, data })
  }
  const published = ticket.kind === 'YC' || ticket.resultText === null ? null : maskPersonal(ticket.resultText)
  await updateTicket(work.tx, ticket.id, {
    descriptionSealed: deps.cipher.seal(WORDS_VI.erasedWords),
    contactSealed: null,
    title: WORDS_VI.erasedWords,
    placeText: '',
    searchText: bare(ticket.code),
    lat: null,
    lon: null,
    ratingCommentSealed: null,
    topicGuesses: [],
    routingWhy: [],
    resultText: published,
    unread: false,
    updatedAt: work.now,
  })
  const now = await lockTicket(work.tx, ticket.id)
  if (now !== null) announceCase(work, now)
}
