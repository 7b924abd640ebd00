import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Example, isIntent } from './model.ts'

/**
 * Reads `intents.jsonl` (text, intent, topic or null) and `topics.jsonl` (text, topic) of a folder.
 * Throws an error that names file and line at the first row it cannot use.
 */
export function loadExamples(dir: string): Example[] {
  return [...rows(join(dir, 'intents.jsonl')), ...rows(join(dir, 'topics.jsonl'))]
}

function rows(file: string): Example[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [example(line, `${file}:${i + 1}`)]))
}

function example(line: string, where: string): Example {
  const row: unknown = JSON.parse(line)
  if (typeof row !== 'object' || row === null || !('text' in row) || typeof row.text !== 'string') {
    throw new Error(`${where}: a row needs a text`)
  }
  const intent = 'intent' in row && typeof row.intent === 'string' ? row.intent : null
  const topic = 'topic' in row && typeof row.topic === 'string' ? row.topic : null
  if (intent !== null && !isIntent(intent)) throw new Error(`${where}: no such intent: ${intent}`)
  if (intent === null && topic === null) throw new Error(`${where}: a row needs an intent or a topic`)
  return { text: row.text, intent, topic }
}
