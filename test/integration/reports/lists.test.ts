import { and, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import type { Actor } from '../../../src/core/ticket.ts'
import {
  dimensionCondition,
  FIGURES,
  type Figure,
  figureCondition,
  scopeCondition,
} from '../../../src/db/queries/report-conditions.ts'
import { tickets } from '../../../src/db/schema/tickets.ts'
import { figureSet } from '../../../src/http/contract/cases.ts'
import type { DashboardQuery, Figures } from '../../../src/http/contract/dashboard.ts'
import { createDashboard, reportScope } from '../../../src/reports/dashboard.ts'
import { reportPeriod } from '../../../src/reports/period.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { smallPack } from '../../unit/reports/small-pack.ts'
import { type HandMadeCase, writeCase } from './cases.ts'
import { expectedFigures } from './oracle.ts'
import { randomCase } from './random-cases.ts'

const NOW = new Date('2026-06-10T09:30:00+07:00')
const pack = smallPack()
const MANAGER: Actor = { userId: 'm', name: 'M', role: 'manager', unitId: null, sealed: false }
const OFFICER: Actor = { userId: 'o', name: 'O', role: 'officer', unitId: 'u2', sealed: false }

let database: TestDatabase
let cases: HandMadeCase[]

beforeAll(async () => {
  database = await createTestDatabase()
  cases = fc.sample(randomCase(NOW), { numRuns: 250, seed: 20_261 }).map((made, i) => ({ ...made, code: `PA-${i}` }))
  for (const made of cases) await writeCase(database.db, made)
})
afterAll(() => database.drop())

const dayOf2026 = fc
  .integer({ min: -60, max: 200 })
  .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
const anyQuery: fc.Arbitrary<DashboardQuery> = fc
  .record({
    days: fc.tuple(dayOf2026, dayOf2026),
    unit: fc.constantFrom(undefined, undefined, 'u1', 'u2', 'none'),
    topic: fc.constantFrom(undefined, undefined, 'rac', 'none'),
    channel: fc.constantFrom(undefined, undefined, 'zalo' as const, 'web' as const),
    locality: fc.constantFrom(undefined, undefined, 'd1', 'd1c1', 'only:d1', 'none'),
  })
  .map(({ days, ...rest }) => {
    const [from, to] = [...days].sort()
    return { ...rest, from, to }
  })
const anyActor = fc.constantFrom(MANAGER, MANAGER, OFFICER)

/** What the case list shows for `?figure=` with the same filter: codes. */
async function listed(figure: Figure, query: DashboardQuery, actor: Actor): Promise<string[]> {
  const { from, to } = reportPeriod(query, { timeZone: pack.timeZone, now: NOW })
  const rows = await database.db.orm
    .select({ code: tickets.code })
    .from(tickets)
    .where(
      and(
        figureCondition(figure, { from, to, now: NOW }),
        scopeCondition(reportScope(actor)),
        dimensionCondition(query),
        sql`true`,
      ),
    )
  return rows.map((r) => r.code).sort()
}

function numberOf(figure: Figure, figures: Figures): number {
  switch (figure) {
    case 'received':
    case 'open':
    case 'overdue':
    case 'due':
    case 'late':
    case 'resolution':
      return figure === 'resolution' ? figures.resolution.n : figures[figure]
    case 'on-time':
      return figures.onTime
    case 'first-response':
      return figures.firstResponse.n
  }
}

describe('every figure', () => {
  const dashboard = () => createDashboard({ db: database.db, pack, clock: settableClock(NOW) })

  it('has a name in the contract', () => {
    expect([...FIGURES].sort()).toEqual([...figureSet.options].sort())
  })

  it('equals the length of its list and the count of a plain reading of the events', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuery, anyActor, async (query, actor) => {
        const { total } = await dashboard().read(actor, query)
        const expected = expectedFigures(cases, { query, actor, now: NOW, timeZone: pack.timeZone })
        for (const figure of FIGURES) {
          const codes = await listed(figure, query, actor)
          expect([figure, codes]).toEqual([figure, expected.codes[figure]])
          expect([figure, numberOf(figure, total)]).toEqual([figure, codes.length])
        }
        expect(total.firstResponse).toEqual(expected.firstResponse)
        expect(total.resolution).toEqual(expected.resolution)
      }),
      { numRuns: 25, seed: 7 },
    )
  })

  it('of every row of every table equals the list that the row opens', async () => {
    const query = { from: '2026-02-10', to: '2026-05-20' }
    const found = await dashboard().read(MANAGER, query)
    const months = {
      '2026-02': ['10', '28'],
      '2026-03': ['01', '31'],
      '2026-04': ['01', '30'],
      '2026-05': ['01', '20'],
    }
    const opened: [DashboardQuery, Figures][] = [
      ...found.byUnit.map((r): [DashboardQuery, Figures] => [{ ...query, unit: r.key }, r]),
      ...found.byTopic.map((r): [DashboardQuery, Figures] => [{ ...query, topic: r.key }, r]),
      ...found.byLocality.map((r): [DashboardQuery, Figures] => [{ ...query, locality: r.key }, r]),
      ...found.byMonth.map((r): [DashboardQuery, Figures] => {
        const [first, last] = Object.entries(months).find(([key]) => key === r.key)?.[1] ?? []
        return [{ from: `${r.key}-${first}`, to: `${r.key}-${last}` }, r]
      }),
    ]
    expect(opened.length).toBeGreaterThan(10)
    for (const [filter, row] of opened) {
      for (const figure of FIGURES) {
        const codes = await listed(figure, filter, MANAGER)
        expect([filter, figure, numberOf(figure, row)]).toEqual([filter, figure, codes.length])
      }
    }
  })
})
