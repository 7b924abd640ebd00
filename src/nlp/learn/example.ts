import type { IntentId, Urgency } from '../../core/understanding.ts'

/** How a message is written: with accents, with none, in chat spelling, with slips. */
export const FORMS = ['clean', 'bare', 'teen', 'typo'] as const
export type Form = (typeof FORMS)[number]

export const ABUSES = ['none', 'insult', 'threat', 'trick'] as const
export type Abuse = (typeof ABUSES)[number]

/** One message of `data/nlu` with what a careful reader sees in it. */
export interface Example {
  text: string
  /** The main wish. */
  intent: IntentId
  /** Further wishes in the same message. */
  alsoIntents: readonly IntentId[]
  /** The main matter; null: nothing in particular. */
  topic: string | null
  alsoTopics: readonly string[]
  /** Id of a locality, or several that a name may stand for; null: none is named. Undefined: nobody has looked. */
  place: string | { readonly ambiguous: readonly string[] } | null | undefined
  /** Undefined: nobody has looked. */
  urgency: Urgency | undefined
  /** Undefined: as the rules of `abuse.ts` see it. */
  abuse: Abuse | undefined
  form: Form
  /** Who wrote it: rows of one voice are never on both sides of a measurement. */
  source: string
}
