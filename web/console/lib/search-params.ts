import type { z } from 'zod'

/** Address search as plain strings: a case code or a year stays what was typed. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** Keeps what fits the schema and drops the rest: an old or mistyped address still opens. */
export function keepValid<S extends z.ZodObject>(schema: S, search: Record<string, unknown>): Partial<z.infer<S>> {
  const kept: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(schema.shape)) {
    const parsed = (field as z.ZodType).safeParse(search[key])
    if (parsed.success && parsed.data !== undefined && parsed.data !== '') kept[key] = parsed.data
  }
  return kept as Partial<z.infer<S>>
}
