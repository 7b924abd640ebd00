import type { ProvincePack } from '../core/pack.ts'
import { personName } from './people.ts'
import { type Random, seededRandom, traitOf } from './random.ts'

export interface DemoStaff {
  id: string
  name: string
  /** Null: a dispatcher. */
  unitId: string | null
  unitName: string
}

/** Two or three people of a unit, always the same ones. */
export function staffOf(pack: ProvincePack, unitId: string | null, random: Random): DemoStaff {
  const desk = unitId ?? 'dispatchers'
  const n = random.int(0, 2)
  const name = personName(seededRandom(Math.floor(traitOf(`${desk}/${n}`) * 2 ** 32)))
  const unit = unitId === null ? undefined : pack.units.get(unitId)
  return { id: `demo-${desk}-${n}`, name, unitId, unitName: unit?.nameVi ?? DISPATCHERS }
}

const DISPATCHERS = 'Bộ phận điều phối'

/** How long a unit takes, relative to an ordinary one: 0.5 quick .. 3 slow. About one in seven is a sorrow. */
export function slownessOf(unitId: string): number {
  const trait = traitOf(unitId)
  return trait > 0.86 ? 1.8 + 8 * (trait - 0.86) : 0.5 + trait * 0.9
}
