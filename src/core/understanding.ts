/** What a message means, as far as a machine can tell. Never thrown: "unknown" is an answer. */

export const INTENTS = [
  'report_issue',
  'suggest',
  'ask_procedure',
  'ask_public_info',
  'ask_election',
  'ask_hotline',
  'ask_contact',
  'ask_status',
  'complaint_formal',
  'denounce',
  'emergency',
  'consult_feedback',
  'dialogue_register',
  'survey_rating',
  'privacy_request',
  'talk_to_human',
  'greeting',
  'menu',
  'stop',
  'abuse',
  'off_topic',
  'unknown',
] as const
/** The product's own labels (taxonomy of the plan). */
export type IntentId = (typeof INTENTS)[number]

export const URGENCIES = ['low', 'normal', 'high', 'emergency'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Which service to call: fire 114, violence 113, medical 115, child 111, self-harm 115 (and 111). */
export type EmergencyKind = 'fire' | 'violence' | 'medical' | 'self-harm' | 'child'

export interface Scored<T> {
  id: T
  /** 0..1 */
  score: number
}

export interface Span {
  /** Offsets into the original text, in UTF-16 units, end exclusive. */
  start: number
  end: number
}

export type PlaceMatch =
  | { kind: 'locality'; localityId: string; span: Span; rule: string }
  /** The name stands for several places ("xã Tân Định"): ask, never guess. Best first, at most 5. */
  | { kind: 'ambiguous'; localityIds: string[]; span: Span; rule: string }
  /** A place beyond the province, and none within it. */
  | { kind: 'outside'; name: string; span: Span; rule: string }

/** One piece of an address, as written: "trước số 12/4", "hẻm 35", "đường Yersin", "KP 2", "gần chợ". */
export interface AddressPart {
  kind: 'house' | 'alley' | 'road' | 'quarter' | 'landmark'
  text: string
}

export interface Entity {
  kind: 'phone' | 'case-code' | 'date' | 'id-number' | 'plate' | 'money' | 'link' | 'address' | 'name'
  text: string
  /** Normalised: digits of a phone, an exact case code ... */
  value: string
  span: Span
  /** Of an address: its pieces in order. */
  parts?: AddressPart[]
}

export interface Understanding {
  intent: IntentId
  /** 0..1 */
  confidence: number
  /** Best first, at most 3, the chosen intent among them. */
  intents: Scored<IntentId>[]
  /** What else is meant in the same message, beside `intent`; mostly empty. */
  alsoIntents: IntentId[]
  /** Best first, at most 3. Empty: nothing seen. */
  topics: Scored<string>[]
  place?: PlaceMatch
  entities: Entity[]
  urgency: Urgency
  emergency?: EmergencyKind
  /** No danger now, but one that may come (threats, violence that returns, despair): whom to call is said with the answer. */
  helpline?: EmergencyKind
  abusive: boolean
  /** Has substance of its own: more than a greeting, a yes or a name. Used to decide whether a first message is already a complaint. */
  substantial: boolean
  /** yes / no / skip / cancel / edit words, for answers inside a flow. */
  reply?: 'yes' | 'no' | 'skip' | 'cancel' | 'edit' | 'anonymous' | 'back'
  /** Ids of fact cards (procedures, elections, hotline, contacts ...) that answer best. Best first, at most 3. */
  answers: Scored<string>[]
  /** Plain reasons, for the console: which rule or words decided. */
  why: string[]
}

/** What the understander must know of a pack. Built from the pack, so that `nlp` knows no province. */
export interface Lexicon {
  localities: {
    id: string
    name: string
    type: string
    level: 'district' | 'commune'
    parentId: string | null
    aliases: string[]
    current: boolean
  }[]
  /** Places beyond the province that its residents name. */
  outside?: readonly string[]
  topics: { id: string; name: string; keywords: string[]; intents: IntentId[]; urgency: Urgency }[]
  /** Fact cards: title, the words people use, example questions. */
  cards: {
    id: string
    intent: IntentId
    topicId: string | null
    title: string
    keywords: string[]
    questions: string[]
  }[]
}

/** Pure: same text, same answer. `topicHint` etc. are deliberately absent: flows decide, this only reads. */
export type Understand = (text: string) => Understanding
