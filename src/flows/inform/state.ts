import { z } from 'zod'

/** The card just told, which "phí bao nhiêu?" then asks about. */
export const informState = z.object({ cardId: z.string() })
export type InformState = z.infer<typeof informState>
