import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program is, or null. */
export function onPath(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program)
    if (executable(path)) return path
  }
  return null
}

export function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** In CI a missing tool is a failure; elsewhere it is named, with the command that adds it. */
export function missingTool(name: string, command: string): void {
  const ci = process.env.CI
  if (ci !== undefined && ci !== '' && ci !== 'false') {
    throw new Error(`${name} is missing, and CI must not skip its tests. Add it: ${command}`)
  }
  process.stderr.write(`${name} not found: its tests are skipped. Add it: ${command}\n`)
}
