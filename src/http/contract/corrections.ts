import { z } from 'zod'
import { day } from './common.ts'

/** Corrections made from this day on, in the pack's time zone. */
export const correctionsQuery = z.object({ since: day })
export type CorrectionsQuery = z.infer<typeof correctionsQuery>

export const correctionsCount = z.object({ count: z.number().int() })
export type CorrectionsCount = z.infer<typeof correctionsCount>
