import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { ticketEvents, tickets } from '../schema/tickets.ts'
import {
  answeredOnTime,
  type CaseDimensions,
  dimensionCondition,
  type FigureContext,
  figureCondition,
  firstResponseEvent,
  pastDue,
  type ReportScope,
  receivedEvent,
  scopeCondition,
  standingAnswerEvent,
} from './report-conditions.ts'

export interface ReportInput {
  context: FigureContext
  by: CaseDimensions
  scope: ReportScope
  /** Rows by district, or by commune where one district is looked at. */
  localityLevel: 'district' | 'commune'
  /** Months are cut in this zone. */
  timeZone: string
}

export const DIMENSIONS = ['total', 'unit', 'topic', 'channel', 'locality', 'month'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface GroupRow {
  dimension: Dimension
  /** Value to filter by (`none`, `only:<id>` as in `CaseDimensions`); month `YYYY-MM`; empty for the total. */
  key: string
  n: number
  /** overdue among open; on time among due; 0 elsewhere. */
  marked: number
  /** Working minutes; null without a measured case. */
  median: number | null
  p90: number | null
  demo: boolean
}

/**
 * One pass per figure: the rows of the figure's own condition, grouped at once in all dimensions (grouping sets).
 * Run in parallel by the caller; cost in docs/figures.md.
 */
export function countReceived(db: Executor, input: ReportInput): Promise<GroupRow[]> {
  return grouped(db, input, { from: eventsWith(receivedEvent(input.context)), where: sql`true`, at: sql`e.at` })
}

/** `marked`: overdue. No months: what stood open at the end of each is `openByMonth`. */
export function countOpen(db: Executor, input: ReportInput): Promise<GroupRow[]> {
  const where = figureCondition('open', input.context)
  return grouped(db, input, { from: sql`${tickets}`, where, marked: pastDue(input.context) })
}

/** `marked`: on time. Months are those of the promised date. */
export function countDue(db: Executor, input: ReportInput): Promise<GroupRow[]> {
  const where = figureCondition('due', input.context)
  return grouped(db, input, { from: sql`${tickets}`, where, marked: answeredOnTime(), at: sql`${tickets.dueAt}` })
}

export function spreadOfFirstResponse(db: Executor, input: ReportInput): Promise<GroupRow[]> {
  const from = eventsWith(firstResponseEvent(input.context))
  return grouped(db, input, { from, where: sql`true`, at: sql`e.at`, minutes: sql`e.working_minutes` })
}

/**
 * Each case once, at the result that stands. `working_minutes` of an event count from filing; of a reopened case the time
 * in which the resident had an answer is nobody's and is left out: its rounds are measured and added.
 */
export function spreadOfResolution(db: Executor, input: ReportInput): Promise<GroupRow[]> {
  const from = eventsWith(standingAnswerEvent(input.context))
  const minutes = sql`case
    when e.ticket_id in (select o.ticket_id from ${ticketEvents} o where o.type = 'reopened') then ${minutesOfRounds()}
    else e.working_minutes end`
  return grouped(db, input, { from, where: sql`true`, at: sql`e.at`, minutes })
}

/** A round lasts from filing or reopening to the next answer (or closing). */
function minutesOfRounds(): SQL {
  return sql`(select sum(until - since) from (
    select p.type, p.working_minutes as since, lead(p.working_minutes) over (order by p.seq) as until
    from ${ticketEvents} p
    where p.ticket_id = e.ticket_id and p.type in ('filed', 'resolved', 'closed', 'reopened')) as turns
    where type in ('filed', 'reopened'))`
}

export interface MonthEnd {
  /** `YYYY-MM` */
  key: string
  /** First instant after the month (or after the period, if that ends earlier). */
  to: Date
}

function eventsWith(condition: SQL): SQL {
  return sql`${ticketEvents} e join ${tickets} on ${tickets.id} = e.ticket_id and not ${tickets.sealed} and ${condition}`
}

interface Rows {
  from: SQL
  where: SQL
  /** The instant whose month the case belongs to; absent: no rows by month. */
  at?: SQL
  marked?: SQL
  minutes?: SQL
}

async function grouped(db: Executor, input: ReportInput, rows: Rows): Promise<GroupRow[]> {
  const month =
    rows.at === undefined ? sql`null::text` : sql`to_char(${rows.at} at time zone ${input.timeZone}, 'YYYY-MM')`
  const spread =
    rows.minutes === undefined ? sql`null` : sql`percentile_cont(array[0.5, 0.9]) within group (order by minutes)`
  const result = await db.execute<RawGroup>(sql`
    select grouping(unit, topic, channel, locality, month) as g,
      coalesce(unit, topic, channel, locality, month, '') as key,
      count(*)::int as n, (count(*) filter (where marked))::int as marked, ${spread} as spread, bool_or(demo) as demo
    from (
      select coalesce(${tickets.unitId}, 'none') as unit, coalesce(${tickets.topicId}, 'none') as topic,
        ${tickets.channel} as channel, ${localityKey(input.localityLevel)} as locality, ${month} as month,
        ${rows.marked ?? sql`false`} as marked, ${rows.minutes ?? sql`null::int`} as minutes, ${tickets.demo} as demo
      from ${rows.from}
      where ${rows.where} and ${scopeCondition(input.scope)} and ${dimensionCondition(input.by)}
    ) as counted
    group by grouping sets ((), (unit), (topic), (channel), (locality), (month))`)
  const groups = result.rows.map(groupRow)
  return rows.at === undefined ? groups.filter((g) => g.dimension !== 'month') : groups
}

function localityKey(level: ReportInput['localityLevel']): SQL {
  if (level === 'district') return sql`coalesce(${tickets.districtId}, ${tickets.localityId}, 'none')`
  return sql`case when coalesce(${tickets.localityId}, ${tickets.districtId}) = ${tickets.districtId}
    then 'only:' || ${tickets.districtId} else coalesce(${tickets.localityId}, 'none') end`
}

type RawGroup = {
  g: number
  key: string
  n: number
  marked: number
  spread: (number | null)[] | null
  demo: boolean | null
}

/** grouping() has a bit per column, set where the column is rolled up: unit is the highest of five. */
const BY_MASK: Readonly<Record<number, Dimension>> = {
  31: 'total',
  15: 'unit',
  23: 'topic',
  27: 'channel',
  29: 'locality',
  30: 'month',
}

function groupRow(row: RawGroup): GroupRow {
  const dimension = BY_MASK[row.g]
  if (dimension === undefined) throw new Error(`unknown grouping ${row.g}`)
  return {
    dimension,
    key: row.key,
    n: row.n,
    marked: row.marked,
    median: tenths(row.spread?.[0]),
    p90: tenths(row.spread?.[1]),
    demo: row.demo ?? false,
  }
}

/** Interpolation leaves digits that mean nothing: 871.0000000000001. */
function tenths(minutes: number | null | undefined): number | null {
  return minutes === null || minutes === undefined ? null : Math.round(minutes * 10) / 10
}
