import { and, asc, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { CaseKind } from '../../core/case-code.ts'
import { findCaseCodes } from '../../core/case-code.ts'
import type { ChannelId } from '../../core/channel.ts'
import { bare } from '../../core/text.ts'
import type { TicketStatus } from '../../core/ticket.ts'
import type { Urgency } from '../../core/understanding.ts'
import type { Executor } from '../client.ts'
import { tickets } from '../schema/tickets.ts'
import { dimensionCondition, type Figure, type FigureContext, figureCondition } from './report-conditions.ts'
import type { TicketRow } from './tickets.ts'

export type Tab = 'todo' | 'triage' | 'waiting' | 'due-soon' | 'overdue' | 'coordinating' | 'done' | 'all'

export interface CaseQuery {
  tab?: Tab | undefined
  q?: string | undefined
  status?: TicketStatus | undefined
  kind?: CaseKind | undefined
  urgency?: Urgency | undefined
  topic?: string | undefined
  unit?: string | undefined
  locality?: string | undefined
  channel?: ChannelId | undefined
  holderUserId?: string | undefined
  /** The set behind a figure, with its period. */
  figure?: { name: Figure; context: FigureContext } | undefined
  /** Filing time, when there is no figure. */
  filed?: { from?: Date | undefined; to?: Date | undefined } | undefined
}

/** Whose cases may be read. Applied to every query here. */
export interface ReadScope {
  /** Null: of all units. */
  unitId: string | null
  sealed: boolean
}

export interface Times {
  now: Date
  /** Promised before this instant: due soon. */
  soon: Date
}

/** By due time for what is open, by answer for what is done, by filing else; then by id. */
export type Sort = 'due' | 'answered' | 'filed'

export interface Cursor {
  sort: Sort
  /** ISO instant, or empty for "no due date" (last). */
  at: string
  id: string
}

export function sortOf(query: CaseQuery): Sort {
  if (query.figure !== undefined) return 'filed'
  if (query.tab === 'done') return 'answered'
  return query.tab === undefined || query.tab === 'all' ? 'filed' : 'due'
}

/** One page by key, never by offset. */
export async function listCases(
  db: Executor,
  input: { scope: ReadScope; query: CaseQuery; times: Times; cursor: Cursor | null; limit: number },
): Promise<{ rows: TicketRow[]; next: Cursor | null }> {
  const sort = sortOf(input.query)
  const rows = await db
    .select()
    .from(tickets)
    .where(
      and(
        scoped(input.scope, input.query),
        matches(input.query, input.times),
        input.cursor === null || input.cursor.sort !== sort ? undefined : after(input.cursor),
      ),
    )
    .orderBy(...orderOf(sort))
    .limit(input.limit + 1)
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  const next = rows.length > input.limit && last !== undefined ? cursorOf(sort, last) : null
  return { rows: page, next }
}

/** Counts up to `most`; one more means "at least". */
export async function countCases(
  db: Executor,
  input: { scope: ReadScope; query: CaseQuery; times: Times; most: number },
): Promise<number> {
  const some = db
    .select({ one: sql`1`.as('one') })
    .from(tickets)
    .where(and(scoped(input.scope, input.query), matches(input.query, input.times)))
    .limit(input.most + 1)
    .as('some')
  const rows = await db.select({ n: sql<number>`count(*)::int` }).from(some)
  return rows[0]?.n ?? 0
}

function scoped(scope: ReadScope, query: CaseQuery): SQL | undefined {
  return and(
    scope.unitId === null
      ? undefined
      : query.tab === 'coordinating'
        ? along(scope.unitId)
        : eq(tickets.unitId, scope.unitId),
    scope.sealed ? undefined : eq(tickets.sealed, false),
  )
}

/** Cases of other units on which this one works along. */
function along(unitId: string): SQL {
  return sql`(${tickets.coordinating} @> ${JSON.stringify([unitId])}::jsonb and ${tickets.unitId} is distinct from ${unitId})`
}

function matches(query: CaseQuery, times: Times): SQL | undefined {
  return and(
    query.tab === undefined ? undefined : inTab(query.tab, times),
    query.q === undefined || query.q === '' ? undefined : searched(query.q),
    query.status === undefined ? undefined : eq(tickets.status, query.status),
    query.kind === undefined ? undefined : eq(tickets.kind, query.kind),
    query.urgency === undefined ? undefined : eq(tickets.urgency, query.urgency),
    query.holderUserId === undefined ? undefined : eq(tickets.holderUserId, query.holderUserId),
    dimensionCondition({ unit: query.unit, topic: query.topic, channel: query.channel, locality: query.locality }),
    query.figure === undefined ? undefined : figureCondition(query.figure.name, query.figure.context),
    query.filed?.from === undefined ? undefined : sql`${tickets.filedAt} >= ${query.filed.from.toISOString()}`,
    query.filed?.to === undefined ? undefined : sql`${tickets.filedAt} < ${query.filed.to.toISOString()}`,
  )
}

const WORKING: TicketStatus[] = ['dispatched', 'accepted', 'reopened']
const UNANSWERED = isNull(tickets.answeredAt)
const NOT_CLOSED = isNull(tickets.closedAt)

function inTab(tab: Tab, times: Times): SQL | undefined {
  const now = times.now.toISOString()
  switch (tab) {
    case 'todo':
      return and(inArray(tickets.status, WORKING), UNANSWERED)
    case 'triage':
      return and(inArray(tickets.status, ['received', 'triaged', 'returned']), UNANSWERED)
    case 'waiting':
      return eq(tickets.status, 'waiting-citizen')
    case 'due-soon':
      return and(
        UNANSWERED,
        NOT_CLOSED,
        sql`${tickets.dueAt} >= ${now} and ${tickets.dueAt} < ${times.soon.toISOString()}`,
      )
    case 'overdue':
      return and(UNANSWERED, NOT_CLOSED, sql`${tickets.dueAt} < ${now}`)
    case 'coordinating':
      return and(UNANSWERED, NOT_CLOSED, sql`${tickets.coordinating} <> '[]'::jsonb`)
    case 'done':
      return or(isNotNull(tickets.answeredAt), isNotNull(tickets.closedAt))
    case 'all':
      return undefined
  }
}

/** A whole code finds its case by key; else every word must stand in the bare text (trigram index). */
function searched(q: string): SQL | undefined {
  const code = findCaseCodes(q)[0]
  if (code !== undefined) return eq(tickets.code, code)
  const words = bare(q)
    .split(/\s+/)
    .filter((w) => w !== '')
    .slice(0, 8)
  return and(...words.map((w) => sql`${tickets.searchText} like ${`%${escapeLike(w)}%`}`))
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`)
}

function orderOf(sort: Sort): SQL[] {
  switch (sort) {
    case 'due':
      return [sql`${tickets.dueAt} asc nulls last`, asc(tickets.id)]
    case 'answered':
      return [sql`${tickets.answeredAt} desc nulls last`, desc(tickets.id)]
    case 'filed':
      return [desc(tickets.filedAt), desc(tickets.id)]
  }
}

function after(cursor: Cursor): SQL {
  const { at, id } = cursor
  switch (cursor.sort) {
    case 'due':
      return at === ''
        ? sql`(${tickets.dueAt} is null and ${tickets.id} > ${id})`
        : sql`((${tickets.dueAt}, ${tickets.id}) > (${at}::timestamptz, ${id}) or ${tickets.dueAt} is null)`
    case 'answered':
      return at === ''
        ? sql`(${tickets.answeredAt} is null and ${tickets.id} < ${id})`
        : sql`((${tickets.answeredAt}, ${tickets.id}) < (${at}::timestamptz, ${id}) or ${tickets.answeredAt} is null)`
    case 'filed':
      return sql`(${tickets.filedAt}, ${tickets.id}) < (${at}::timestamptz, ${id})`
  }
}

function cursorOf(sort: Sort, row: TicketRow): Cursor {
  const at = sort === 'due' ? row.dueAt : sort === 'answered' ? row.answeredAt : row.filedAt
  return { sort, at: at?.toISOString() ?? '', id: row.id }
}
