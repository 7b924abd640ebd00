import type { ProvincePack } from '../core/pack.ts'
import type { OpenAtMonthEnd } from '../db/queries/report-months.ts'
import type { Dimension, GroupRow } from '../db/queries/reports.ts'
import type { Dashboard, FigureRow, Figures } from '../http/contract/dashboard.ts'
import { FIGURE_DEFINITIONS } from './definitions.ts'
import { rowLabel } from './labels.ts'
import type { ReportPeriod } from './period.ts'

export interface FigureGroups {
  received: readonly GroupRow[]
  open: readonly GroupRow[]
  due: readonly GroupRow[]
  firstResponse: readonly GroupRow[]
  resolution: readonly GroupRow[]
  openMonths: readonly OpenAtMonthEnd[]
}

export interface DashboardInput {
  pack: ProvincePack
  period: ReportPeriod
  /** `YYYY-MM`, oldest first: each gets a row, an empty one too. */
  months: readonly string[]
  now: Date
  groups: FigureGroups
}

/** Puts the rows of the queries together into what the API returns. Pure. */
export function assembleDashboard({ pack, period, months, now, groups }: DashboardInput): Dashboard {
  const tables = tablesOf(groups)
  const rows = (dimension: Dimension): FigureRow[] =>
    [...tableOf(tables, dimension)]
      .map(([key, figures]) => ({ key, label: rowLabel(pack, dimension, key), ...figures }))
      .sort((a, b) => b.received - a.received || b.open - a.open || a.label.localeCompare(b.label, 'vi'))
  const byMonth = tableOf(tables, 'month')
  return {
    from: period.fromDay,
    to: period.toDay,
    asOf: now.toISOString(),
    total: tableOf(tables, 'total').get('') ?? empty(),
    byUnit: rows('unit'),
    byTopic: rows('topic'),
    byChannel: rows('channel'),
    byLocality: rows('locality'),
    byMonth: months.map((key) => ({ key, label: rowLabel(pack, 'month', key), ...(byMonth.get(key) ?? empty()) })),
    definitions: Object.fromEntries(
      Object.entries(FIGURE_DEFINITIONS).map(([key, { name, definition }]) => [key, { name, definition }]),
    ),
    includesDemo: [groups.received, groups.open, groups.due, groups.firstResponse, groups.resolution].some((rows) =>
      rows.some((row) => row.demo),
    ),
  }
}

type Tables = Map<Dimension, Map<string, Figures>>

function tablesOf(groups: FigureGroups): Tables {
  const tables: Tables = new Map()
  const of = (row: { dimension: Dimension; key: string }): Figures => figuresOf(tables, row)
  for (const row of groups.received) of(row).received = row.n
  for (const row of groups.open) Object.assign(of(row), { open: row.n, overdue: row.marked })
  for (const row of groups.openMonths) {
    Object.assign(of({ dimension: 'month', key: row.key }), { open: row.open, overdue: row.overdue })
  }
  for (const row of groups.due) {
    const late = row.n - row.marked
    const onTimeShare = row.n === 0 ? null : row.marked / row.n
    Object.assign(of(row), { due: row.n, onTime: row.marked, late, onTimeShare })
  }
  for (const row of groups.firstResponse) of(row).firstResponse = { n: row.n, median: row.median, p90: row.p90 }
  for (const row of groups.resolution) of(row).resolution = { n: row.n, median: row.median, p90: row.p90 }
  return tables
}

function tableOf(tables: Tables, dimension: Dimension): Map<string, Figures> {
  const table = tables.get(dimension) ?? new Map<string, Figures>()
  tables.set(dimension, table)
  return table
}

function figuresOf(tables: Tables, { dimension, key }: { dimension: Dimension; key: string }): Figures {
  const table = tableOf(tables, dimension)
  const figures = table.get(key) ?? empty()
  table.set(key, figures)
  return figures
}

function empty(): Figures {
  return {
    received: 0,
    open: 0,
    overdue: 0,
    due: 0,
    onTime: 0,
    late: 0,
    onTimeShare: null,
    firstResponse: { n: 0, median: null, p90: null },
    resolution: { n: 0, median: null, p90: null },
  }
}
