import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { jsonFaultLine } from './json-fault.ts'
import type { Report } from './problems.ts'
import {
  calendarFile,
  cardRow,
  deadlineRow,
  emergencyRow,
  localityRow,
  packFile,
  textsFile,
  topicRow,
  unitRow,
} from './schema.ts'

/** Every file of a pack, in the order in which they are hashed and reported. */
export const CARD_FILES = [
  'cards/procedures.json',
  'cards/elections.json',
  'cards/hotline.json',
  'cards/contacts.json',
  'cards/public-info.json',
] as const
export const PACK_FILES = [
  'pack.json',
  'units.json',
  'localities.json',
  'topics.json',
  'deadlines.json',
  'calendar.json',
  'emergencies.json',
  'texts.json',
  ...CARD_FILES,
] as const
type PackFile = (typeof PACK_FILES)[number]

/** One good row and where it stands. */
export interface Row<T> {
  file: string
  index: number
  value: T
}

/** The rows of right shape, and every id that was written, so that one bad row does not make its friends look wrong. */
export interface Table<T> {
  rows: Row<T>[]
  ids: ReadonlySet<string>
}

export interface RawPack {
  version: string
  pack: z.infer<typeof packFile> | null
  calendar: z.infer<typeof calendarFile> | null
  texts: z.infer<typeof textsFile> | null
  units: Table<z.infer<typeof unitRow>>
  localities: Table<z.infer<typeof localityRow>>
  topics: Table<z.infer<typeof topicRow>>
  deadlines: Table<z.infer<typeof deadlineRow>>
  emergencies: Table<z.infer<typeof emergencyRow>>
  cards: Table<z.infer<typeof cardRow>>
}

const vietnamese = z.locales.vi().localeError

/** Reads and checks the shape of every file; what is wrong goes to `report`. Never throws for a fault of the data. */
export function readPack(dir: string, report: Report): RawPack {
  const hash = createHash('sha256')
  const json = new Map<string, unknown>()
  for (const file of PACK_FILES) json.set(file, readJson({ dir, file, hash, report }))
  const one = <T>(file: PackFile, schema: z.ZodType<T>) => readObject(file, json.get(file), { schema, report })
  const many = <T>(files: readonly PackFile[], schema: z.ZodType<T>) =>
    readTable(
      files.map((file) => ({ file, json: json.get(file) })),
      { schema, report },
    )
  return {
    pack: one('pack.json', packFile),
    calendar: one('calendar.json', calendarFile),
    texts: one('texts.json', textsFile),
    units: many(['units.json'], unitRow),
    localities: many(['localities.json'], localityRow),
    topics: many(['topics.json'], topicRow),
    deadlines: many(['deadlines.json'], deadlineRow),
    emergencies: many(['emergencies.json'], emergencyRow),
    cards: many(CARD_FILES, cardRow),
    version: hash.digest('hex').slice(0, 12),
  }
}

/** `undefined`: the file could not be read, which has been reported. */
function readJson(o: { dir: string; file: PackFile; hash: ReturnType<typeof createHash>; report: Report }): unknown {
  let text: string
  try {
    text = readFileSync(join(o.dir, o.file), 'utf8')
  } catch {
    o.report(o.file, [], 'không đọc được tệp')
    return undefined
  }
  o.hash.update(o.file).update('\0').update(text).update('\0')
  try {
    return JSON.parse(text)
  } catch {
    o.report(o.file, [], `không phải JSON (dòng ${jsonFaultLine(text) ?? 1})`)
    return undefined
  }
}

function readObject<T>(file: PackFile, json: unknown, o: { schema: z.ZodType<T>; report: Report }): T | null {
  if (json === undefined) return null
  const read = o.schema.safeParse(json, { error: vietnamese })
  if (read.success) return read.data
  for (const issue of read.error.issues) o.report(file, issue.path, issue.message)
  return null
}

function readTable<T>(
  sources: { file: PackFile; json: unknown }[],
  o: { schema: z.ZodType<T>; report: Report },
): Table<T> {
  const rows: Row<T>[] = []
  const ids = new Set<string>()
  for (const { file, json } of sources) {
    if (json === undefined) continue
    if (!Array.isArray(json)) {
      o.report(file, [], 'phải là một danh sách')
      continue
    }
    json.forEach((item: unknown, index) => {
      const id = idOf(item)
      if (id !== null && ids.has(id)) o.report(file, [index, 'id'], `mã "${id}" đã dùng`)
      if (id !== null) ids.add(id)
      const read = o.schema.safeParse(item, { error: vietnamese })
      if (read.success) rows.push({ file, index, value: read.data })
      else for (const issue of read.error.issues) o.report(file, [index, ...issue.path], issue.message)
    })
  }
  return { rows, ids }
}

function idOf(item: unknown): string | null {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null
  return typeof id === 'string' ? id : null
}
