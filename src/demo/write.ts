import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db, Executor } from '../db/client.ts'
import { conversations, inboundMessages, outboundMessages } from '../db/schema/conversations.ts'
import { channelIdentities, residents } from '../db/schema/residents.ts'
import { deadlines, ticketEvents, tickets } from '../db/schema/tickets.ts'
import type { CaseRows, DemoResident } from './rows.ts'

export interface Batch {
  residents: DemoResident[]
  cases: CaseRows[]
}

/** One transaction: all of a batch or nothing. Its loss in a crash is nothing to wait for. */
export async function writeBatch(db: Db, { residents: people, cases }: Batch): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local synchronous_commit = off`)
    await insertRows(
      tx,
      residents,
      people.map((p) => p.resident),
    )
    await insertRows(
      tx,
      channelIdentities,
      people.map((p) => p.identity),
    )
    await insertRows(
      tx,
      conversations,
      people.map((p) => p.conversation),
    )
    await insertRows(
      tx,
      tickets,
      cases.map((c) => c.ticket),
    )
    await insertRows(
      tx,
      inboundMessages,
      cases.flatMap((c) => c.inbound),
    )
    await insertRows(
      tx,
      outboundMessages,
      cases.flatMap((c) => c.outbound),
    )
    await insertRows(
      tx,
      ticketEvents,
      cases.flatMap((c) => c.events),
    )
    await insertRows(
      tx,
      deadlines,
      cases.flatMap((c) => c.deadlines),
    )
  })
}

/**
 * Any number of rows with one parameter. All rows must have the same keys: the first one's decide which columns are
 * written, the others get the table's defaults.
 */
async function insertRows<T extends PgTable>(
  tx: Executor,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => Object.hasOwn(first, key))
  const names = sql.join(
    columns.map(([, c]) => sql.identifier(c.name)),
    sql`, `,
  )
  const json = JSON.stringify(rows.map((row) => named(row, columns)))
  const name = sql.identifier(getTableName(table))
  await tx.execute(
    sql`insert into ${name} (${names}) select ${names} from json_populate_recordset(null::${name}, ${json}::json)`,
  )
}

function named(row: Record<string, unknown>, columns: readonly [string, { name: string }][]): Record<string, unknown> {
  return Object.fromEntries(columns.map(([key, column]) => [column.name, row[key]]))
}
