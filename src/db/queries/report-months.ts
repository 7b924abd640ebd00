import { sql } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { ticketEvents, tickets } from '../schema/tickets.ts'
import { dimensionCondition, earlier, mayHaveBeenOpen, scopeCondition } from './report-conditions.ts'
import type { MonthEnd, ReportInput } from './reports.ts'

export interface OpenAtMonthEnd {
  key: string
  open: number
  overdue: number
}

/**
 * What stood open and overdue at each month's end, in one pass. The condition of 'open' folded over time: a case is
 * open from its filing (or reopening) to the next answer or closing. That both agree is tested with random cases;
 * asking the condition month by month would read the same cases once per month.
 */
export async function openByMonth(
  db: Executor,
  input: ReportInput,
  months: readonly MonthEnd[],
): Promise<OpenAtMonthEnd[]> {
  const first = months[0]
  if (first === undefined) return []
  const now = input.context.now.toISOString()
  const ends = months.map((m) => sql`(${m.key}, ${m.to.toISOString()}::timestamptz)`)
  const since = earlier(first.to, input.context.now)
  const until = earlier(input.context.to, input.context.now)
  const result = await db.execute<{ key: string; open: number; overdue: number }>(sql`
    with turns as (
      select e.ticket_id, e.type, e.at, ${tickets.dueAt} as due_at,
        lead(e.at) over (partition by e.ticket_id order by e.seq) as until
      from ${ticketEvents} e join ${tickets} on ${tickets.id} = e.ticket_id
      where e.type in ('filed', 'resolved', 'closed', 'reopened') and e.at <= ${now}::timestamptz
        and not ${tickets.sealed} and ${mayHaveBeenOpen(since, until)}
        and ${scopeCondition(input.scope)} and ${dimensionCondition(input.by)}
    )
    select m.key, count(t.ticket_id)::int as open,
      (count(t.ticket_id) filter (where t.due_at < m.ends and t.due_at < ${now}::timestamptz))::int as overdue
    from (values ${sql.join(ends, sql`, `)}) as m(key, ends)
    left join turns t on t.type in ('filed', 'reopened') and t.at < m.ends and (t.until is null or t.until >= m.ends)
    group by m.key`)
  return result.rows
}
