import { sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'

/** Marked rows and what hangs on them. Real residents' rows are never touched. */
const DOOMED = [
  sql`delete from deadlines where ticket_id in (select id from tickets where demo)`,
  sql`delete from ticket_events where ticket_id in (select id from tickets where demo)`,
  // Their bytes may lie outside the database: the sweep deletes them, wherever they are kept, by what is left here.
  sql`update attachments set state = 'failed', failure_reason = 'media.deleted', source_url_sealed = null, name = null,
    name_sealed = null, place_sealed = null, thumbnail = false, size = coalesce(size, 0), ticket_id = null
    where conversation_id in (select id from demo_conversations)`,
  sql`delete from inbound_messages where conversation_id in (select id from demo_conversations)`,
  sql`delete from outbound_messages where conversation_id in (select id from demo_conversations)`,
  sql`delete from tickets where demo`,
  sql`delete from conversations where id in (select id from demo_conversations)`,
  sql`delete from link_codes where resident_id in (select id from residents where demo)`,
  sql`delete from channel_identities where resident_id in (select id from residents where demo)`,
  sql`delete from residents where demo`,
]

/** Removes all demonstration data; returns how many cases. One transaction. */
export async function clearDemo(db: Db): Promise<number> {
  const cleared = await db.transaction(async (tx) => {
    const found = await tx.execute<{ n: number }>(sql`select count(*)::int as n from tickets where demo`)
    await tx.execute(sql`create temporary table demo_conversations on commit drop as
      select c.id from conversations c join channel_identities i on i.id = c.identity_id
      join residents r on r.id = i.resident_id where r.demo`)
    for (const statement of DOOMED) await tx.execute(statement)
    return found.rows[0]?.n ?? 0
  })
  await tidy(db)
  return cleared
}

/** Fresh statistics, and the visibility map that index-only scans need. */
export async function tidy(db: Db): Promise<void> {
  for (const table of ['tickets', 'ticket_events', 'deadlines', 'inbound_messages', 'outbound_messages']) {
    await db.orm.execute(sql`vacuum (analyze) ${sql.identifier(table)}`)
  }
}
