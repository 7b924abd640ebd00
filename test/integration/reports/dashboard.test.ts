import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { settableClock } from '../../../src/core/clock.ts'
import type { Actor } from '../../../src/core/ticket.ts'
import { ticketEvents, tickets } from '../../../src/db/schema/tickets.ts'
import { dashboard as contract, type Dashboard, type DashboardQuery } from '../../../src/http/contract/dashboard.ts'
import { createDashboard } from '../../../src/reports/dashboard.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { smallPack } from '../../unit/reports/small-pack.ts'
import { type HandMadeCase, writeCase } from './cases.ts'

const MANAGER: Actor = { userId: 'm', name: 'M', role: 'manager', unitId: null, sealed: false }
const OFFICER: Actor = { userId: 'o', name: 'O', role: 'officer', unitId: 'u1', sealed: false }
const MARCH = { from: '2026-03-01', to: '2026-03-31' }

let database: TestDatabase
const clock = settableClock(new Date('2026-04-15T10:00:00+07:00'))

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db.orm.delete(ticketEvents)
  await database.db.orm.delete(tickets)
  clock.set(new Date('2026-04-15T10:00:00+07:00'))
})

async function read(query: DashboardQuery, actor: Actor = MANAGER): Promise<Dashboard> {
  const found = await createDashboard({ db: database.db, pack: smallPack(), clock }).read(actor, query)
  return contract.parse(found)
}

async function given(...cases: HandMadeCase[]): Promise<void> {
  for (const made of cases) await writeCase(database.db, made)
}

const filed = (at: string) => ({ type: 'filed', at: `${at}+07:00`, minutes: 0 }) as const
const resolved = (at: string, minutes: number) => ({ type: 'resolved', at: `${at}+07:00`, minutes }) as const
const day = (at: string): string => `${at}T17:00:00+07:00`

describe('figures of hand-made cases', () => {
  it('are all zero and say so for an empty database', async () => {
    const found = await read(MARCH)
    expect(found.total).toMatchObject({ received: 0, open: 0, due: 0, onTimeShare: null })
    expect(found.total.firstResponse).toEqual({ n: 0, median: null, p90: null })
    expect(found.byMonth).toHaveLength(1)
    expect(found.includesDemo).toBe(false)
  })

  it('count a late open case against the on-time share', async () => {
    await given(
      {
        code: 'in-time',
        happened: [filed('2026-03-02T08:00'), resolved('2026-03-05T08:00', 600)],
        due: day('2026-03-09'),
      },
      {
        code: 'too-late',
        happened: [filed('2026-03-02T08:00'), resolved('2026-03-20T08:00', 3000)],
        due: day('2026-03-09'),
      },
      { code: 'still-open', happened: [filed('2026-03-02T08:00')], due: day('2026-03-09') },
      { code: 'not-yet-due', happened: [filed('2026-03-30T08:00')], due: day('2026-04-20') },
    )
    const { total } = await read(MARCH)
    expect(total).toMatchObject({ received: 4, open: 2, overdue: 1, due: 3, onTime: 1, late: 2 })
    expect(total.onTimeShare).toBeCloseTo(1 / 3)
    // In April the fate of the last one is still open: it is in no cohort.
    expect((await read({ from: '2026-04-01', to: '2026-04-30' })).total).toMatchObject({ open: 2, overdue: 1, due: 0 })
  })

  it('count an answer at the very promised instant as on time, a second later as late', async () => {
    await given(
      { code: 'a', happened: [filed('2026-03-02T08:00'), resolved('2026-03-09T17:00', 1)], due: day('2026-03-09') },
      { code: 'b', happened: [filed('2026-03-02T08:00'), resolved('2026-03-09T17:00:01', 1)], due: day('2026-03-09') },
    )
    expect((await read(MARCH)).total).toMatchObject({ due: 2, onTime: 1, late: 1 })
  })

  it('bound the period at midnight of the province, not of Greenwich', async () => {
    await given(
      { code: 'last-of-february', happened: [{ type: 'filed', at: '2026-02-28T16:59:59.999Z' }] },
      { code: 'first-of-march', happened: [{ type: 'filed', at: '2026-02-28T17:00:00Z' }] },
      { code: 'last-of-march', happened: [{ type: 'filed', at: '2026-03-31T16:59:59.999Z' }] },
      { code: 'first-of-april', happened: [{ type: 'filed', at: '2026-03-31T17:00:00Z' }] },
    )
    expect((await read(MARCH)).total.received).toBe(2)
    const wide = await read({ from: '2026-02-01', to: '2026-04-30' })
    expect(wide.byMonth.map((m) => [m.key, m.received])).toEqual([
      ['2026-02', 1],
      ['2026-03', 2],
      ['2026-04', 1],
    ])
  })

  it('keep a reopened case open until it is answered again, and add up the time of its rounds', async () => {
    const happened = [
      filed('2026-03-02T08:00'),
      resolved('2026-03-04T08:00', 900),
      { type: 'rated', at: '2026-03-05T08:00+07:00' },
      { type: 'reopened', at: '2026-03-05T08:00+07:00', minutes: 1100 },
    ] as const
    await given({ code: 'again', happened, due: day('2026-03-12') })
    expect((await read(MARCH)).total).toMatchObject({ open: 1, overdue: 1, due: 1, onTime: 0, late: 1 })
    expect((await read(MARCH)).total.resolution.n).toBe(0)

    await given({ code: 'twice', happened: [...happened, resolved('2026-03-10T08:00', 1550)], due: day('2026-03-12') })
    const { total } = await read(MARCH)
    expect(total).toMatchObject({ received: 2, open: 1, due: 2, onTime: 1, late: 1 })
    expect(total.resolution).toEqual({ n: 1, median: 1350, p90: 1350 })
  })

  it('show what stood open at the end of a past period, whatever happened since', async () => {
    await given(
      { code: 'later', happened: [filed('2026-03-20T08:00'), resolved('2026-04-02T08:00', 1)], due: day('2026-03-27') },
      {
        code: 'reopened-since',
        happened: [
          filed('2026-03-02T08:00'),
          resolved('2026-03-04T08:00', 1),
          { type: 'reopened', at: '2026-04-03T08:00+07:00' },
        ],
        due: day('2026-04-10'),
      },
    )
    expect((await read(MARCH)).total).toMatchObject({ open: 1, overdue: 1 })
    expect((await read({ from: '2026-04-01', to: '2026-04-30' })).total).toMatchObject({ open: 1, overdue: 1 })
    const wide = await read({ from: '2026-02-01', to: '2026-04-30' })
    expect(wide.byMonth.map((m) => [m.open, m.overdue])).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
    ])
  })

  it('owe nothing on a case closed without an answer in time, but count one closed after its date as late', async () => {
    const closed = (at: string) => ({ type: 'closed', at: `${at}+07:00` }) as const
    await given(
      { code: 'withdrawn', happened: [filed('2026-03-02T08:00'), closed('2026-03-03T08:00')], due: day('2026-03-09') },
      { code: 'given-up', happened: [filed('2026-03-02T08:00'), closed('2026-03-10T08:00')], due: day('2026-03-09') },
      {
        code: 'answered-then-closed',
        happened: [filed('2026-03-02T08:00'), resolved('2026-03-03T08:00', 1), closed('2026-03-20T08:00')],
        due: day('2026-03-09'),
      },
    )
    expect((await read(MARCH)).total).toMatchObject({ received: 3, open: 0, due: 2, onTime: 1, late: 1 })
  })

  it('give median and P90 in working minutes with how many were measured', async () => {
    for (let i = 1; i <= 11; i++) {
      const first = {
        type: 'replied',
        at: `2026-03-1${i % 10}T09:00+07:00`,
        minutes: i * 10,
        firstResponse: true,
      } as const
      await given({ code: `c${i}`, happened: [filed('2026-03-01T08:00'), first] })
    }
    const { total } = await read(MARCH)
    expect(total.firstResponse).toEqual({ n: 11, median: 60, p90: 100 })
    expect(total.resolution.n).toBe(0)
  })

  it('leave sealed cases out of every figure', async () => {
    const first = { type: 'replied', at: '2026-03-03T09:00+07:00', minutes: 5, firstResponse: true } as const
    await given({
      code: 'denounced',
      happened: [filed('2026-03-02T08:00'), first, resolved('2026-03-20T08:00', 9)],
      due: day('2026-03-09'),
      sealed: true,
    })
    await given({ code: 'open-denounced', happened: [filed('2026-03-02T08:00')], due: day('2026-03-09'), sealed: true })
    const found = await read(MARCH)
    expect(found.total).toMatchObject({ received: 0, open: 0, overdue: 0, due: 0, late: 0 })
    expect(found.total.firstResponse.n + found.total.resolution.n).toBe(0)
    expect(found.byUnit).toEqual([])
    expect(found.byMonth[0]).toMatchObject({ open: 0, overdue: 0 })
  })

  it('show an officer the own unit only, also when another is asked for', async () => {
    await given(
      { code: 'mine', happened: [filed('2026-03-02T08:00')], unit: 'u1', due: day('2026-03-09') },
      { code: 'theirs', happened: [filed('2026-03-02T08:00')], unit: 'u2', due: day('2026-03-09') },
      { code: 'unrouted', happened: [filed('2026-03-02T08:00')], unit: null },
    )
    const own = await read(MARCH, OFFICER)
    expect(own.total).toMatchObject({ received: 1, open: 1, overdue: 1, late: 1 })
    expect(own.byUnit.map((r) => r.key)).toEqual(['u1'])
    expect(own.byMonth[0]).toMatchObject({ received: 1, open: 1, overdue: 1 })
    expect((await read({ ...MARCH, unit: 'u2' }, OFFICER)).total).toMatchObject({ received: 0, open: 0, late: 0 })
    expect((await read({ ...MARCH, unit: 'none' })).total.received).toBe(1)
    await expect(read(MARCH, { ...OFFICER, unitId: null })).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('break down by unit, topic, channel and place, with a row for what is not known', async () => {
    await given(
      { code: 'a', happened: [filed('2026-03-02T08:00')], unit: 'u1', topic: 'rac', district: 'd1', locality: 'd1c1' },
      {
        code: 'b',
        happened: [filed('2026-03-02T08:00')],
        unit: 'u1',
        topic: null,
        district: 'd1',
        locality: 'd1',
        channel: 'web',
      },
      { code: 'c', happened: [filed('2026-03-02T08:00')], unit: null, topic: 'rac', channel: 'web', demo: true },
    )
    const found = await read(MARCH)
    const shape = (rows: { key: string; label: string; received: number }[]) =>
      rows.map((r) => [r.key, r.label, r.received])
    expect(shape(found.byUnit)).toEqual([
      ['u1', 'UBND phường Một', 2],
      ['none', 'Đang chờ điều phối', 1],
    ])
    expect(shape(found.byTopic)).toEqual([
      ['rac', 'Rác thải', 2],
      ['none', 'Chưa rõ lĩnh vực', 1],
    ])
    expect(shape(found.byChannel)).toEqual([
      ['web', 'Trang web', 2],
      ['zalo', 'Zalo', 1],
    ])
    expect(shape(found.byLocality)).toEqual([
      ['d1', 'Thành phố Một', 2],
      ['none', 'Chưa rõ địa bàn', 1],
    ])
    expect(found.includesDemo).toBe(true)
    const inside = await read({ ...MARCH, locality: 'd1' })
    expect(shape(inside.byLocality)).toEqual([
      ['d1c1', 'Phường Một', 1],
      ['only:d1', 'Thành phố Một (chưa rõ phường, xã)', 1],
    ])
    expect((await read({ ...MARCH, locality: 'only:d1' })).total.received).toBe(1)
    expect(inside.includesDemo).toBe(false)
  })

  it('change when the clock moves on, without any write', async () => {
    await given({ code: 'a', happened: [filed('2026-04-10T08:00')], due: day('2026-04-15') })
    expect((await read({})).total).toMatchObject({ open: 1, overdue: 0, due: 0 })
    clock.set(new Date('2026-04-15T17:00:01+07:00'))
    expect((await read({})).total).toMatchObject({ open: 1, overdue: 1, due: 1, late: 1 })
  })
})
