import { type BlobStore, thumbnailId } from '../core/blob-store.ts'
import type { Clock } from '../core/clock.ts'
import { MINUTE } from '../core/durations.ts'
import { Refusal } from '../core/errors.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { Actor } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { type Attachment, attachmentById, attachmentsOfTicket } from '../db/queries/attachments.ts'
import { logAccess, loggedSince } from '../db/queries/audit.ts'
import {
  type CaseQuery,
  type Cursor,
  countCases,
  listCases,
  type ReadScope,
  type Times,
} from '../db/queries/case-list.ts'
import { readConversation, type Said } from '../db/queries/conversation-view.ts'
import { unsentStaffFiles } from '../db/queries/staff-files.ts'
import {
  addressOf,
  type DeadlineRow,
  deadlinesOf,
  eventsOf,
  markTicketRead,
  type TicketEventRow,
  type TicketRow,
  ticketByCode,
  ticketById,
} from '../db/queries/tickets.ts'
import { addWorkingMinutes, workingMinutesBetween } from './clock/working-time.ts'
import { allowedActions, mayRead, readScope, type StaffAction } from './policy.ts'

/** Counts stop here: more is "at least". */
const COUNT_MOST = 10_000
/** One working day. */
const SOON = 450
/** Looks of one person at one sealed case within this time are one look. */
const ONE_LOOK = 10 * MINUTE
const CONVERSATION_LIMIT = 200

export interface CaseReaderDeps {
  db: Db
  cipher: FieldCipher
  blobs: BlobStore
  pack: ProvincePack
  clock: Clock
}

export interface CaseDetails {
  ticket: TicketRow
  description: string
  attachments: Attachment[]
  /** What the reader uploaded to this case and has not sent. */
  unsentFiles: Attachment[]
  conversation: Said[]
  events: { row: TicketEventRow; text: string | null }[]
  deadlines: DeadlineRow[]
  actions: StaffAction[]
  contact: { name: string | null; phone: string | null }
  ratingComment: string | null
  lastInboundAt: Date | null
  now: Date
}

export interface CaseReader {
  list(
    actor: Actor,
    input: { query: CaseQuery; cursor: Cursor | null; limit: number },
  ): Promise<{
    rows: TicketRow[]
    next: Cursor | null
    now: Date
  }>
  counts(actor: Actor, query: CaseQuery, tabs: readonly NonNullable<CaseQuery['tab']>[]): Promise<Map<string, number>>
  /** @throws Refusal('not-found') also for what is out of the actor's scope */
  detail(actor: Actor, code: string): Promise<CaseDetails>
  /** Contact data; the look is logged. */
  reveal(actor: Actor, code: string): Promise<{ name: string | null; phone: string | null; channelName: string | null }>
  /** Null: no such file, out of the actor's scope, or (thumbnail) it has none. */
  attachment(
    actor: Actor,
    id: string,
    size: 'whole' | 'thumbnail',
  ): Promise<{ bytes: Uint8Array; contentType: string; name: string | null } | null>
  /** Null: no such case. Nothing personal, nothing of sealed words. */
  publicCase(code: string): Promise<{ ticket: TicketRow; events: TicketEventRow[] } | null>
  /** May this person hear of changes of a case of this unit? */
  hears(actor: Actor, event: { topic: string; unitId?: string | null; along?: readonly string[] }): boolean
}

/** Everything that is read of cases; scope by unit and role is applied here, below HTTP. */
export function createCaseReader(deps: CaseReaderDeps): CaseReader {
  return {
    list: async (actor, input) => {
      const times = timesAt(deps)
      const scope = readScope(actor)
      if (scope === null) return { rows: [], next: null, now: times.now }
      return { ...(await listCases(deps.db.orm, { scope, times, ...input })), now: times.now }
    },
    counts: async (actor, query, tabs) => {
      const scope = readScope(actor)
      const times = timesAt(deps)
      const counted = await Promise.all(
        tabs.map(async (tab) => {
          const one = { scope: scope ?? NOBODY, query: { ...query, tab }, times, most: COUNT_MOST }
          return [tab, scope === null ? 0 : await countCases(deps.db.orm, one)] as const
        }),
      )
      return new Map(counted)
    },
    detail: (actor, code) => detail(deps, actor, code),
    reveal: (actor, code) => reveal(deps, actor, code),
    attachment: (actor, id, size) => attachment(deps, { actor, id, size }),
    publicCase: async (code) => {
      const ticket = await ticketByCode(deps.db.orm, code)
      return ticket === null ? null : { ticket, events: await eventsOf(deps.db.orm, ticket.id) }
    },
    hears: (actor, event) => {
      const scope = readScope(actor)
      if (scope === null) return false
      if (event.topic === 'sealed-case') return scope.sealed
      return (
        event.topic === 'case' &&
        (scope.unitId === null || scope.unitId === event.unitId || (event.along ?? []).includes(scope.unitId))
      )
    },
  }
}

const NOBODY: ReadScope = { unitId: '-', sealed: false }

function timesAt(deps: CaseReaderDeps): Times {
  const now = deps.clock.now()
  return { now, soon: addWorkingMinutes(now, SOON, deps.pack.calendar) }
}

async function readable(deps: CaseReaderDeps, actor: Actor, code: string): Promise<TicketRow> {
  const ticket = await ticketByCode(deps.db.orm, code)
  if (ticket === null || !mayRead(actor, ticket)) throw new Refusal('not-found', 'ticket.not-found')
  return ticket
}

async function detail(deps: CaseReaderDeps, actor: Actor, code: string): Promise<CaseDetails> {
  const ticket = await readable(deps, actor, code)
  const now = deps.clock.now()
  if (ticket.sealed) await logLook(deps, actor, ticket, now)
  const { orm } = deps.db
  const actions = allowedActions(actor, ticket)
  const [conversation, events, deadlines, attachments, unsentFiles, address] = await Promise.all([
    readConversation(orm, {
      cipher: deps.cipher,
      conversationId: ticket.conversationId,
      ticketId: ticket.id,
      limit: CONVERSATION_LIMIT,
    }),
    eventsOf(orm, ticket.id),
    deadlinesOf(orm, ticket.id),
    attachmentsOfTicket(orm, deps.cipher, ticket.id),
    actions.length === 0 ? [] : unsentStaffFiles(orm, deps.cipher, { ticketId: ticket.id, userId: actor.userId }),
    addressOf(orm, ticket.conversationId),
  ])
  // Only whoever works on the case makes it read; a manager's look changes nothing.
  if (ticket.unread && actions.length > 0) await markTicketRead(orm, ticket.id)
  return {
    ticket,
    description: deps.cipher.open(ticket.descriptionSealed),
    attachments,
    unsentFiles,
    conversation,
    events: events.map((row) => ({ row, text: row.textSealed === null ? null : deps.cipher.open(row.textSealed) })),
    deadlines,
    actions,
    contact: contactOf(deps, ticket),
    ratingComment: ticket.ratingCommentSealed === null ? null : deps.cipher.open(ticket.ratingCommentSealed),
    lastInboundAt: address?.lastInboundAt ?? null,
    now,
  }
}

async function logLook(deps: CaseReaderDeps, actor: Actor, ticket: TicketRow, now: Date): Promise<void> {
  const look = { userId: actor.userId, action: 'open-sealed', ticketId: ticket.id } as const
  const recent = await loggedSince(deps.db.orm, { ...look, since: new Date(now.getTime() - ONE_LOOK) })
  if (!recent) await logAccess(deps.db.orm, { ...look, at: now, userName: actor.name })
}

async function reveal(
  deps: CaseReaderDeps,
  actor: Actor,
  code: string,
): Promise<{ name: string | null; phone: string | null; channelName: string | null }> {
  const ticket = await readable(deps, actor, code)
  // Reading contact data serves work on the case: managers and coordinating units do not need it.
  if (allowedActions(actor, ticket).length === 0) throw new Refusal('forbidden', 'ticket.no-contact')
  if (ticket.anonymous) return { name: null, phone: null, channelName: null }
  const address = await addressOf(deps.db.orm, ticket.conversationId)
  await logAccess(deps.db.orm, {
    at: deps.clock.now(),
    userId: actor.userId,
    userName: actor.name,
    action: 'reveal-contact',
    ticketId: ticket.id,
  })
  const named = address?.displayNameSealed ?? null
  return { ...contactOf(deps, ticket), channelName: named === null ? null : deps.cipher.open(named) }
}

async function attachment(
  deps: CaseReaderDeps,
  { actor, id, size }: { actor: Actor; id: string; size: 'whole' | 'thumbnail' },
): Promise<{ bytes: Uint8Array; contentType: string; name: string | null } | null> {
  const row = await attachmentById(deps.db.orm, deps.cipher, id)
  if (row === null || row.ticketId === null || row.state !== 'stored') return null
  // A draft is its writer's.
  if (row.inboundId === null && row.outboundId === null && row.uploadedBy !== actor.userId) return null
  const ticket = await ticketById(deps.db.orm, row.ticketId)
  if (ticket === null || !mayRead(actor, ticket)) return null
  if (ticket.sealed) await logLook(deps, actor, ticket, deps.clock.now())
  if (size === 'thumbnail' && !row.thumbnail) return null
  const bytes = await deps.blobs.get(size === 'thumbnail' ? thumbnailId(id) : id)
  if (bytes === null) return null
  const contentType = size === 'thumbnail' ? 'image/webp' : (row.contentType ?? 'application/octet-stream')
  return { bytes, contentType, name: row.name }
}

function contactOf(deps: CaseReaderDeps, ticket: TicketRow): { name: string | null; phone: string | null } {
  if (ticket.contactSealed === null) return { name: null, phone: null }
  const contact = JSON.parse(deps.cipher.open(ticket.contactSealed)) as { name: string | null; phone: string | null }
  return { name: contact.name, phone: contact.phone }
}

/** Working minutes left until due; null when nothing runs. */
export function minutesLeft(deps: { pack: ProvincePack }, ticket: TicketRow, now: Date): number | null {
  if (ticket.dueAt === null || ticket.answeredAt !== null || ticket.closedAt !== null) return null
  return Math.floor(workingMinutesBetween(now, ticket.dueAt, deps.pack.calendar))
}
