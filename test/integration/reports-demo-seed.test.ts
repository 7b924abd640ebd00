import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settableClock } from '../../src/core/clock.ts'
import type { Actor } from '../../src/core/ticket.ts'
import { createFieldCipher } from '../../src/db/field-cipher.ts'
import { deletedAttachments } from '../../src/db/queries/attachments.ts'
import { clearDemo } from '../../src/demo/clear.ts'
import { type SeedDeps, seedDemo } from '../../src/demo/seed.ts'
import { actThroughUseCases } from '../../src/demo/use-cases.ts'
import { loadPack } from '../../src/packs/load.ts'
import { createDashboard } from '../../src/reports/dashboard.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { writeCase } from './reports/cases.ts'

const CASES = 600
const NOW = new Date('2026-11-20T15:00:00+07:00')
const FROM = new Date('2025-12-01T00:00:00+07:00')
const pack = loadPack('data/binh-duong-2022')
const MANAGER: Actor = { userId: 'm', name: 'M', role: 'manager', unitId: null, sealed: false }

let database: TestDatabase
let deps: SeedDeps

beforeAll(async () => {
  database = await createTestDatabase()
  const cipher = createFieldCipher(new Uint8Array(32).fill(7))
  deps = { db: database.db, pack, cipher, now: NOW, publicUrl: 'http://localhost:3000' }
  await writeCase(database.db, {
    code: 'real',
    happened: [{ type: 'filed', at: '2026-11-02T09:00:00+07:00', minutes: 0 }],
  })
  await seedDemo(deps, { ...input(7), onProgress: () => undefined })
  await actThroughUseCases(deps, { cases: 30, seed: 7, to: NOW })
})
afterAll(() => database.drop())

function input(seed: number) {
  return { cases: CASES, from: FROM, to: NOW, seed, population: { '725': 600 }, onProgress: () => undefined }
}

async function rows<T extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<T[]> {
  return (await database.db.orm.execute(query)).rows as T[]
}

/** Those that went through the use cases write from addresses of their own. */
const THROUGH_USE_CASES = sql`exists (select 1 from conversations c where c.id = t.conversation_id and c.address ~ '^demo-7-\\d+$')`

describe('demonstration data', () => {
  it('is as many cases as asked for, all marked, from the first day to now', async () => {
    const [found] = await rows(sql`select count(*)::int as n, min(filed_at) >= ${FROM.toISOString()} as early,
      max(updated_at) <= ${NOW.toISOString()} as late from tickets where demo`)
    expect(found).toEqual({ n: CASES + 30, early: true, late: true })
  })

  it('holds nothing that happens after now or before its case was filed', async () => {
    const [found] = await rows(sql`select
      (select count(*)::int from ticket_events where demo and at > ${NOW.toISOString()}) as future,
      (select count(*)::int from ticket_events e join tickets t on t.id = e.ticket_id where e.at < t.filed_at) as before,
      (select count(*)::int from inbound_messages where sent_at > ${NOW.toISOString()}) as heard,
      (select count(*)::int from (select at < lag(at) over (partition by ticket_id order by seq) as back from ticket_events) x where back) as backwards`)
    expect(found).toEqual({ future: 0, before: 0, heard: 0, backwards: 0 })
  })

  it.each([
    ['bulk', sql`not ${THROUGH_USE_CASES}`],
    ['the use cases', THROUGH_USE_CASES],
  ])('written by %s carries copies that agree with its events', async (_, which) => {
    const [found] = await rows<Record<string, number>>(sql`
      with folded as (
        select t.*, (select e.to_status from ticket_events e where e.ticket_id = t.id order by seq desc limit 1) as last_status,
          (select min(e.at) from ticket_events e where e.ticket_id = t.id and e.first_response) as spoke,
          (select count(*) from ticket_events e where e.ticket_id = t.id and e.first_response) as firsts,
          (select max(e.at) from ticket_events e where e.ticket_id = t.id and e.type = 'resolved' and not exists
            (select 1 from ticket_events r where r.ticket_id = t.id and r.type = 'reopened' and r.seq > e.seq)) as answer,
          (select count(*) from ticket_events e where e.ticket_id = t.id and e.type not in ('filed', 'reminded', 'overdue')) as changes,
          (select d.due_at from deadlines d where d.ticket_id = t.id and d.step = 'resolve' order by started_at desc limit 1) as promised
        from tickets t where demo and ${which})
      select count(*)::int as n,
        (count(*) filter (where status <> last_status))::int as status,
        (count(*) filter (where first_response_at is distinct from spoke or firsts > 1))::int as first_response,
        (count(*) filter (where answered_at is distinct from answer))::int as answered,
        (count(*) filter (where (closed_at is not null) <> (status = 'closed')))::int as closed,
        (count(*) filter (where version <> 2 + changes))::int as version,
        (count(*) filter (where due_at is distinct from promised))::int as due,
        (count(*) filter (where unit_id is null and status not in ('triaged', 'answered', 'closed', 'waiting-citizen', 'reopened', 'accepted', 'received')))::int as unit
      from folded`)
    const { n, ...wrong } = found ?? {}
    expect(n).toBeGreaterThan(20)
    expect(wrong).toEqual({ status: 0, first_response: 0, answered: 0, closed: 0, version: 0, due: 0, unit: 0 })
  })

  it('has the same shape of events as the use cases write', async () => {
    const shapes = (which: ReturnType<typeof sql>) =>
      rows<{ shape: string }>(sql`select distinct concat_ws(' ', e.type, e.actor_kind, e.from_status, '>', e.to_status,
        (select string_agg(k, ',' order by k) from jsonb_object_keys(e.data) k), e.text_sealed is null, e.actor_id is null,
        regexp_replace(coalesce(e.idempotency_key, ''), '/.*', '')) as shape
        from ticket_events e join tickets t on t.id = e.ticket_id where t.demo and ${which} and e.actor_kind <> 'staff'`)
    const bulk = new Set((await shapes(sql`not ${THROUGH_USE_CASES}`)).map((r) => r.shape))
    const real = (await shapes(THROUGH_USE_CASES)).map((r) => r.shape)
    expect(real.length).toBeGreaterThan(2)
    expect(real.filter((shape) => !bulk.has(shape))).toEqual([])
  })

  it('lets staff act in office hours only, and has every turn that a case can take', async () => {
    const found = await rows<{ type: string; n: number }>(
      sql`select type, count(*)::int as n from ticket_events e where demo group by type`,
    )
    const of = Object.fromEntries(found.map((r) => [r.type, r.n]))
    for (const type of [
      'routed',
      'triaged',
      'accepted',
      'replied',
      'asked',
      'citizen-wrote',
      'returned',
      'resolved',
      'rated',
      'reopened',
      'closed',
      'reminded',
      'overdue',
      'note',
    ]) {
      expect([type, (of[type] ?? 0) > 0]).toEqual([type, true])
    }
    const [night] = await rows(sql`select count(*)::int as n from ticket_events where demo and actor_kind = 'staff'
      and (extract(isodow from at at time zone 'Asia/Ho_Chi_Minh') > 6 or extract(hour from at at time zone 'Asia/Ho_Chi_Minh') not between 7 and 17)`)
    expect(night).toEqual({ n: 0 })
  })

  it('keeps words and contacts sealed, phones that belong to nobody, and sealed cases without words', async () => {
    const found = await rows<{ contact: string }>(
      sql`select contact_sealed as contact from tickets where demo and contact_sealed is not null limit 50`,
    )
    expect(found.length).toBeGreaterThan(20)
    for (const { contact } of found) expect(JSON.parse(deps.cipher.open(contact)).phone).toMatch(/^0900000\d{3}$/)
    const [sealed] =
      await rows(sql`select count(*)::int > 0 as some, bool_and(result_text is null and place_text = '' and unit_id is null) as mute
      from tickets where demo and sealed`)
    expect(sealed).toEqual({ some: true, mute: true })
  })

  it('feeds the dashboard: units differ, most are on time, not all', async () => {
    const found = await createDashboard({ db: database.db, pack, clock: settableClock(NOW) }).read(MANAGER, {
      from: '2025-12-01',
      to: '2026-11-20',
    })
    expect(found.includesDemo).toBe(true)
    expect(found.total.onTimeShare).toBeGreaterThan(0.6)
    expect(found.total.onTimeShare).toBeLessThan(0.97)
    expect(found.total.firstResponse.median).toBeGreaterThan(20)
    const rain = (month: string): number => found.byMonth.find((m) => m.key === month)?.received ?? 0
    expect(rain('2026-08')).toBeGreaterThan(rain('2026-02'))
  })

  it('is refused a second time with the same seed', async () => {
    await expect(seedDemo(deps, input(7))).rejects.toThrow(/--clear/)
  })

  it('tells the same stories for the same seed, others for another, and goes without a trace of real cases lost', async () => {
    const stories = () =>
      rows(
        sql`select code, title, filed_at, status, unit_id, answered_at, rating from tickets t where demo and not ${THROUGH_USE_CASES} order by filed_at, code`,
      )
    const before = await stories()
    await rows(sql`insert into attachments (id, inbound_id, conversation_id, position, kind, state, size, created_at)
      select 'photo-of-a-demo', 'none', (select conversation_id from tickets where demo limit 1), 0, 'image', 'stored', 9, now()`)
    expect(await clearDemo(database.db)).toBe(CASES + 30)
    // The sweep deletes their bytes from wherever they are kept.
    expect(await deletedAttachments(database.db.orm, 10)).toEqual(['photo-of-a-demo'])
    const [left] =
      await rows(sql`select (select count(*)::int from tickets) as cases, (select count(*)::int from ticket_events) as events,
      (select count(*)::int from residents) + (select count(*)::int from conversations) + (select count(*)::int from inbound_messages)
      + (select count(*)::int from outbound_messages) + (select count(*)::int from deadlines) as rest`)
    expect(left).toEqual({ cases: 1, events: 1, rest: 0 })
    await seedDemo(deps, input(7))
    expect(await stories()).toEqual(before)
    await clearDemo(database.db)
    await seedDemo(deps, input(8))
    expect(await stories()).not.toEqual(before)
  })
})
