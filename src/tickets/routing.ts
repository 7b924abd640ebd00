import type { CaseKind, Lead, Locality, ProvincePack, Topic, Unit } from '../core/index.ts'
import { type ReasonKey, reason } from './routing-reasons.ts'
import { localityOn, unitGoverning, unitOn } from './succession.ts'

export { effectiveDay } from '../core/index.ts'
export { localityOn, unitOn } from './succession.ts'

export type RoutingDecision =
  | { kind: 'unit'; unitId: string; coordinating: string[]; why: string[] }
  /** A person decides. */
  | { kind: 'dispatchers'; why: string[] }

/**
 * Who is responsible for a case, by its topic's lead and its place, on the pack's effective day. Never guesses:
 * no topic, no place, a place that became several, a body without a single successor, a sealed case and every
 * case whose competence is open go to the dispatchers, with the reason. `why` is Vietnamese, for staff.
 * A commune's matter of which only the district is known goes to the dispatchers too: the district could not
 * order the work without asking the same question, and since 2025-07-01 there is no district to ask.
 * @param o.caseKind absent: an ordinary report
 */
export function routeCase(o: {
  pack: ProvincePack
  topicId: string | null
  localityId: string | null
  at: Date
  caseKind?: CaseKind
}): RoutingDecision {
  if (o.caseKind === 'TC') return toDispatchers('sealed')
  if (o.caseKind === 'YC') return toDispatchers('request')
  if (o.topicId === null) return toDispatchers('noTopic')
  const topic = o.pack.topics.get(o.topicId)
  if (topic === undefined) return toDispatchers('unknownTopic', { topic: o.topicId })
  if (topic.intents.every((i) => i === 'denounce')) return toDispatchers('denounce', { topic: topic.nameVi })

  const matter: Matter = { pack: o.pack, topic, localityId: o.localityId, at: o.at }
  const lead = resolveLead(topic.lead, matter)
  if (lead.unit === null) return { kind: 'dispatchers', why: lead.why }
  return { kind: 'unit', unitId: lead.unit.id, ...withCoordinating(lead.unit, lead.why, matter) }
}

interface Matter {
  pack: ProvincePack
  topic: Topic
  localityId: string | null
  at: Date
}

/** Null: not to be decided by rule; `why` says what is missing. */
interface Resolved {
  unit: Unit | null
  why: string[]
}

function toDispatchers(key: ReasonKey, vars: Readonly<Record<string, string>> = {}): RoutingDecision {
  return { kind: 'dispatchers', why: [reason(key, vars)] }
}

function unclear(key: ReasonKey, vars: Readonly<Record<string, string>>): Resolved {
  return { unit: null, why: [reason(key, vars)] }
}

function withCoordinating(lead: Unit, why: string[], matter: Matter): { coordinating: string[]; why: string[] } {
  const coordinating: string[] = []
  const reasons = [...why]
  for (const other of matter.topic.coordinating) {
    const { unit } = resolveLead(other, matter)
    if (unit === null) reasons.push(reason('noCoordinator'))
    else if (unit.id !== lead.id && !coordinating.includes(unit.id)) {
      coordinating.push(unit.id)
      reasons.push(reason('coordinates', { unit: unit.nameVi }))
    }
  }
  return { coordinating, why: reasons }
}

function resolveLead(lead: Lead, matter: Matter): Resolved {
  const topic = matter.topic.nameVi
  switch (lead.kind) {
    case 'unit':
      return department(lead.unitId, matter)
    case 'commune':
      return communeBody('commune', matter)
    case 'commune-police':
      return communeBody('police', matter)
    case 'district':
      return districtBody(matter)
    case 'dispatcher':
      return unclear('dispatcher', { topic })
    case 'system':
      return unclear('system', { topic })
    case 'emergency':
      return unclear('emergency', { number: lead.number })
  }
}

function department(unitId: string, { pack, topic, at }: Matter): Resolved {
  const named = pack.units.get(unitId)?.nameVi ?? unitId
  const [unit, second] = unitOn(pack, unitId, at)
  if (unit === undefined || second !== undefined) return unclear('unitGone', { unit: named })
  const why = [reason('department', { topic: topic.nameVi, unit: named })]
  if (unit.id !== unitId) why.push(reason('unitFollowed', { unit: named, now: unit.nameVi }))
  return { unit, why }
}

function communeBody(kind: 'commune' | 'police', matter: Matter): Resolved {
  const { pack, topic } = matter
  const place = placeOf(matter)
  if (place.kind === 'unclear') return place.resolved
  const [locality, second] = place.localities
  if (locality === undefined) return unclear('placeGone', { place: place.named })
  if (locality.level === 'district') return unclear('onlyDistrict', { place: place.named })
  if (second !== undefined) return unclear('placeSplit', { place: place.named, names: namesOf(place.localities) })
  const unit = unitGoverning(pack, kind, locality.id)
  if (unit === null) return unclear('noUnitThere', { place: locality.nameVi })
  return { unit, why: [reason(kind, { topic: topic.nameVi }), ...followed(place.named, locality)] }
}

/** Since 2025-07-01 the commune does what the district did. */
function districtBody(matter: Matter): Resolved {
  const { pack, topic, at } = matter
  const place = placeOf(matter)
  if (place.kind === 'unclear') return place.resolved
  const districts = new Map<string, Locality>()
  for (const locality of place.localities) {
    const over =
      locality.level === 'district'
        ? [locality]
        : locality.parentId === null
          ? []
          : localityOn(pack, locality.parentId, at)
    for (const d of over) districts.set(d.id, d)
  }
  if (districts.size === 0) {
    const commune = communeBody('commune', matter)
    return commune.unit === null
      ? commune
      : { unit: commune.unit, why: [reason('districtAbolished', { topic: topic.nameVi }), ...commune.why.slice(1)] }
  }
  const [district, second] = [...districts.values()]
  if (district === undefined || second !== undefined) {
    return unclear('placeSplit', { place: place.named, names: namesOf([...districts.values()]) })
  }
  const unit = unitGoverning(pack, 'district', district.id)
  if (unit === null) return unclear('noUnitThere', { place: district.nameVi })
  return { unit, why: [reason('district', { topic: topic.nameVi })] }
}

type Place = { kind: 'known'; named: string; localities: Locality[] } | { kind: 'unclear'; resolved: Resolved }

function placeOf({ pack, topic, localityId, at }: Matter): Place {
  if (localityId === null) return { kind: 'unclear', resolved: unclear('noPlace', { topic: topic.nameVi }) }
  const named = pack.localities.get(localityId)
  if (named === undefined) return { kind: 'unclear', resolved: unclear('unknownPlace', { place: localityId }) }
  return { kind: 'known', named: named.nameVi, localities: localityOn(pack, localityId, at) }
}

function followed(named: string, now: Locality): string[] {
  return named === now.nameVi ? [] : [reason('placeFollowed', { place: named, now: now.nameVi })]
}

function namesOf(localities: readonly Locality[]): string {
  return localities.map((l) => l.nameVi).join(', ')
}
