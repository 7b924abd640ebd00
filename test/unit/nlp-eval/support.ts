import { fileURLToPath } from 'node:url'
import type { Example } from '../../../src/nlp/learn/example.ts'
import { loadExamples } from '../../../src/nlp/load-examples.ts'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export function shippedGold(): Example[] {
  return loadExamples(`${ROOT}/data/nlu/gold`)
}
