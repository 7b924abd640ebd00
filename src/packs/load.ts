import { type ProvincePack, StartupProblem } from '../core/index.ts'
import { checkPlaces } from './check-places.ts'
import { checkRules } from './check-rules.ts'
import { Problems } from './problems.ts'
import { type RawPack, readPack, type Table } from './read.ts'
import { checkTexts, textsOf } from './texts.ts'

/**
 * Reads a province pack from its folder and checks it whole: shape, references, validity in time, texts.
 * The result is frozen; `version` is the first 12 hex digits of the SHA-256 of its files.
 * @throws StartupProblem naming every mistake as `file: json.path: reason`
 */
export function loadPack(dir: string): ProvincePack {
  const { pack, problems } = inspectPack(dir)
  if (pack === null) {
    throw new StartupProblem(
      `Gói dữ liệu ${dir} có ${problems.length} lỗi:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    )
  }
  return pack
}

/** As `loadPack`, for tools: all mistakes as a list, the pack only if there are none. */
export function inspectPack(dir: string): { pack: ProvincePack | null; problems: string[] } {
  const problems = new Problems()
  const raw = readPack(dir, problems.report)
  checkPlaces(raw, problems.report)
  checkRules(raw, problems.report)
  if (raw.texts !== null) checkTexts(raw.texts, problems.report)
  return { pack: problems.list.length === 0 ? assemble(raw) : null, problems: problems.list }
}

/** Null only if a file is missing, which has been reported. */
function assemble(raw: RawPack): ProvincePack | null {
  if (raw.pack === null || raw.calendar === null || raw.texts === null) return null
  const { hoursNoteVi: _hours, yearNotes: _years, ...calendar } = raw.calendar
  const pack: ProvincePack = {
    ...raw.pack,
    version: raw.version,
    units: mapOf(raw.units),
    localities: mapOf(raw.localities),
    topics: mapOf(raw.topics),
    deadlineRules: raw.deadlines.rows.map((r) => r.value),
    calendar,
    cards: mapOf(raw.cards),
    emergencies: raw.emergencies.rows.map((r) => r.value),
    text: textsOf(raw.texts),
  }
  return deepFreeze(pack)
}

function mapOf<T extends { id: string }>(table: Table<T>): ReadonlyMap<string, T> {
  return new Map(table.rows.map((r) => [r.value.id, r.value]))
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  const inside = value instanceof Map ? value.values() : Object.values(value)
  for (const v of inside) deepFreeze(v)
  return value
}
