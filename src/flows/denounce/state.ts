import { z } from 'zod'
import { mediaRefsSchema } from '../shared/media.ts'

/** Holds accusations: the application must store it encrypted. */
export const denounceState = z.object({
  step: z.enum(['offer', 'what', 'check']),
  parts: z.array(z.string()),
  topicId: z.string().nullable(),
  topicGuesses: z.array(z.object({ id: z.string(), score: z.number() })).max(3),
  localityId: z.string().nullable(),
  placeText: z.string().max(500),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  mediaRefs: mediaRefsSchema,
})
export type DenounceState = z.infer<typeof denounceState>

export const EMPTY: DenounceState = {
  step: 'offer',
  parts: [],
  topicId: null,
  topicGuesses: [],
  localityId: null,
  placeText: '',
  lat: null,
  lon: null,
  mediaRefs: [],
}
