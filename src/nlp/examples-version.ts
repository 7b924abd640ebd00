import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names what a model was learned from: 12 hex digits over names and bytes of a folder's examples. */
export function examplesVersion(dir: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(dir).sort()) {
    if (name.endsWith('.jsonl'))
      hash
        .update(name)
        .update('\0')
        .update(readFileSync(join(dir, name)))
  }
  return hash.digest('hex').slice(0, 12)
}
