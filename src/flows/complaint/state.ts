import { z } from 'zod'
import { mediaRefsSchema } from '../shared/media.ts'

export const MAX_TEXT = 8000

/** One matter as far as it is known. */
export const draftSchema = z.object({
  kind: z.enum(['PA', 'KN']),
  /** The resident's own words, in order, identity numbers hidden. */
  parts: z.array(z.string()),
  /** What the matter is, once the resident has corrected it; null: its first words say it. */
  headline: z.string().max(200).nullable().default(null),
  topicId: z.string().nullable(),
  topicGuesses: z.array(z.object({ id: z.string(), score: z.number() })).max(3),
  localityId: z.string().nullable(),
  /** Known so far is only the district. */
  districtId: z.string().nullable(),
  /** The name stands for several places: their ids. */
  placeOptions: z.array(z.string()).max(5),
  placeText: z.string().max(500),
  /** A place beyond the province that was named for this matter: told once that it is not ours. */
  outside: z.string().max(60).nullable().default(null),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  duration: z.object({ n: z.string(), unit: z.enum(['days', 'weeks', 'months', 'years']) }).nullable(),
  mediaRefs: mediaRefsSchema,
  urgency: z.enum(['low', 'normal', 'high', 'emergency']),
})
export type Draft = z.infer<typeof draftSchema>

export const STEPS = [
  /** The resident has not yet agreed that this is taken down (after an emergency, or guidance on khiếu nại). */
  'offer',
  'what',
  'topic',
  'place',
  'media',
  'contact',
  'check',
  'edit',
  'cancel',
  /** Something else was told: part of this matter or a second one? */
  'other',
] as const

export const complaintState = z.object({
  step: z.enum(STEPS),
  draft: draftSchema,
  /** What `offer` offers. */
  offer: z.enum(['emergency', 'formal']).nullable(),
  /** Answered or skipped: not asked again. */
  settled: z.object({ topic: z.boolean(), place: z.boolean(), media: z.boolean(), contact: z.boolean() }),
  /** How often a place was asked for without finding one. */
  placeTries: z.number().int(),
  anonymous: z.boolean(),
  contact: z.object({ name: z.string().max(200).nullable(), phone: z.string().max(30).nullable() }),
  /** The contact was given in this conversation, not taken from an earlier agreement. */
  contactIsNew: z.boolean(),
  /** A matter that waits for `other` or for its turn after this one. */
  pending: draftSchema.nullable(),
  /** `pending` is taken up after sending. */
  pendingKept: z.boolean(),
  /** Further matters of the first message, each taken up after the one before it was sent. */
  waiting: z.array(draftSchema).max(3).default([]),
})
export type ComplaintState = z.infer<typeof complaintState>
export type ComplaintStep = ComplaintState['step']

export function emptyDraft(kind: 'PA' | 'KN'): Draft {
  return {
    kind,
    parts: [],
    headline: null,
    topicId: null,
    topicGuesses: [],
    localityId: null,
    districtId: null,
    placeOptions: [],
    placeText: '',
    outside: null,
    lat: null,
    lon: null,
    duration: null,
    mediaRefs: [],
    urgency: 'normal',
  }
}

export function newState(draft: Draft): ComplaintState {
  return {
    step: 'what',
    draft,
    offer: null,
    settled: { topic: false, place: false, media: false, contact: false },
    placeTries: 0,
    anonymous: false,
    contact: { name: null, phone: null },
    contactIsNew: false,
    pending: null,
    pendingKept: false,
    waiting: [],
  }
}

export function description(draft: Draft): string {
  return draft.parts.join('\n').slice(0, MAX_TEXT)
}
