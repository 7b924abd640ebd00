import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { INTENTS, URGENCIES } from '../core/understanding.ts'
import { ABUSES, type Example, FORMS } from './learn/example.ts'

/**
 * Reads every `*.jsonl` of a folder (`data/nlu/train`, `data/nlu/gold`), files by name and rows as they stand.
 * Throws an error that names file and line at the first row that it cannot use, and when there is no row at all.
 */
export function loadExamples(dir: string): Example[] {
  const files = readdirSync(dir).filter((name) => name.endsWith('.jsonl'))
  const examples = files.sort().flatMap((name) => readExamples(join(dir, name)))
  if (examples.length === 0) throw new Error(`${dir}: no examples`)
  return examples
}

/** Names what a model was learned from: 12 hex digits over names and bytes of a folder's examples. */
export function examplesVersion(dir: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(dir).filter((name) => name.endsWith('.jsonl'))
  for (const name of files.sort())
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(dir, name)))
  return hash.digest('hex').slice(0, 12)
}

/** The rows of one file. Throws as `loadExamples` does. */
export function readExamples(file: string): Example[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [example(line, `${file}:${i + 1}`)]))
}

const id = z.string().min(1).max(60)
const row = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  intent: z.enum(INTENTS),
  alsoIntents: z.array(z.enum(INTENTS)).max(4).default([]),
  topic: id.nullable(),
  alsoTopics: z.array(id).max(4).default([]),
  place: z.union([id, z.strictObject({ ambiguous: z.array(id).min(1) }), z.null()]).optional(),
  urgency: z.enum(URGENCIES).optional(),
  abuse: z.enum(ABUSES).optional(),
  form: z.enum(FORMS),
  source: id,
})

function example(line: string, where: string): Example {
  const parsed = row.safeParse(jsonOf(line, where))
  if (!parsed.success) {
    const [first] = parsed.error.issues
    throw new Error(`${where}: ${first?.path.join('.') || 'row'}: ${first?.message}`)
  }
  const { place, urgency, abuse, ...rest } = parsed.data
  return { ...rest, place, urgency, abuse }
}

function jsonOf(line: string, where: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error(`${where}: not JSON`)
  }
}
