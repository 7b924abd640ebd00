import type { CaseKind } from './case-code.ts'
import type { TextKey } from './text-keys.ts'
import type { IntentId, Urgency } from './understanding.ts'

/** `YYYY-MM-DD` in the pack's time zone. */
export type DayString = string

/** How sure a fact is: A official text, B good press or several sources, C weak, D background. C and D are shown with "cần kiểm tra lại". */
export type Confidence = 'A' | 'B' | 'C' | 'D'

export interface Successor {
  id: string
  share: 'full' | 'partial'
}

/** A body that answers cases. */
export interface Unit {
  id: string
  nameVi: string
  kind: 'department' | 'district' | 'commune' | 'police' | 'centre'
  /** The area it governs; null: the whole province. */
  localityId: string | null
  parentId: string | null
  /** First day of existence; null: before anything here. */
  from: DayString | null
  /** First day on which it is no more; null: still there. */
  to: DayString | null
  successors: readonly Successor[]
  phone: string | null
}

/** A place. Ids carry the year, since GSO codes were used again in 2025: `25747-2022`, `25747-2025`. */
export interface Locality {
  id: string
  gsoCode: string
  /** With its type: "Phường Phú Cường". */
  nameVi: string
  /** Without: "Phú Cường". */
  shortVi: string
  type: string
  level: 'district' | 'commune'
  parentId: string | null
  from: DayString | null
  to: DayString | null
  successors: readonly Successor[]
  aliases: readonly string[]
}

/** Who leads a topic. */
export type Lead =
  | { kind: 'commune' }
  | { kind: 'district' }
  | { kind: 'commune-police' }
  | { kind: 'unit'; unitId: string }
  /** A person decides. */
  | { kind: 'dispatcher' }
  /** Answered by calling; a case, if any, goes to the dispatchers. */
  | { kind: 'emergency'; number: string }
  /** No case of its own. */
  | { kind: 'system' }

export interface Topic {
  id: string
  nameVi: string
  /** Item of the PAPI plan, null: none. */
  papiItem: string | null
  lead: Lead
  coordinating: readonly Lead[]
  urgency: Urgency
  intents: readonly IntentId[]
  keywords: readonly string[]
  /** What a resident is not asked for, since it would change nothing: a photo; the commune, once the district is known; any place. */
  unasked?: readonly ('photo' | 'commune' | 'place')[]
}

export type DeadlineUnit = 'minute' | 'hour' | 'workingDay' | 'calendarDay'

export interface DeadlineRule {
  id: string
  caseKind: CaseKind
  step: 'first-response' | 'resolve'
  /** Null: every urgency that has no rule of its own. */
  urgency: Urgency | null
  amount: number
  unit: DeadlineUnit
  legalBasisVi: string
  /** First day on which it applies; null: always did. */
  from: DayString | null
  /** First day on which it applies no more; null: still does. */
  to: DayString | null
  confidence: Confidence
  /**
   * The event that starts the term; absent: receipt. `accepted`: counted from the day the case is taken up
   * (thụ lý), so nothing can be promised at filing.
   */
  startsFrom?: 'received' | 'accepted'
}

/** Minutes after midnight, end exclusive. */
export interface DayInterval {
  from: number
  to: number
}

export interface WorkingCalendar {
  id: string
  timeZone: string
  /** 1 Monday .. 7 Sunday; absent: not a working day. */
  week: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly DayInterval[]>>>
  /** Days off, with why. */
  daysOff: Readonly<Record<DayString, string>>
  /** Swapped Saturdays (or Sundays), worked with the hours of a Friday. */
  workedWeekends: readonly DayString[]
  /** The years it was checked for; outside it is provisional. */
  coversFrom: DayString
  coversTo: DayString
}

export interface Line {
  text: string
  confidence: Confidence
}

/** What is true from `from` until the day before `to`, by the real date: the law moves on whatever a profile says. */
export interface CardVersion {
  from: DayString | null
  to: DayString | null
  /** Two or three short lines that answer. */
  summary: readonly Line[]
  papers: readonly Line[]
  place: Line | null
  time: Line | null
  fee: Line | null
  online: Line | null
  note: Line | null
  legalBasis: Line | null
  link: string | null
}

/** An answer: a procedure, an election fact, the hotline, a contact, public information. */
export interface FactCard {
  id: string
  intent: IntentId
  topicId: string | null
  titleVi: string
  keywords: readonly string[]
  questions: readonly string[]
  versions: readonly CardVersion[]
  sourceVi: string
  /** When a person last checked it. */
  checkedOn: DayString
  /** Likely next questions. */
  related: readonly string[]
}

export interface EmergencyNumber {
  kind: 'fire' | 'violence' | 'medical' | 'self-harm' | 'child'
  numbers: readonly { phone: string; labelVi: string }[]
}

/** Choices that are good at any time, so that they may stand in a platform's own menu. */
export const STANDING_CHOICES = [
  'menu.complaint',
  'menu.procedure',
  'menu.status',
  'menu.formal-or-tc',
  'menu.human',
  'menu.privacy',
  'menu.rate',
  'menu.link',
  'menu.main',
] as const

/** What the Facebook Page shows before anybody has written. Limits of Meta: 160, 20 of 30, 4 of 80 characters. */
export interface PageProfile {
  greeting: string
  menu: readonly { label: string; choice: (typeof STANDING_CHOICES)[number] }[]
  /** Tapped, they are asked in these words. */
  questions: readonly string[]
}

/** One province, immutable and checked whole when loaded. */
export interface ProvincePack {
  id: string
  /** Hash of its content. */
  version: string
  nameVi: string
  timeZone: string
  /** The day on which its units stand still; null: today. A profile "as the plan was written" has one. */
  standsAt: DayString | null
  /** Whose officer the demonstration signs in; absent: the first commune. */
  demoUnitId?: string | undefined
  hotline: { label: string; phone: string }
  /** Places beyond the province that its residents name ("Quận 9"): told at once that they are not ours. */
  outside?: readonly string[] | undefined
  /** Absent: the Page's own settings are left alone. */
  pageProfile?: PageProfile | undefined
  units: ReadonlyMap<string, Unit>
  localities: ReadonlyMap<string, Locality>
  topics: ReadonlyMap<string, Topic>
  deadlineRules: readonly DeadlineRule[]
  calendar: WorkingCalendar
  cards: ReadonlyMap<string, FactCard>
  emergencies: readonly EmergencyNumber[]
  /** Topics offered in the complaint menu, in order. */
  menuTopics: readonly string[]
  /**
   * One of the texts under this key with `{names}` filled in; several variants turn with `turnOf` (default 0).
   * Throws on an unknown key or a missing variable: the loader has checked them all.
   */
  text(key: TextKey, vars?: Readonly<Record<string, string>>, turnOf?: number): string
}

/** True on the days from `from` (inclusive) to `to` (exclusive); null bounds are open. */
export function isValidOn(span: { from: DayString | null; to: DayString | null }, day: DayString): boolean {
  return (span.from === null || span.from <= day) && (span.to === null || day < span.to)
}

/** The version of an answer that holds on this day; null: there is none (an institution that did not exist yet). */
export function cardVersionOn(card: FactCard, day: DayString): CardVersion | null {
  return card.versions.find((v) => isValidOn(v, day)) ?? null
}

/**
 * The calendar day of an instant in a time zone.
 * @throws RangeError for an unknown zone or an invalid date
 */
export function dayInZone(at: Date, timeZone: string): DayString {
  let format = dayFormats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    dayFormats.set(timeZone, format)
  }
  return format.format(at)
}

/** Making a formatter costs about a hundred times its use. */
const dayFormats = new Map<string, Intl.DateTimeFormat>()

/**
 * The day by which a pack's units are asked "who is responsible": the real day, but never after the day on which
 * the pack stands still. The only place that knows of `standsAt`.
 */
export function effectiveDay(pack: Pick<ProvincePack, 'timeZone' | 'standsAt'>, at: Date): DayString {
  const day = dayInZone(at, pack.timeZone)
  return pack.standsAt !== null && pack.standsAt < day ? pack.standsAt : day
}
