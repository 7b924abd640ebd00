import type { Context } from '../context.ts'
import { systemClock } from '../core/clock.ts'
import { effectiveDay, isValidOn } from '../core/pack.ts'

export interface DemoAccount {
  username: string
  password: string
  /** Vietnamese, for the greeting. */
  who: string
}

/** A dispatcher, an officer of one commune and a manager, with new passwords at every start of the demo. */
export async function demoStaff(context: Context): Promise<DemoAccount[]> {
  const { pack } = context
  const day = effectiveDay(pack, systemClock.now())
  const unit =
    [...pack.units.values()].find((u) => u.id === pack.demoUnitId) ??
    [...pack.units.values()].find((u) => u.kind === 'commune' && isValidOn(u, day))
  if (unit === undefined) return []
  const people = [
    {
      username: 'dieuphoi',
      name: 'Điều phối viên (mẫu)',
      role: 'dispatcher',
      unitId: null,
      sealed: true,
      who: 'điều phối',
    },
    {
      username: 'canbo',
      name: 'Cán bộ (mẫu)',
      role: 'officer',
      unitId: unit.id,
      sealed: false,
      who: `cán bộ ${unit.nameVi}`,
    },
    {
      username: 'lanhdao',
      name: 'Lãnh đạo (mẫu)',
      role: 'manager',
      unitId: null,
      sealed: false,
      who: 'lãnh đạo, chỉ xem',
    },
  ] as const
  const made = await context.auth.accounts.ensureDemo(people.map(({ who: _who, ...person }) => person))
  return made.map((m) => ({ ...m, who: people.find((p) => p.username === m.username)?.who ?? '' }))
}
