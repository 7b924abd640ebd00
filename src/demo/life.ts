import { SECOND } from '../core/durations.ts'
import type { OutboundContent } from '../core/messages.ts'
import type { TextKey } from '../core/text-keys.ts'
import { type RoutingDecision, routeCase } from '../tickets/routing.ts'
import { unitGoverning } from '../tickets/succession.ts'
import { WORDS_VI } from '../tickets/words-vi.ts'
import type { Happening, Ledger } from './ledger.ts'
import type { DemoResident, DemoWorld } from './rows.ts'
import { type DemoStaff, staffOf } from './staff.ts'
import type { Talk } from './talk.ts'

export interface Life {
  world: DemoWorld
  ledger: Ledger
  talk: Talk
  who: DemoResident
}

export function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

/** One of the pack's texts, said by the machine now, or by the unit where `staff` wrote the words in it. */
export function sayText(
  life: Life,
  o: { causeKey: string; key: TextKey; vars: Record<string, string>; staff?: DemoStaff },
): void {
  const content: OutboundContent = { kind: 'text', text: life.world.pack.text(o.key, o.vars) }
  const staff = o.staff === undefined ? {} : { staff: { id: o.staff.id, unit: o.staff.unitName } }
  life.talk.say({ at: life.ledger.at(), causeKey: o.causeKey, content, ...staff })
}

/** The `ticket.route` job. False: the future begins before it. */
export function route(life: Life): boolean {
  const { world, ledger } = life
  const { ticket } = ledger
  const at = later(ledger.at(), world.random.int(2, 20) * SECOND)
  const decision = decide(life, at)
  const system = { at, actor: { kind: 'system' } } as const
  if (decision.kind === 'dispatchers') {
    const { why } = decision
    const set = { unitId: null, routingWhy: why, holderUserId: null, holderName: null }
    return ledger.apply({ ...system, action: 'route-to-dispatchers', set, data: { reason: why.at(-1) ?? '' } }) !== null
  }
  const { unitId, coordinating, why } = decision
  const unit = world.pack.units.get(unitId)?.nameVi ?? unitId
  const set = { unitId, coordinating, routingWhy: why }
  if (ledger.apply({ ...system, action: 'route-to-unit', set, data: { unit, unitId } }) === null) return false
  sayText(life, {
    causeKey: `${ticket.id}/forwarded/${ticket.version}`,
    key: 'receipt.forwarded',
    vars: { code: ticket.code, unit },
  })
  return true
}

function decide({ world, ledger }: Life, at: Date): RoutingDecision {
  const { ticket } = ledger
  if (ticket.sealed) return { kind: 'dispatchers', why: [WORDS_VI.sealedRoute] }
  if (ticket.kind === 'YC') return { kind: 'dispatchers', why: [WORDS_VI.handover] }
  const { topicId = null, localityId = null, kind: caseKind } = ticket
  const decision = routeCase({ pack: world.pack, topicId, localityId, at, caseKind })
  if (ticket.status === 'returned' && decision.kind === 'unit' && decision.unitId === ticket.unitId) {
    return { kind: 'dispatchers', why: [...decision.why, WORDS_VI.returnedSame] }
  }
  return decision
}

/** A dispatcher sends the case to a unit. False: not yet. */
export function dispatch(life: Life, at: Date): boolean {
  const { world, ledger } = life
  const { ticket } = ledger
  const unitId = chosenUnit(life)
  const unit = world.pack.units.get(unitId)?.nameVi ?? unitId
  const dispatcher = staffOf(world.pack, null, world.random)
  const reason = WORDS_VI.dispatcherChose
  const happening: Happening = {
    at,
    action: 'route-to-unit',
    actor: { kind: 'staff', id: dispatcher.id, name: dispatcher.name },
    set: {
      unitId,
      routingWhy: [...(ticket.routingWhy ?? []), reason].slice(-10),
      holderUserId: null,
      holderName: null,
      unread: true,
    },
    data: { reason, unit, unitId },
  }
  if (ledger.apply(happening) === null) return false
  sayText(life, {
    causeKey: `${ticket.id}/forwarded/${ticket.version}`,
    key: 'receipt.forwarded',
    vars: { code: ticket.code, unit },
  })
  return true
}

/** What a dispatcher would take: the district over the place, else a department, never the one that returned it. */
function chosenUnit({ world, ledger }: Life): string {
  const { pack, random } = world
  const { districtId, localityId } = ledger.ticket
  const returnedBy = ledger.rows.events.filter((e) => e.type === 'returned').map((e) => e.unitId)
  const local = [
    districtId == null ? null : unitGoverning(pack, 'district', districtId),
    localityId == null ? null : unitGoverning(pack, 'commune', localityId),
  ].flatMap((u) => (u === null || returnedBy.includes(u.id) ? [] : [u.id]))
  const [nearest] = local
  if (nearest !== undefined) return nearest
  const departments = [...pack.units.values()].filter((u) => u.kind === 'department' && !returnedBy.includes(u.id))
  return random.pick(departments).id
}
