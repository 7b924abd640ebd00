import { type SQL, sql } from 'drizzle-orm'
import type { ChannelId } from '../../core/channel.ts'
import { ticketEvents, tickets } from '../schema/tickets.ts'

/**
 * The one definition of each figure, as SQL. Every fragment is a condition on a row of `tickets` (not aliased), so the
 * number (`count(*) ... where`) and the list behind it (`select ... where`) come from the same words and cannot disagree.
 * Their Vietnamese text is in reports/definitions.ts, the reasons in docs/figures.md.
 */
export const FIGURES = [
  'received',
  'open',
  'overdue',
  'due',
  'on-time',
  'late',
  'first-response',
  'resolution',
] as const
/** Same names as `figureSet` of the HTTP contract. */
export type Figure = (typeof FIGURES)[number]

export interface FigureContext {
  /** First instant of the period (midnight in the pack's time zone). */
  from: Date
  /** First instant after the period. May lie in the future. */
  to: Date
  now: Date
}

/** Dimensions by which figures and lists are narrowed. An absent one does not narrow. */
export interface CaseDimensions {
  /** `none`: with the dispatchers. */
  unit?: string | undefined
  /** `none`: not known yet. */
  topic?: string | undefined
  channel?: ChannelId | undefined
  /** District or commune; `none`: place not known; `only:<district id>`: the district is known, its commune is not. */
  locality?: string | undefined
}

/** Whose cases may be counted. Null: of all units. */
export interface ReportScope {
  unitId: string | null
}

/**
 * Cases that a figure counts. Sealed cases (tố cáo) are in none: a count by unit and month could give one away.
 * Scope and dimensions are not in it: add `scopeCondition` and `dimensionCondition`.
 */
export function figureCondition(figure: Figure, context: FigureContext): SQL {
  return sql`(not ${tickets.sealed} and ${unsealed(figure, context)})`
}

/** Applied in SQL to everything that an actor reads. */
export function scopeCondition(scope: ReportScope): SQL {
  return scope.unitId === null ? sql`true` : sql`${tickets.unitId} = ${scope.unitId}`
}

/** The same narrowing for figures and for the lists behind them. */
export function dimensionCondition(by: CaseDimensions): SQL {
  const parts = [sql`true`]
  if (by.unit !== undefined) parts.push(is(sql`${tickets.unitId}`, by.unit))
  if (by.topic !== undefined) parts.push(is(sql`${tickets.topicId}`, by.topic))
  if (by.channel !== undefined) parts.push(sql`${tickets.channel} = ${by.channel}`)
  if (by.locality !== undefined) parts.push(inLocality(by.locality))
  return sql`(${sql.join(parts, sql` and `)})`
}

function is(column: SQL, value: string): SQL {
  return value === 'none' ? sql`${column} is null` : sql`${column} = ${value}`
}

function inLocality(id: string): SQL {
  if (id === 'none') return sql`(${tickets.districtId} is null and ${tickets.localityId} is null)`
  if (!id.startsWith('only:')) return sql`(${tickets.districtId} = ${id} or ${tickets.localityId} = ${id})`
  const district = id.slice('only:'.length)
  return sql`(${tickets.districtId} = ${district} and coalesce(${tickets.localityId}, ${district}) = ${district})`
}

function unsealed(figure: Figure, context: FigureContext): SQL {
  const { from, to } = context
  switch (figure) {
    case 'received':
      return hasEvent(receivedEvent(context))
    case 'open':
      return openAtEnd(context)
    case 'overdue':
      return sql`(${pastDue(context)} and ${openAtEnd(context)})`
    case 'due':
      return dueCohort(context)
    case 'on-time':
      return sql`(${dueIn({ from, to })} and ${answeredOnTime()})`
    case 'late':
      return sql`(${dueCohort(context)} and not ${answeredOnTime()})`
    case 'first-response':
      return hasEvent(firstResponseEvent(context))
    case 'resolution':
      return hasEvent(standingAnswerEvent(context))
  }
}

/** `e`: the filing, in the period. Once per case. */
export function receivedEvent({ from, to }: FigureContext): SQL {
  return sql`e.type = 'filed' and e.at >= ${at(from)} and e.at < ${at(to)}`
}

/** `e`: the first answer of a person to the resident, in the period. Once per case. */
export function firstResponseEvent({ from, to }: FigureContext): SQL {
  return sql`e.first_response and e.at >= ${at(from)} and e.at < ${at(to)}`
}

/** `e`: the written result that stands today (no reopening and no newer result after it), given in the period. */
export function standingAnswerEvent({ from, to }: FigureContext): SQL {
  return sql`${standingAnswer()} and e.at >= ${at(from)} and e.at < ${at(to)}`
}

/**
 * The only cases that can have been open at some moment between the two: filed by the later one, and without a standing
 * answer or with one given after the earlier one. The copies on the case only narrow here; what counts are the events.
 * Keeps the exact test away from the mass of finished cases.
 */
export function mayHaveBeenOpen(since: Date, until: Date): SQL {
  return sql`${tickets.id} in (
    select o.id from ${tickets} o where o.answered_at is null and o.filed_at <= ${at(until)}
    union all
    select o.id from ${tickets} o where o.answered_at >= ${at(since)} and o.filed_at <= ${at(until)})`
}

/** The promised date lies before the end of the period, and before now. */
export function pastDue({ to, now }: FigureContext): SQL {
  return sql`(${tickets.dueAt} < ${at(to)} and ${tickets.dueAt} < ${at(now)})`
}

/** At the end of the period, or now if that is earlier: filed, and its last answer or closing undone or not yet there. */
function openAtEnd({ to, now }: FigureContext): SQL {
  return sql`(${mayHaveBeenOpen(earlier(to, now), earlier(to, now))}
    and ${hasEvent(sql`e.type = 'filed' and e.at < ${at(to)} and e.at <= ${at(now)}`)}
    and not ${hasEvent(sql`e.type in ('resolved', 'closed') and e.at < ${at(to)} and e.at <= ${at(now)}
      and not exists (select 1 from ${ticketEvents} r where r.ticket_id = e.ticket_id and r.type = 'reopened'
        and r.seq > e.seq and r.at < ${at(to)} and r.at <= ${at(now)})`)})`
}

/** Promised for the period and fate known. Closed without an answer before its date: nothing is owed, left out. */
function dueCohort({ from, to, now }: FigureContext): SQL {
  const answered = hasEvent(standingAnswer())
  return sql`(${dueIn({ from, to })} and (${answered} or (${tickets.dueAt} < ${at(now)} and not ${closedInTime()})))`
}

function dueIn({ from, to }: { from: Date; to: Date }): SQL {
  return sql`${tickets.dueAt} >= ${at(from)} and ${tickets.dueAt} < ${at(to)}`
}

/** Of a case in the due cohort. Inclusive: an answer at the very promised instant is on time. */
export function answeredOnTime(): SQL {
  return hasEvent(sql`${standingAnswer()} and e.at <= ${tickets.dueAt}`)
}

function closedInTime(): SQL {
  return hasEvent(sql`e.type = 'closed' and e.at <= ${tickets.dueAt}
    and not exists (select 1 from ${ticketEvents} r where r.ticket_id = e.ticket_id and r.type = 'reopened' and r.seq > e.seq)`)
}

function standingAnswer(): SQL {
  return sql`e.type = 'resolved' and not exists (select 1 from ${ticketEvents} r
    where r.ticket_id = e.ticket_id and r.type in ('reopened', 'resolved') and r.seq > e.seq)`
}

function hasEvent(condition: SQL): SQL {
  return sql`exists (select 1 from ${ticketEvents} e where e.ticket_id = ${tickets.id} and ${condition})`
}

function at(instant: Date): SQL {
  return sql`${instant.toISOString()}::timestamptz`
}

export function earlier(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b
}
