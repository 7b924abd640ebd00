import { momentVi } from '../core/format-vi.ts'
import {
  attachConversation,
  insertEvent,
  insertTicket,
  lockTicket,
  type TicketRow,
  updateTicket,
} from '../db/queries/tickets.ts'
import { announceCase, sayText, type TicketDeps } from './change.ts'
import { type FilingInput, newTicketRow } from './filing.ts'
import { makePromises } from './promises.ts'
import type { Work } from './work.ts'

const CODE_TRIES = 5

export interface FileInput extends Omit<FilingInput, 'modelVersion'> {
  /** Messages from here on belong to the case. */
  since: Date
  /** Messages whose photos belong to it. */
  inboundIds: readonly string[]
}

/**
 * Files a case: row, event, promises, receipt; routing follows as a job. The same `causeKey` files once and answers
 * with the case it made then.
 */
export async function fileTicket(deps: TicketDeps, work: Work, input: FileInput): Promise<TicketRow> {
  const { ticket, known } = await insertWithFreeCode(deps, work, input)
  if (known) return ticket
  await insertEvent(work.tx, {
    ticketId: ticket.id,
    idempotencyKey: `filed/${ticket.id}`,
    type: 'filed',
    at: work.now,
    actorKind: 'resident',
    fromStatus: null,
    toStatus: 'received',
    unitId: null,
    workingMinutes: 0,
    data: {},
    demo: ticket.demo,
  })
  const dueAt = await makePromises(deps, work, ticket, ['first-response', 'resolve'])
  await updateTicket(work.tx, ticket.id, { dueAt })
  await attachConversation(work.tx, {
    ticketId: ticket.id,
    sealed: ticket.sealed,
    conversationId: ticket.conversationId,
    since: input.since,
    inboundIds: input.inboundIds,
  })
  const filed = { ...ticket, dueAt, version: ticket.version + 1 }
  await sayReceipt(deps, work, filed)
  announceCase(work, filed)
  work.nudge('ticket.route', { ticketId: ticket.id }, { key: `route-${ticket.id}-0` })
  deps.events.ticketFiled(ticket.kind)
  return filed
}

async function insertWithFreeCode(
  deps: TicketDeps,
  work: Work,
  input: FileInput,
): Promise<{ ticket: TicketRow; known: boolean }> {
  for (let i = 0; i < CODE_TRIES; i++) {
    const row = newTicketRow(deps.pack, deps.cipher, { ...input, modelVersion: deps.modelVersion })
    const result = await insertTicket(work.tx, row)
    if (result.kind === 'code-taken') continue
    const id = result.kind === 'known' ? result.ticketId : row.id
    const ticket = await lockTicket(work.tx, id)
    if (ticket === null) throw new Error('a case vanished while it was filed')
    return { ticket, known: result.kind === 'known' }
  }
  throw new Error('no free case code found')
}

async function sayReceipt(deps: TicketDeps, work: Work, ticket: TicketRow): Promise<void> {
  const { code } = ticket
  const link = `${deps.publicUrl}/phieu/${code}`
  const base = { ticket, causeKey: `${ticket.id}/receipt` }
  if (ticket.sealed) return sayText(deps, work, { ...base, key: 'receipt.sealed', vars: { code } })
  if (ticket.kind === 'YC') return sayText(deps, work, { ...base, key: 'receipt.handed', vars: { code } })
  if (ticket.dueAt === null) return sayText(deps, work, { ...base, key: 'receipt.filedNoDue', vars: { code, link } })
  const due = momentVi(ticket.dueAt, deps.pack.timeZone)
  return sayText(deps, work, { ...base, key: 'receipt.filed', vars: { code, due, link } })
}
