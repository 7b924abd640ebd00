import { sql } from 'drizzle-orm'
import { MINUTE } from '../core/durations.ts'
import { newId } from '../core/ids.ts'
import type { Actor } from '../core/ticket.ts'
import { findOrMakeConversation, insertInbound, markProcessed } from '../db/queries/conversations.ts'
import { lockTicket, type TicketRow } from '../db/queries/tickets.ts'
import type { TicketDeps } from '../tickets/change.ts'
import { addWorkingMinutes } from '../tickets/clock/working-time.ts'
import { routeTicket } from '../tickets/dispatch.ts'
import { fileTicket } from '../tickets/file.ts'
import { act, type StaffRequest } from '../tickets/staff.ts'
import { createWork, type Work } from '../tickets/work.ts'
import { drawMatter, type Matter } from './case.ts'
import { demoPlaces } from './places.ts'
import { seededRandom } from './random.ts'
import type { DemoWorld } from './rows.ts'
import type { SeedDeps } from './seed.ts'
import { staffOf } from './staff.ts'
import { staffWords } from './staff-words.ts'
import { topicMix } from './topic-mix.ts'

export interface UseCaseInput {
  cases: number
  seed: number
  to: Date
}

const HOURS_BACK = 40

/**
 * Files, routes and works on the newest cases through the very use cases of the program, in its transactions, so that
 * what the bulk path writes can be compared with them. Nothing is sent: their messages are marked as sent.
 */
export async function actThroughUseCases(deps: SeedDeps, { cases, seed, to }: UseCaseInput): Promise<void> {
  const world: DemoWorld = { ...deps, random: seededRandom(seed + 1) }
  const topics = topicMix(deps.pack)
  const places = demoPlaces(deps.pack, { now: deps.now, population: {} })
  for (let i = 0; i < cases; i++) {
    const filedAt = new Date(to.getTime() - ((cases - i) / cases) * HOURS_BACK * 60 * MINUTE)
    const matter = drawMatter({ world, topics, places }, filedAt)
    await oneCase(deps, world, { matter, filedAt, address: `demo-${seed}-${i}` })
  }
}

async function oneCase(
  deps: SeedDeps,
  world: DemoWorld,
  o: { matter: Matter; filedAt: Date; address: string },
): Promise<void> {
  const { random, pack } = world
  const filed = await inWork(deps, o.filedAt, (tickets, work) => file(deps, tickets, { ...o, work }))
  await inWork(deps, new Date(o.filedAt.getTime() + 5000), async (tickets, work) => {
    await routeTicket(tickets, work, filed.id)
    return filed
  })
  const steps: StaffRequest[] = [
    { action: 'accept' },
    { action: 'reply', text: staffWords.reply(random) },
    { action: 'resolve', text: staffWords.result(random) },
  ]
  let at = o.filedAt
  for (const request of steps.slice(0, random.int(0, steps.length))) {
    at = addWorkingMinutes(at, random.skewed(90, 0.6), pack.calendar)
    if (at > deps.now) return
    await inWork(deps, at, (tickets, work) => staffActs(tickets, work, { id: filed.id, request, world }))
  }
}

/** Null: there is nobody who may do this now. */
async function staffActs(
  tickets: TicketDeps,
  work: Work,
  { id, request, world }: { id: string; request: StaffRequest; world: DemoWorld },
): Promise<TicketRow> {
  const ticket = await lockTicket(work.tx, id)
  if (ticket === null) throw new Error('a case vanished')
  const staff = staffOf(world.pack, ticket.unitId, world.random)
  const role = ticket.unitId === null ? 'dispatcher' : 'officer'
  if (role === 'dispatcher' && request.action === 'accept') return ticket
  const actor: Actor = { userId: staff.id, name: staff.name, role, unitId: ticket.unitId, sealed: true }
  await act(tickets, work, { actor, code: ticket.code, version: ticket.version, idempotencyKey: newId(), request })
  return ticket
}

async function file(
  { cipher }: SeedDeps,
  tickets: TicketDeps,
  o: { matter: Matter; filedAt: Date; address: string; work: Work },
): Promise<TicketRow> {
  const { matter, filedAt, work } = o
  const from = { channel: 'web', account: 'demo', address: o.address } as const
  const { conversationId } = await findOrMakeConversation(work.tx, { from, now: filedAt, demo: true })
  const content = { kind: 'text', text: matter.description } as const
  const message = { providerMessageId: `demo-${o.address}`, from, content, sentAt: filedAt }
  const inboundId = await insertInbound(work.tx, { cipher, message, conversationId, now: filedAt })
  if (inboundId === null) throw new Error('this seed has acted before')
  const owner = await work.tx.execute<{ id: string }>(
    sql`select i.resident_id as id from channel_identities i join conversations c on c.identity_id = i.id where c.id = ${conversationId}`,
  )
  const ticket = await fileTicket(tickets, work, {
    draft: {
      kind: matter.kind,
      topicId: matter.topicId,
      localityId: matter.locality?.id ?? null,
      placeText: matter.placeText,
      lat: null,
      lon: null,
      description: matter.description,
      urgency: matter.urgency,
      anonymous: true,
      contactName: null,
      contactPhone: null,
      mediaRefs: [],
      topicGuesses: [],
    },
    residentId: owner.rows[0]?.id ?? '',
    conversationId,
    channel: 'web',
    causeKey: `${inboundId}/0`,
    now: filedAt,
    demo: true,
    since: filedAt,
    inboundIds: [inboundId],
  })
  await markProcessed(work.tx, { id: inboundId, now: filedAt, ticketId: ticket.id, understood: null })
  return ticket
}

/** One transaction of the program at that moment; what it wants to say counts as said. */
async function inWork(
  deps: SeedDeps,
  at: Date,
  fn: (tickets: TicketDeps, work: Work) => Promise<TicketRow>,
): Promise<TicketRow> {
  const run = createWork({
    db: deps.db,
    queue: { add: async () => undefined },
    clock: { now: () => at },
    announcer: { announce: () => undefined, flush: async () => undefined },
    onNudgesLost: () => undefined,
  })
  const quiet = { ticketFiled: () => undefined, ticketRouted: () => undefined, deadlineMissed: () => undefined }
  const { pack, cipher, publicUrl } = deps
  const tickets: TicketDeps = {
    pack,
    cipher,
    publicUrl,
    modelVersion: 'demo',
    events: quiet,
    afterResolved: async () => undefined,
  }
  return run(async (work) => {
    const ticket = await fn(tickets, work)
    await work.tx.execute(sql`update outbound_messages set status = 'sent', attempts = 1, sent_at = created_at,
      provider_message_id = 'demo-' || id, demo = true where conversation_id = ${ticket.conversationId} and status = 'pending'`)
    await work.tx.execute(sql`update inbound_messages set demo = true where conversation_id = ${ticket.conversationId}`)
    return ticket
  })
}
