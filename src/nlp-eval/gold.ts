import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Example } from '../nlp/learn/example.ts'
import { loadExamples } from '../nlp/load-examples.ts'
import { ANSWER_ROW, type AnswerRow } from './answers.ts'
import { DANGER_ROW, type DangerRow } from './danger.ts'
import { ENTITY_ROW, type EntityRow } from './entities.ts'
import { readRowsIfThere } from './jsonl.ts'
import { TONE_ROW, type ToneRow } from './tone.ts'

/** What the bench measures with: rows that nothing is trained on and no threshold is set by. */
export interface Gold {
  messages: readonly Example[]
  answers: readonly AnswerRow[]
  entities: readonly EntityRow[]
  danger: readonly DangerRow[]
  tone: readonly ToneRow[]
  /** SHA-256 of all of it, to tell whether two runs measured the same. */
  hash: string
}

/** Reads `gold/*.jsonl` and `gold-*.jsonl` of `data/nlu`. Throws with file and line at a row that does not fit. */
export function readGold(dir: string): Gold {
  return {
    messages: loadExamples(join(dir, 'gold')),
    answers: readRowsIfThere(join(dir, 'gold-answers.jsonl'), ANSWER_ROW),
    entities: readRowsIfThere(join(dir, 'gold-entities.jsonl'), ENTITY_ROW),
    danger: readRowsIfThere(join(dir, 'gold-danger.jsonl'), DANGER_ROW),
    tone: readRowsIfThere(join(dir, 'gold-abuse.jsonl'), TONE_ROW),
    hash: hashOf(dir),
  }
}

function hashOf(dir: string): string {
  const hash = createHash('sha256')
  const inside = (folder: string): string[] =>
    existsSync(join(dir, folder)) ? readdirSync(join(dir, folder)).map((name) => join(folder, name)) : []
  const files = [...inside('gold'), ...readdirSync(dir).filter((name) => name.startsWith('gold-'))]
  for (const name of files.filter((f) => f.endsWith('.jsonl')).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(dir, name)))
  }
  return hash.digest('hex')
}
