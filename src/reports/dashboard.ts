import type { Clock } from '../core/clock.ts'
import { Refusal } from '../core/errors.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { Actor } from '../core/ticket.ts'
import type { Db } from '../db/client.ts'
import type { ReportScope } from '../db/queries/report-conditions.ts'
import { openByMonth } from '../db/queries/report-months.ts'
import {
  countDue,
  countOpen,
  countReceived,
  type ReportInput,
  spreadOfFirstResponse,
  spreadOfResolution,
} from '../db/queries/reports.ts'
import type { Dashboard, DashboardQuery } from '../http/contract/dashboard.ts'
import type { DashboardService } from '../http/services.ts'
import { assembleDashboard } from './assemble.ts'
import { monthsOf, reportPeriod } from './period.ts'

export interface DashboardParts {
  db: Pick<Db, 'orm'>
  pack: ProvincePack
  clock: Clock
}

/** The response-time figures. Six queries side by side, each over the rows of its own figure only. */
export function createDashboard({ db, pack, clock }: DashboardParts): DashboardService {
  return { read: (actor, query) => readDashboard({ db, pack, now: clock.now() }, actor, query) }
}

async function readDashboard(
  { db, pack, now }: { db: Pick<Db, 'orm'>; pack: ProvincePack; now: Date },
  actor: Actor,
  query: DashboardQuery,
): Promise<Dashboard> {
  const period = reportPeriod(query, { timeZone: pack.timeZone, now })
  const months = monthsOf(period, pack.timeZone)
  const { unit, topic, channel, locality } = query
  const input: ReportInput = {
    context: { from: period.from, to: period.to, now },
    by: { unit, topic, channel, locality },
    scope: reportScope(actor),
    localityLevel: localityLevelFor(pack, locality),
    timeZone: pack.timeZone,
  }
  const [received, open, due, firstResponse, resolution, openMonths] = await Promise.all([
    countReceived(db.orm, input),
    countOpen(db.orm, input),
    countDue(db.orm, input),
    spreadOfFirstResponse(db.orm, input),
    spreadOfResolution(db.orm, input),
    openByMonth(db.orm, input, months),
  ])
  const groups = { received, open, due, firstResponse, resolution, openMonths }
  return assembleDashboard({ pack, period, months: months.map((m) => m.key), now, groups })
}

/**
 * Figures hold no content of cases, so managers, dispatchers and admins see all units; an officer their own.
 * @throws Refusal `report.no-unit` for an officer without a unit
 */
export function reportScope(actor: Actor): ReportScope {
  if (actor.role !== 'officer') return { unitId: null }
  if (actor.unitId === null) throw new Refusal('forbidden', 'report.no-unit')
  return { unitId: actor.unitId }
}

/** Communes as soon as one place is chosen. */
function localityLevelFor(pack: ProvincePack, locality: string | undefined): 'district' | 'commune' {
  if (locality === undefined || locality === 'none') return 'district'
  const id = locality.startsWith('only:') ? locality.slice('only:'.length) : locality
  return pack.localities.get(id) === undefined ? 'district' : 'commune'
}
