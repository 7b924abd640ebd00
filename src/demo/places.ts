import { effectiveDay, isValidOn, type Locality, type ProvincePack } from '../core/pack.ts'
import { type Random, traitOf } from './random.ts'

export interface Places {
  draw(random: Random): Locality
}

/**
 * Communes of the pack's day, the crowded ones more often. `population` (any unit, by GSO code of the district) is
 * shared among its communes; a district without a number counts like its number of communes.
 */
export function demoPlaces(pack: ProvincePack, o: { now: Date; population: Readonly<Record<string, number>> }): Places {
  const day = effectiveDay(pack, o.now)
  const communes = [...pack.localities.values()].filter((l) => l.level === 'commune' && isValidOn(l, day))
  const siblings = new Map<string | null, number>()
  for (const c of communes) siblings.set(c.parentId, (siblings.get(c.parentId) ?? 0) + 1)
  const known = Object.values(o.population).reduce((sum, p) => sum + p, 0)
  const ordinary = known === 0 ? 1 : known / communes.length
  const weights = communes.map((c) => {
    const district = c.parentId === null ? undefined : pack.localities.get(c.parentId)
    const people = o.population[district?.gsoCode ?? '']
    const share = people === undefined ? ordinary : people / (siblings.get(c.parentId) ?? 1)
    return share * (0.6 + 0.8 * traitOf(c.id))
  })
  return { draw: (random) => random.weighted(communes, weights) }
}
