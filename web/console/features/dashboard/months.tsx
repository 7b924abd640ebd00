import { CompositeChart } from '@mantine/charts'
import { Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { FigureSet } from '../../../../src/http/contract/cases.ts'
import type { Dashboard, DashboardQuery, FigureRow } from '../../../../src/http/contract/dashboard.ts'
import { useWords } from '../../lib/use-words.ts'
import { FigureLink } from './figure-link.tsx'
import { monthWithin } from './periods.ts'
import { SMALL_SAMPLE } from './wilson.ts'

/** Arrivals and closures by month with the on-time share, as a chart and as its numbers. */
export function Months({ board, query }: { board: Dashboard; query: DashboardQuery }) {
  const { t, number } = useWords()
  const navigate = useNavigate()
  const open = (figure: FigureSet, index: number): void => {
    const row = board.byMonth[index]
    if (row === undefined) return
    void navigate({ to: '/cases', search: { ...query, ...monthWithin(row.key, board), figure } })
  }
  if (board.byMonth.length === 0) return null
  const data = board.byMonth.map((row) => ({
    month: monthLabel(row.key),
    received: row.received,
    resolved: row.resolution.n,
    onTime: row.onTimeShare === null || row.due < SMALL_SAMPLE ? null : Math.round(row.onTimeShare * 1000) / 10,
  }))
  return (
    <section className="panel breakdown" aria-label={t('board.byMonth')} data-testid="by-month">
      <Title order={2}>{t('board.byMonth')}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('board.monthNote')}
      </Text>
      <CompositeChart
        h={300}
        data={data}
        dataKey="month"
        series={[
          { name: 'received', type: 'bar', color: 'gray.5', label: t('board.seriesReceived') },
          { name: 'resolved', type: 'bar', color: 'brand.6', label: t('board.seriesResolved') },
          { name: 'onTime', type: 'line', color: 'orange.6', label: t('board.seriesOnTime'), yAxisId: 'right' },
        ]}
        withLegend
        withRightYAxis
        yAxisLabel={t('board.axisCases')}
        rightYAxisLabel={t('board.axisPercent')}
        rightYAxisProps={{ domain: [0, 100] }}
        yAxisProps={{ domain: [0, 'auto'], allowDecimals: false, width: 56 }}
        valueFormatter={number}
        curveType="linear"
        maxBarWidth={28}
        barProps={({ name }) => ({
          cursor: 'pointer',
          onClick: (_bar, index) => open(name === 'received' ? 'received' : 'resolution', index),
        })}
        connectNulls={false}
        composedChartProps={{ margin: { left: 8, right: 8 } }}
      />
      <details className="numbers">
        <summary>{t('board.showTable')}</summary>
        <MonthTable rows={board.byMonth} board={board} query={query} />
      </details>
    </section>
  )
}

interface MonthTableProps {
  rows: readonly FigureRow[]
  board: Dashboard
  query: DashboardQuery
}

function MonthTable({ rows, board, query }: MonthTableProps) {
  const { t, number, percent } = useWords()
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('board.col.month')}</th>
            {(['received', 'resolved', 'onTime', 'sample'] as const).map((column) => (
              <th key={column} scope="col" className="num">
                {t(`board.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const month = monthLabel(row.key)
            const within = { ...query, ...monthWithin(row.key, board) }
            const cells = [
              ['received', t('board.col.received'), number(row.received)],
              ['resolution', t('board.col.resolved'), number(row.resolution.n)],
              ['on-time', t('board.col.onTime'), row.onTimeShare === null ? t('time.dash') : percent(row.onTimeShare)],
              ['due', t('board.col.sample'), number(row.due)],
            ] as const
            return (
              <tr key={row.key}>
                <th scope="row">{month}</th>
                {cells.map(([figure, column, value]) => (
                  <td key={figure} className="num">
                    <FigureLink figure={figure} within={within} name={`${month}, ${column}`} value={value} />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** `2026-11` -> `11/2026`. */
function monthLabel(key: string): string {
  const [year = '', month = ''] = key.split('-')
  return `${month}/${year}`
}
