import { dashboard, dashboardQuery } from '../contract/dashboard.ts'
import { streamCsv } from '../csv/csv.ts'
import { dashboardCsv } from '../csv/dashboard-csv.ts'
import { type AnyRoute, route } from '../route.ts'
import type { CaseService, DashboardService } from '../services.ts'

const V1 = '/api/v1'

/** The manager's figures, on screen and as a table. */
export function dashboardRoutes(board: DashboardService, cases: CaseService): AnyRoute[] {
  return [
    route({
      method: 'get',
      path: `${V1}/dashboard`,
      summary: 'Figures of a period, in total and by unit, topic, channel, locality and month',
      guard: 'staff',
      query: dashboardQuery,
      reply: { kind: 'json', schema: dashboard, description: 'Figures with their definitions' },
      run: ({ session, query }) => board.read(session.actor, query),
    }),
    route({
      method: 'get',
      path: `${V1}/dashboard.csv`,
      summary: 'The same figures as CSV',
      guard: 'staff',
      query: dashboardQuery,
      reply: { kind: 'stream', contentTypes: ['text/csv'], description: 'UTF-8 with byte order mark' },
      run: async ({ session, query, res }) => {
        const { pack } = await cases.reference(session.actor)
        const figures = await board.read(session.actor, query)
        await streamCsv({ res, name: 'bao-cao.csv', lines: dashboardCsv(figures, pack.timeZone) })
        return undefined
      },
    }),
  ]
}
