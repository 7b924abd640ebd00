import { randomInt } from 'node:crypto'
import { Refusal } from '../core/errors.ts'
import { type Actor, OPEN_STATUSES } from '../core/ticket.ts'
import type { Db, Executor } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import { logAccess } from '../db/queries/audit.ts'
import {
  type DataRequestRow,
  dataRequestByCode,
  listDataRequests,
  lockDataRequest,
  lookupsToDo,
  saveDataRequest,
  takeDataRequest,
} from '../db/queries/data-requests.ts'
import { caseCodesOf, type Footprint, footprintOf, residentAt } from '../db/queries/erasure.ts'
import { ticketByCode } from '../db/queries/tickets.ts'
import type { TicketDeps } from './change.ts'
import { eraseResident } from './erasure.ts'
import type { Work } from './work.ts'

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LIST_LIMIT = 200
/** Meta is asked this often at most; the rounds of the sweep are a minute apart. */
const LOOKUPS = 5
const LOOKUPS_A_ROUND = 10

/** `XD-` and twelve signs: some 10^17, so that nobody finds another's by guessing. */
export function drawRequestCode(): string {
  return `XD-${Array.from({ length: 12 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')}`
}

/** A code as somebody typed it; null: it cannot be one. */
export function readRequestCode(typed: string): string | null {
  const code = typed.trim().toUpperCase()
  return /^XD-[2-9A-HJKMNP-Z]{12}$/.test(code) ? code : null
}

/** Meta's callback: durable when resolved. The same request, and a further one while one is open, have one code. */
export async function takePlatformRequest(
  deps: { db: Db; cipher: FieldCipher; now: Date },
  request: { appScopedId: string; key: string },
): Promise<string> {
  const { cipher, db, now } = deps
  const row = await takeDataRequest(db.orm, {
    code: drawRequestCode(),
    requestKey: cipher.fingerprint(`messenger-request/${request.key}`),
    source: 'messenger',
    subjectKey: cipher.fingerprint(`messenger-app-user/${request.appScopedId}`),
    appScopedSealed: cipher.seal(request.appScopedId),
    lookup: 'todo',
    receivedAt: now,
  })
  return row.code
}

/** A resident asked by chat. The code with which the state can be looked up. */
export async function takeResidentRequest(
  deps: Pick<TicketDeps, 'cipher'>,
  work: Work,
  input: { residentId: string; ticketId: string | null; inboundId: string },
): Promise<string> {
  const row = await takeDataRequest(work.tx, {
    code: drawRequestCode(),
    requestKey: deps.cipher.fingerprint(`chat-request/${input.inboundId}`),
    source: 'chat',
    subjectKey: deps.cipher.fingerprint(`resident/${input.residentId}`),
    residentId: input.residentId,
    ticketId: input.ticketId,
    lookup: 'found',
    receivedAt: work.now,
  })
  return row.code
}

/** What anybody may know who has the code. */
export async function requestState(
  db: Db,
  code: string,
): Promise<Pick<DataRequestRow, 'code' | 'state' | 'receivedAt' | 'settledAt'> | null> {
  const row = await dataRequestByCode(db.orm, code)
  return row === null
    ? null
    : { code: row.code, state: row.state, receivedAt: row.receivedAt, settledAt: row.settledAt }
}

export type FindPerson = (
  appScopedId: string,
  signal: AbortSignal,
) => Promise<{ kind: 'found'; account: string; address: string } | { kind: 'unknown' } | { kind: 'no-answer' }>

/** Asks the platform whose data is meant, where it can be asked; a person decides all the same. Bounded, repeatable. */
export async function lookUpPersons(
  deps: { db: Db; cipher: FieldCipher; find: FindPerson },
  signal: AbortSignal,
): Promise<void> {
  const { db, cipher } = deps
  for (const row of await lookupsToDo(db.orm, { most: LOOKUPS, limit: LOOKUPS_A_ROUND })) {
    if (row.appScopedSealed === null || signal.aborted) continue
    const found = await deps.find(cipher.open(row.appScopedSealed), signal)
    const lookups = row.lookups + 1
    if (found.kind === 'no-answer') {
      await saveDataRequest(db.orm, row.id, { lookups, ...(lookups >= LOOKUPS ? { lookup: 'no-answer' } : {}) })
      continue
    }
    const residentId = found.kind === 'found' ? await residentAt(db.orm, { channel: 'messenger', ...found }) : null
    await saveDataRequest(db.orm, row.id, {
      lookups,
      lookup: residentId === null ? 'unknown' : 'found',
      residentId,
    })
  }
}

/** Dispatchers and administrators answer for the desk's data as a whole. */
function mayHandle(actor: Actor): void {
  if (actor.role !== 'dispatcher' && actor.role !== 'admin') throw new Refusal('forbidden', 'data-request.not-allowed')
}

export async function listRequests(
  db: Db,
  actor: Actor,
): Promise<{ request: DataRequestRow; caseCode: string | null }[]> {
  mayHandle(actor)
  return listDataRequests(db.orm, LIST_LIMIT)
}

export type Preview = Footprint & { openCases: string[] }

/**
 * What would be deleted, before it is.
 * @param caseCode a case of the person's, where the request does not say whose data is meant
 * @throws Refusal not-found (no such request), invalid (nobody known by that)
 */
export async function previewRequest(
  db: Db,
  input: { actor: Actor; code: string; caseCode: string | null },
): Promise<Preview> {
  mayHandle(input.actor)
  const row = await dataRequestByCode(db.orm, input.code)
  if (row === null) throw new Refusal('not-found', 'data-request.not-found')
  const residentId = await personOf(db.orm, row, input.caseCode)
  return { ...(await footprintOf(db.orm, residentId)), openCases: await caseCodesOf(db.orm, residentId, OPEN_STATUSES) }
}

/** By the request, else by a case. A sealed case names nobody here. */
async function personOf(db: Executor, row: DataRequestRow, caseCode: string | null): Promise<string> {
  if (row.state !== 'open') throw new Refusal('conflict', 'data-request.settled')
  if (row.residentId !== null) return row.residentId
  const ticket = caseCode === null ? null : await ticketByCode(db, caseCode)
  if (ticket === null || ticket.sealed) throw new Refusal('invalid', 'data-request.no-person')
  return ticket.residentId
}

export type Settlement = { action: 'delete'; caseCode: string | null } | { action: 'nothing-found'; note: string }

/** Carries a request out, or ends it with nobody found. Doing it twice changes nothing. The act is logged. */
export async function settleRequest(
  deps: TicketDeps,
  work: Work,
  input: { actor: Actor; code: string; settlement: Settlement },
): Promise<void> {
  const { actor, settlement } = input
  mayHandle(actor)
  const row = await lockDataRequest(work.tx, input.code)
  if (row === null) throw new Refusal('not-found', 'data-request.not-found')
  const wanted = settlement.action === 'delete' ? 'deleted' : 'nothing-found'
  if (row.state === wanted) return
  if (row.state !== 'open') throw new Refusal('conflict', 'data-request.settled')
  const by = { settledAt: work.now, settledBy: actor.userId, settledByName: actor.name }
  if (settlement.action === 'nothing-found') {
    await saveDataRequest(work.tx, row.id, { ...by, state: wanted, appScopedSealed: null, note: settlement.note })
    return
  }
  const residentId = await personOf(work.tx, row, settlement.caseCode)
  const counts = await footprintOf(work.tx, residentId)
  await eraseResident(deps, work, { residentId, actor: { kind: 'staff', id: actor.userId, name: actor.name } })
  await saveDataRequest(work.tx, row.id, { ...by, state: wanted, appScopedSealed: null, residentId: null })
  await logAccess(work.tx, {
    at: work.now,
    userId: actor.userId,
    userName: actor.name,
    action: 'erase-person',
    ...(row.ticketId === null ? {} : { ticketId: row.ticketId }),
    data: { request: row.code, ...counts },
  })
}
