import type { z } from 'zod'

/** For `Flow.parseState`: null for what the schema does not know. */
export function parseWith<S>(schema: z.ZodType<S>): (stored: unknown) => S | null {
  return (stored) => {
    const parsed = schema.safeParse(stored)
    return parsed.success ? parsed.data : null
  }
}
