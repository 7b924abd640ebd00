import { existsSync, readFileSync } from 'node:fs'
import type { z } from 'zod'

/**
 * The rows of a JSONL file, checked one by one; empty lines are passed over.
 * Throws an error with file and line at the first row that does not fit.
 */
export function readRows<T>(file: string, shape: z.ZodType<T>): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parsed(line, shape, `${file}:${i + 1}`)]))
}

/** As `readRows`; a file that is not there has no rows. */
export function readRowsIfThere<T>(file: string, shape: z.ZodType<T>): T[] {
  return existsSync(file) ? readRows(file, shape) : []
}

function parsed<T>(line: string, shape: z.ZodType<T>, where: string): T {
  const result = shape.safeParse(jsonOf(line, where))
  if (result.success) return result.data
  const [first] = result.error.issues
  throw new Error(`${where}: ${first?.path.join('.') || 'row'}: ${first?.message}`)
}

function jsonOf(line: string, where: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error(`${where}: not JSON`)
  }
}
