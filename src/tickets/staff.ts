import { Refusal } from '../core/errors.ts'
import { effectiveDay, isValidOn } from '../core/pack.ts'
import type { Actor } from '../core/ticket.ts'
import { lockConversation } from '../db/queries/conversations.ts'
import { eventByKey, lockTicketByCode, settleDeadlines, type TicketRow, ticketByCode } from '../db/queries/tickets.ts'
import { rememberCorrection } from './candidates.ts'
import { applyChange, type Change, type ChangeActor, sayText, type TicketDeps, unitName } from './change.ts'
import { sayForwarded } from './dispatch.ts'
import { districtOf } from './filing.ts'
import { allowedActions, mayRead, STAFF_ACTIONS } from './policy.ts'
import { makePromises } from './promises.ts'
import { sayFiles } from './staff-files.ts'
import { WORDS_VI } from './words-vi.ts'
import type { Work } from './work.ts'

/** Words of a person to the resident. */
interface Spoken {
  action: 'reply' | 'ask' | 'resolve'
  text: string
  /** Uploaded to this case by the same person; sent behind the words, in this order. */
  files?: readonly string[] | undefined
}

/** What staff do to a case, as parsed from the wire. */
export type StaffRequest =
  | { action: 'accept' }
  | Spoken
  | { action: 'note'; text: string }
  | { action: 'return' | 'close'; reason: string }
  | { action: 'transfer'; unitId: string; reason: string }
  | { action: 'route'; unitId: string; reason?: string | undefined }
  /** Null: not known, as it may have been before. */
  | { action: 'set-topic'; topicId: string | null }
  | { action: 'set-place'; localityId: string | null }

export interface ActInput {
  actor: Actor
  code: string
  /** The version that the person saw. */
  version: number
  /** The same key does the thing once. */
  idempotencyKey: string
  request: StaffRequest
}

/**
 * One action of a member of staff. Repeating it with the same key changes nothing.
 * @throws Refusal not-found (also: out of scope), forbidden, conflict (changed meanwhile, not now), invalid (unknown unit or topic),
 * conflict also for a file that is gone
 */
export async function act(deps: TicketDeps, work: Work, input: ActInput): Promise<void> {
  // Lock order everywhere: conversation, then case.
  const seen = await ticketByCode(work.tx, input.code)
  if (seen !== null) await lockConversation(work.tx, seen.conversationId)
  const ticket = await lockTicketByCode(work.tx, input.code)
  if (ticket === null) throw new Refusal('not-found', 'ticket.not-found')
  const idempotencyKey = `${input.actor.userId}/${input.idempotencyKey}`
  const done = await eventByKey(work.tx, idempotencyKey)
  // Before the scope is asked: a return or transfer that is repeated has taken the case out of it.
  if (done?.ticketId === ticket.id) return
  if (!mayRead(input.actor, ticket)) throw new Refusal('not-found', 'ticket.not-found')
  if (done !== null) throw new Refusal('conflict', 'ticket.repeated')
  const allowed = allowedActions(input.actor, ticket)
  // Who may do nothing here hears that; who acts on what is no longer so hears that first.
  if (allowed.length > 0 && ticket.version !== input.version) throw new Refusal('conflict', 'ticket.changed-meanwhile')
  if (!allowed.includes(input.request.action)) throw new Refusal('forbidden', 'ticket.not-allowed')
  const actor: ChangeActor = { kind: 'staff', id: input.actor.userId, name: input.actor.name }
  const base = { action: STAFF_ACTIONS[input.request.action], actor, idempotencyKey }
  await perform(deps, work, { ticket, actor: input.actor, request: input.request, base })
}

interface Performing {
  ticket: TicketRow
  actor: Actor
  request: StaffRequest
  base: Pick<Change, 'action' | 'actor' | 'idempotencyKey'>
}

async function perform(deps: TicketDeps, work: Work, p: Performing): Promise<void> {
  const { request, ticket, base, actor } = p
  const holder = { holderUserId: actor.userId, holderName: actor.name, unread: false }
  switch (request.action) {
    case 'accept': {
      // A denunciation's time to resolve runs from its acceptance (Luật Tố cáo 2018, Điều 30).
      const promised = await makePromises(deps, work, ticket, ['resolve'], 'accepted')
      await applyChange(deps, work, ticket, {
        ...base,
        set: { ...holder, ...(promised === null ? {} : { dueAt: promised }) },
      })
      return
    }
    case 'note':
      await applyChange(deps, work, ticket, { ...base, text: request.text })
      return
    case 'set-topic':
      return setTopic(deps, work, { ...p, topicId: request.topicId })
    case 'set-place':
      return setPlace(deps, work, { ...p, localityId: request.localityId })
    case 'reply':
    case 'ask':
    case 'resolve':
      return speak(deps, work, { ...p, request, set: holder })
    case 'return':
      return giveBack(deps, work, { ...p, reason: request.reason })
    case 'close':
      await settleDeadlines(work.tx, {
        ticketId: ticket.id,
        at: work.now,
        steps: ['first-response', 'resolve'],
        met: 'ended',
      })
      await applyChange(deps, work, ticket, { ...base, set: { closedAt: work.now }, data: { reason: request.reason } })
      return
    case 'transfer':
    case 'route':
      return moveTo(deps, work, { ...p, unitId: request.unitId, reason: request.reason ?? WORDS_VI.dispatcherChose })
  }
}

async function setTopic(deps: TicketDeps, work: Work, p: Performing & { topicId: string | null }): Promise<void> {
  const { ticket, actor, topicId } = p
  const topic = topicId === null ? WORDS_VI.noTopic : deps.pack.topics.get(topicId)?.nameVi
  if (topic === undefined) throw new Refusal('invalid', 'ticket.unknown-topic')
  await applyChange(deps, work, ticket, { ...p.base, set: { topicId }, data: { topicId, from: ticket.topicId, topic } })
  await rememberCorrection(work, { ticket, actor, field: 'topic', from: ticket.topicId, to: topicId })
}

async function setPlace(deps: TicketDeps, work: Work, p: Performing & { localityId: string | null }): Promise<void> {
  const { ticket, actor, localityId } = p
  const place = localityId === null ? WORDS_VI.noPlace : deps.pack.localities.get(localityId)?.nameVi
  if (place === undefined) throw new Refusal('invalid', 'ticket.unknown-place')
  await applyChange(deps, work, ticket, {
    ...p.base,
    set: { localityId, districtId: districtOf(deps.pack, localityId) },
    data: { localityId, from: ticket.localityId, place },
  })
  await rememberCorrection(work, { ticket, actor, field: 'place', from: ticket.localityId, to: localityId })
}

const SPOKEN = { reply: 'receipt.staffReplied', ask: 'receipt.staffAsked', resolve: 'receipt.resolved' } as const

async function speak(
  deps: TicketDeps,
  work: Work,
  p: Omit<Performing, 'request'> & { request: Spoken; set: NonNullable<Change['set']> },
): Promise<void> {
  const { ticket, request, actor } = p
  const files = request.files ?? []
  const resolves = request.action === 'resolve'
  const { ticket: next, eventId } = await applyChange(deps, work, ticket, {
    ...p.base,
    set: {
      ...p.set,
      // A sealed case's result is told to its sender alone: it stays in the sealed event.
      ...(resolves ? { answeredAt: work.now, resultText: ticket.sealed ? null : request.text } : {}),
    },
    text: request.text,
    ...(files.length === 0 ? {} : { data: { files: files.length } }),
    answersResident: true,
  })
  await settleDeadlines(work.tx, {
    ticketId: ticket.id,
    at: work.now,
    steps: resolves ? ['first-response', 'resolve'] : ['first-response'],
    met: 'met',
  })
  const unit = unitName(deps.pack, actor.unitId, WORDS_VI.dispatchers)
  const saying = { ticket: next, causeKey: `${eventId}/said`, staff: { userId: actor.userId, unitName: unit } }
  const vars = { code: ticket.code, unit, text: request.text }
  await sayText(deps, work, { ...saying, key: SPOKEN[request.action], vars })
  await sayFiles(deps, work, { ids: files, saying })
  if (resolves) await deps.afterResolved(work, next)
}

async function giveBack(deps: TicketDeps, work: Work, p: Performing & { reason: string }): Promise<void> {
  const { ticket: next } = await applyChange(deps, work, p.ticket, {
    ...p.base,
    set: { returns: p.ticket.returns + 1, holderUserId: null, holderName: null },
    data: { reason: p.reason, unitId: p.ticket.unitId },
  })
  work.nudge('ticket.route', { ticketId: next.id }, { key: `route-${next.id}-${next.version}` })
}

async function moveTo(deps: TicketDeps, work: Work, p: Performing & { unitId: string; reason: string }): Promise<void> {
  const unit = deps.pack.units.get(p.unitId)
  // A unit that is no more on the pack's day cannot work on anything.
  if (unit === undefined || !isValidOn(unit, effectiveDay(deps.pack, work.now))) {
    throw new Refusal('invalid', 'ticket.unknown-unit')
  }
  if (p.ticket.unitId === p.unitId) throw new Refusal('invalid', 'ticket.same-unit')
  const { ticket: next } = await applyChange(deps, work, p.ticket, {
    ...p.base,
    set: {
      unitId: p.unitId,
      coordinating: p.ticket.coordinating.filter((c) => c !== p.unitId),
      routingWhy: [...p.ticket.routingWhy, p.reason].slice(-10),
      holderUserId: null,
      holderName: null,
      unread: true,
    },
    data: { reason: p.reason, unit: unit.nameVi, unitId: p.unitId },
  })
  await sayForwarded(deps, work, next)
}
