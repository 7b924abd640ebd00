import {
  type DayString,
  effectiveDay,
  isValidOn,
  type Locality,
  type ProvincePack,
  type Successor,
  type Unit,
} from '../core/index.ts'

/**
 * What a place of any year is on the pack's effective day: followed forward through successors when it has ended,
 * back through predecessors when it has not begun (a name of 2025 while the pack stands at 2022).
 * One: certain. Several: it was split or merged, ask. None: unknown, or abolished without successor.
 */
export function localityOn(pack: ProvincePack, localityId: string, at: Date): Locality[] {
  return standing({ table: pack.localities, before: indexOf(pack).localities, day: effectiveDay(pack, at) }, localityId)
}

/** As `localityOn`, for units. */
export function unitOn(pack: ProvincePack, unitId: string, at: Date): Unit[] {
  return standing({ table: pack.units, before: indexOf(pack).units, day: effectiveDay(pack, at) }, unitId)
}

/** The body of this kind that governs exactly this locality; null: none. */
export function unitGoverning(pack: ProvincePack, kind: Unit['kind'], localityId: string): Unit | null {
  return indexOf(pack).governing.get(`${kind} ${localityId}`) ?? null
}

interface Lasting {
  id: string
  from: DayString | null
  to: DayString | null
  successors: readonly Successor[]
}

interface Tree<T> {
  table: ReadonlyMap<string, T>
  /** Id -> ids of those that it succeeded. */
  before: ReadonlyMap<string, readonly string[]>
  day: DayString
}

function standing<T extends Lasting>(tree: Tree<T>, id: string): T[] {
  const found: T[] = []
  const seen = new Set<string>()
  const open = [id]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const item = tree.table.get(next)
    if (item === undefined || seen.has(next)) continue
    seen.add(next)
    if (isValidOn(item, tree.day)) found.push(item)
    else if (item.to !== null && item.to <= tree.day) open.push(...item.successors.map((s) => s.id))
    else open.push(...(tree.before.get(next) ?? []))
  }
  return found
}

interface PackIndex {
  localities: ReadonlyMap<string, readonly string[]>
  units: ReadonlyMap<string, readonly string[]>
  governing: ReadonlyMap<string, Unit>
}

const indexes = new WeakMap<ProvincePack, PackIndex>()

/** Packs are immutable: what is derived from one is kept with it. */
function indexOf(pack: ProvincePack): PackIndex {
  const kept = indexes.get(pack)
  if (kept !== undefined) return kept
  const governing = new Map<string, Unit>()
  for (const unit of pack.units.values()) {
    if (unit.localityId !== null) governing.set(`${unit.kind} ${unit.localityId}`, unit)
  }
  const index = { localities: predecessors(pack.localities), units: predecessors(pack.units), governing }
  indexes.set(pack, index)
  return index
}

function predecessors<T extends Lasting>(table: ReadonlyMap<string, T>): Map<string, string[]> {
  const before = new Map<string, string[]>()
  for (const item of table.values()) {
    for (const s of item.successors) before.set(s.id, [...(before.get(s.id) ?? []), item.id])
  }
  return before
}
