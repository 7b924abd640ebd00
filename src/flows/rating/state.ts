import { z } from 'zod'

export const ratingState = z.object({
  ticketId: z.string(),
  code: z.string(),
  /** stars: waits for a mark. word: for a word of comment. reopen: whether the case is to be opened again. */
  step: z.enum(['stars', 'word', 'reopen']),
  rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).nullable(),
  comment: z.string().max(2000).nullable(),
})
export type RatingState = z.infer<typeof ratingState>
