import { z } from 'zod'

/** Remembers that the last message was not understood either. */
export const fallbackState = z.object({ times: z.number().int().min(1) })
export type FallbackState = z.infer<typeof fallbackState>
