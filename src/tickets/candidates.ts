import { Refusal } from '../core/errors.ts'
import { bare } from '../core/text.ts'
import type { Actor } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { logAccess } from '../db/queries/audit.ts'
import {
  type CandidateRow,
  candidateOf,
  candidatesSince,
  countCandidates,
  dropCandidate,
  saveCandidate,
} from '../db/queries/nlu-candidates.ts'
import type { TicketRow } from '../db/queries/tickets.ts'
import type { Work } from './work.ts'

/** A person's word against the machine's, about one case. */
export interface Correction {
  /** As it was before this correction. */
  ticket: TicketRow
  actor: Actor
  field: CandidateRow['field']
  /** Null: nobody knows. */
  from: string | null
  to: string | null
}

/**
 * Remembers a correction for review, in the transaction of its event. Words of a denunciation and requests for a
 * person are no material. Back to what was filed, or to nothing: what was remembered is taken back.
 */
export async function rememberCorrection(work: Work, { ticket, actor, field, from, to }: Correction): Promise<void> {
  if (ticket.sealed || ticket.kind === 'TC' || ticket.kind === 'YC') return
  const key = { ticketId: ticket.id, field }
  const known = await candidateOf(work.tx, key)
  const predicted = known === undefined ? from : known.predicted
  if (to === null || to === predicted) return dropCandidate(work.tx, key)
  await saveCandidate(work.tx, {
    ...key,
    textSealed: ticket.descriptionSealed,
    guesses: field === 'topic' ? ticket.topicGuesses : [],
    predicted,
    corrected: to,
    byUserId: actor.userId,
    byName: actor.name,
    at: work.now,
    modelVersion: ticket.modelVersion,
    demo: ticket.demo,
  })
}

/** A row for `data/nlu`, once a person has read it: what the loader asks for, and what the reviewer wants to know. */
export interface ExportedCandidate {
  text: string
  intent: 'report_issue' | 'suggest'
  topic: string | null
  place: string | null
  urgency: TicketRow['urgency']
  form: 'clean' | 'bare'
  source: 'correction'
  /** The loader refuses rows that still carry it. */
  status: 'to-review'
  corrected: CandidateRow['field']
  predicted: string | null
  guesses: CandidateRow['guesses']
  model: string | null
}

export interface CandidateDeps {
  db: Db
  cipher: FieldCipher
  /** Hides who and where exactly; `known`: names and numbers of the case's own contact. */
  mask(text: string, known: readonly string[]): string
}

const PAGE = 200

/** The candidates since, oldest first, masked; read page by page. Sealed and demonstration cases never. */
export async function* exportCandidates(deps: CandidateDeps, since: Date): AsyncGenerator<ExportedCandidate> {
  let after: Pick<CandidateRow, 'at' | 'id'> | null = null
  for (;;) {
    const page = await candidatesSince(deps.db.orm, { since, after, limit: PAGE })
    for (const row of page) yield exported(deps, row)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.candidate
  }
}

function exported(
  { cipher, mask }: CandidateDeps,
  { candidate, ticket }: { candidate: CandidateRow; ticket: TicketRow },
): ExportedCandidate {
  const words = cipher.open(candidate.textSealed)
  const contact = ticket.contactSealed === null ? {} : (JSON.parse(cipher.open(ticket.contactSealed)) as object)
  const known = Object.values(contact).filter((v): v is string => typeof v === 'string' && v !== '')
  return {
    text: mask(words, known),
    intent: ticket.kind === 'KN' ? 'suggest' : 'report_issue',
    topic: ticket.topicId,
    place: ticket.localityId,
    urgency: ticket.urgency,
    form: words.toLowerCase() === bare(words) ? 'bare' : 'clean',
    source: 'correction',
    status: 'to-review',
    corrected: candidate.field,
    predicted: candidate.predicted,
    guesses: candidate.guesses,
    model: candidate.modelVersion,
  }
}

/** For administrators: how many there are. */
export async function candidateCount(db: Db, actor: Actor, since: Date): Promise<number> {
  onlyAdmin(actor)
  return countCandidates(db.orm, since)
}

/** For administrators; that it was taken is recorded before the first row goes out. */
export async function takeCandidates(
  deps: CandidateDeps,
  input: { actor: Actor; since: Date; now: Date },
): Promise<AsyncGenerator<ExportedCandidate>> {
  onlyAdmin(input.actor)
  await logAccess(deps.db.orm, {
    at: input.now,
    userId: input.actor.userId,
    userName: input.actor.name,
    action: 'export-corrections',
    data: { since: input.since.toISOString() },
  })
  return exportCandidates(deps, input.since)
}

function onlyAdmin(actor: Actor): void {
  if (actor.role !== 'admin') throw new Refusal('forbidden', 'corrections.not-allowed')
}
