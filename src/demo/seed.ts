import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { StartupProblem } from '../core/errors.ts'
import type { Db } from '../db/client.ts'
import { tickets } from '../db/schema/tickets.ts'
import { arrivals } from './arrivals.ts'
import { type CaseMakers, makeCase } from './case.ts'
import { tidy } from './clear.ts'
import { demoPlaces } from './places.ts'
import { seededRandom } from './random.ts'
import { createResidents } from './residents.ts'
import type { CaseRows, DemoResident, DemoWorld } from './rows.ts'
import { topicMix } from './topic-mix.ts'
import { type Batch, writeBatch } from './write.ts'

const BATCH = 500
/** Making cases holds the event loop; the batch before is being written meanwhile and needs it. */
const BREATH = 20

export interface SeedInput {
  /** As many as this are filed, spread from `from` (local midnight) to `to`. */
  cases: number
  from: Date
  to: Date
  /** The same seed over the same days and pack tells the same stories. */
  seed: number
  /** By GSO code of the district; weights of where people write from. */
  population: Readonly<Record<string, number>>
  onProgress(done: number): void
}

export type SeedDeps = Omit<DemoWorld, 'random'> & { db: Db }

/**
 * Writes a believable stretch of cases with their conversations, events and promises, all marked as demonstration.
 * Memory holds one batch and the codes in use.
 * @throws StartupProblem when the same seed is in the database already
 */
export async function seedDemo(deps: SeedDeps, input: SeedInput): Promise<void> {
  const { db, pack, now } = deps
  const random = seededRandom(input.seed)
  const world: DemoWorld = { ...deps, random }
  const makers: CaseMakers = {
    world,
    topics: topicMix(pack),
    places: demoPlaces(pack, { now, population: input.population }),
  }
  const residents = createResidents(world)
  const codes = await codesSince(db, input.from)
  let batch: Batch = { residents: [], cases: [] }
  let written = Promise.resolve(0)
  const flush = async (): Promise<void> => {
    const full = batch
    batch = { residents: [], cases: [] }
    const done = await written
    if (done === 0) await refuseTwice(db, full.residents[0])
    else input.onProgress(done)
    written = writeBatch(db, full).then(() => done + full.cases.length)
    written.catch(() => undefined) // seen by whoever awaits it next
  }
  for (const at of arrivals({ cases: input.cases, from: input.from, to: input.to, timeZone: pack.timeZone, random })) {
    const { who, isNew } = residents.at(at)
    if (isNew) batch.residents.push(who)
    batch.cases.push(withFreeCode(codes, () => makeCase(makers, who, at)))
    if (batch.cases.length % BREATH === 0) await breathe()
    if (batch.cases.length === BATCH) await flush()
  }
  if (batch.cases.length > 0) await flush()
  input.onProgress(await written)
  await lastWords(db)
  await tidy(db)
}

/** Drawn again where another case has the code. */
function withFreeCode(codes: Set<string>, make: () => CaseRows): CaseRows {
  for (;;) {
    const made = make()
    if (codes.has(made.ticket.code)) continue
    codes.add(made.ticket.code)
    return made
  }
}

async function codesSince(db: Db, from: Date): Promise<Set<string>> {
  // A code carries its month: what is older cannot be drawn again.
  const rows = await db.orm
    .select({ code: tickets.code })
    .from(tickets)
    .where(sql`${tickets.filedAt} >= ${from.toISOString()}::timestamptz - interval '32 days'`)
  return new Set(rows.map((r) => r.code))
}

async function refuseTwice(db: Db, first: DemoResident | undefined): Promise<void> {
  if (first === undefined) return
  const found = await db.orm.execute(sql`select 1 from residents where id = ${first.resident.id}`)
  if (found.rows.length === 0) return
  throw new StartupProblem('Dữ liệu minh họa với --seed này đã có: chạy với --clear trước, hoặc chọn --seed khác.')
}

/** The windows of the platforms count from the resident's last message. */
async function lastWords(db: Db): Promise<void> {
  await db.orm.execute(sql`
    update conversations c set last_inbound_at = m.last
    from (select conversation_id, max(sent_at) as last from inbound_messages where demo group by 1) m
    where m.conversation_id = c.id and c.last_inbound_at < m.last`)
}
