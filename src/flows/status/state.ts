import { z } from 'zod'

/** Waits for what is to be added to a case; otherwise status is answered within one turn. */
export const statusState = z.object({ ticketId: z.string(), code: z.string() })
export type StatusState = z.infer<typeof statusState>
