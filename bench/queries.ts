import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type SQL, sql } from 'drizzle-orm'
import { settableClock, systemClock } from '../src/core/clock.ts'
import { DAY } from '../src/core/durations.ts'
import type { Actor } from '../src/core/ticket.ts'
import { createDb, type Db } from '../src/db/client.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { createFieldCipher } from '../src/db/field-cipher.ts'
import { migrateDb } from '../src/db/migrate.ts'
import { FIGURES, figureCondition } from '../src/db/queries/report-conditions.ts'
import { tickets } from '../src/db/schema/tickets.ts'
import { tidy } from '../src/demo/clear.ts'
import { seedDemo } from '../src/demo/seed.ts'
import { loadPack } from '../src/packs/load.ts'
import { createDashboard } from '../src/reports/dashboard.ts'
import { reportPeriod } from '../src/reports/period.ts'

/**
 * What the dashboard and the lists behind it cost on many cases. `npx tsx bench/queries.ts --cases 1000000`.
 * Cases of three years: 20,000 are lived through by the demonstration seeder, the rest are copies of them, moved by days.
 */
const SEEDED = 20_000
const YEARS = 3
const RUNS = 5
const { values } = parseArgs({ options: { cases: { type: 'string', default: '200000' }, keep: { type: 'string' } } })
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'bench-queries-'))
const settings = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '1GB', max_wal_size: '4GB' }
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), settings })
const target = { connection: { ...server.connection } }
const db = createDb({ ...target, max: 10 })
try {
  await migrateDb(target)
  await fill(db, Number(values.cases))
  await measure(db)
} finally {
  await db.close()
  await server.stop()
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
}

async function fill(to: Db, cases: number): Promise<void> {
  const have = await to.orm.execute<{ n: number }>(sql`select count(*)::int as n from tickets`)
  if ((have.rows[0]?.n ?? 0) > 0) return
  const now = systemClock.now()
  const pack = loadPack(resolve('data/binh-duong-2022'))
  const from = new Date(now.getTime() - YEARS * 365 * DAY)
  const deps = { db: to, pack, cipher: createFieldCipher(new Uint8Array(32)), now, publicUrl: 'http://localhost' }
  await seedDemo(deps, {
    cases: Math.min(SEEDED, cases),
    from,
    to: now,
    seed: 1,
    population: {},
    onProgress: () => undefined,
  })
  await copyCases(to, Math.round(cases / SEEDED))
  await tidy(to)
}

/** Each copy lies one day earlier than the one before: open cases become old ones that are open still, as few of them are. */
async function copyCases(to: Db, times: number): Promise<void> {
  const columns = async (table: string): Promise<string[]> => {
    const found = await to.orm.execute<{ name: string }>(
      sql`select column_name as name from information_schema.columns where table_name = ${table} order by ordinal_position`,
    )
    return found.rows.map((r) => r.name)
  }
  const changed = (names: string[], instead: Record<string, string>): SQL =>
    sql.raw(names.map((n) => instead[n] ?? n).join(', '))
  const moved = (names: string[], n: number): Record<string, string> =>
    Object.fromEntries(names.filter((c) => /(^|_)at$/.test(c)).map((c) => [c, `${c} - interval '${n} days'`]))
  const ofCase = await columns('tickets')
  const ofEvent = (await columns('ticket_events')).filter((c) => c !== 'seq')
  for (let n = 1; n < times; n++) {
    const suffix = { id: `id || '-${n}'`, code: `code || '-${n}'`, cause_key: `cause_key || '-${n}'` }
    await to.orm.execute(sql`insert into tickets (${sql.raw(ofCase.join(', '))})
      select ${changed(ofCase, { ...moved(ofCase, n), ...suffix })} from tickets
      where position('-' in substr(code, 9)) = 0 and (answered_at is not null or closed_at is not null)`)
    const key = {
      id: `id || '-${n}'`,
      ticket_id: `ticket_id || '-${n}'`,
      idempotency_key: `idempotency_key || '-${n}'`,
    }
    await to.orm.execute(sql`insert into ticket_events (${sql.raw(ofEvent.join(', '))})
      select ${changed(ofEvent, { ...moved(ofEvent, n), ...key })} from ticket_events e
      where position('-' in substr(ticket_id, 37)) = 0
        and exists (select 1 from tickets t where t.id = e.ticket_id || '-${sql.raw(String(n))}') order by seq`)
    process.stdout.write(`\rcopy ${n} of ${times - 1}   `)
  }
}

async function measure(from: Db): Promise<void> {
  const pack = loadPack(resolve('data/binh-duong-2022'))
  const now = systemClock.now()
  const manager: Actor = { userId: 'm', name: 'M', role: 'manager', unitId: null, sealed: false }
  const officer: Actor = { ...manager, role: 'officer', unitId: [...pack.units.keys()][40] ?? '' }
  const dashboard = createDashboard({ db: from, pack, clock: settableClock(now) })
  const day = (back: number): string => new Date(now.getTime() - back * DAY).toISOString().slice(0, 10)
  const size = await from.orm.execute(
    sql`select (select count(*) from tickets) as cases, (select count(*) from ticket_events) as events`,
  )
  console.log('\n', size.rows[0])
  await timed('dashboard, three months, all units', () => dashboard.read(manager, {}))
  await timed('dashboard, three months, one unit', () => dashboard.read(officer, {}))
  await timed('dashboard, three months, one topic', () => dashboard.read(manager, { topic: 'rac_thai' }))
  await timed('dashboard, twelve months', () => dashboard.read(manager, { from: day(365), to: day(0) }))
  await timed('dashboard, a quarter a year ago', () => dashboard.read(manager, { from: day(456), to: day(365) }))
  await timed('dashboard, three years', () => dashboard.read(manager, { from: day(1095), to: day(0) }))
  const context = { ...reportPeriod({}, { timeZone: pack.timeZone, now }), now }
  for (const figure of FIGURES) {
    await timed(`first page of the list behind ${figure}`, () =>
      from.orm
        .select({ id: tickets.id })
        .from(tickets)
        .where(figureCondition(figure, context))
        .orderBy(sql`filed_at desc, id desc`)
        .limit(30),
    )
  }
}

async function timed(name: string, run: () => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now()
    await run()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const show = (i: number): string => `${(times[i] ?? 0).toFixed(0).padStart(6)} ms`
  console.log(`${name.padEnd(48)} best ${show(0)}  median ${show(Math.floor(RUNS / 2))}  worst ${show(RUNS - 1)}`)
}
