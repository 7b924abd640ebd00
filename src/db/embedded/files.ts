import { readFileSync } from 'node:fs'

/** Empty when it is not there. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The last line that tells what went wrong, else the last line. */
export function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /FATAL|PANIC|error:|ERROR/.test(line))
  return (telling.at(-1) ?? lines.at(-1) ?? '').trim()
}

/** `EACCES`, `57P03` ... */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
