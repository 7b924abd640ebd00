import { Button, Group, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Dashboard, DashboardQuery, FigureRow } from '../../../../src/http/contract/dashboard.ts'
import { useWords } from '../../lib/use-words.ts'
import { About } from './about.tsx'
import { FigureLink } from './figure-link.tsx'
import { SMALL_SAMPLE, wilson } from './wilson.ts'

interface BreakdownProps {
  title: string
  rows: readonly FigureRow[]
  by: 'unit' | 'topic' | 'locality' | 'channel'
  board: Dashboard
  query: DashboardQuery
}

const SHOWN = 12

/** A table that is also a chart: a dot with its interval for each row, the worst first, small samples greyed and last. */
export function Breakdown({ title, rows, by, board, query }: BreakdownProps) {
  const { t } = useWords()
  const [all, setAll] = useState(false)
  if (rows.length === 0) return null
  const sorted = sortRows(rows)
  const shown = all ? sorted : sorted.slice(0, SHOWN)
  return (
    <section className="panel breakdown" aria-label={title} data-testid={`by-${by}`}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed">
        {t('board.sortNote')}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="table-scroll" tabIndex={0}>
        <table>
          <Head board={board} />
          <tbody>
            {shown.map((row) => (
              <Row
                key={row.key}
                row={row}
                within={{ ...query, from: board.from, to: board.to, ...only(by, row.key) }}
                isOnly={query[by] === row.key}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && (
        <Button variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('board.showLess') : t('board.showAll', { n: rows.length })}
        </Button>
      )}
    </section>
  )
}

function Head({ board }: { board: Dashboard }) {
  const { t } = useWords()
  const columns = [
    ['onTime', 'onTimeShare'],
    ['sample', 'due'],
    ['received', 'received'],
    ['open', 'open'],
    ['overdue', 'overdue'],
    ['firstResponse', 'firstResponse'],
    ['resolution', 'resolution'],
  ] as const
  return (
    <thead>
      <tr>
        <th scope="col">{t('board.col.name')}</th>
        <th scope="col" className="plot-col">
          {t('board.col.plot')}
        </th>
        {columns.map(([name, key]) => (
          <th key={name} scope="col" className="num">
            <Group gap={0} wrap="nowrap" justify="flex-end">
              {t(`board.col.${name}`)}
              <About of={key} board={board} />
            </Group>
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface RowProps {
  row: FigureRow
  /** The filter of this row: the whole view's and the row itself. */
  within: DashboardQuery
  /** The view is of this row alone already. */
  isOnly: boolean
}

function Row({ row, within, isOnly }: RowProps) {
  const { t, number, percent, working } = useWords()
  const name = (column: string): string => `${row.label}, ${column}`
  const time = (minutes: number | null): string => (minutes === null ? t('time.dash') : working(minutes))
  const share = row.onTimeShare === null ? t('time.dash') : percent(row.onTimeShare)
  const cell = (figure: Parameters<typeof FigureLink>[0]['figure'], column: string, value: string, n?: number) => (
    <td className="num">
      {n === 0 || value === '0' ? (
        <span className="zero">{value}</span>
      ) : (
        <FigureLink figure={figure} within={within} name={name(column)} value={value} />
      )}
      {n !== undefined && n > 0 && <span className="n"> {t('board.sample', { n: number(n) })}</span>}
    </td>
  )
  return (
    <tr data-small={row.due < SMALL_SAMPLE || undefined} data-key={row.key}>
      <th scope="row">
        {isOnly ? (
          row.label
        ) : (
          <Link to="/dashboard" search={within} className="row-name" title={t('board.only', { name: row.label })}>
            {row.label}
          </Link>
        )}
      </th>
      <td className="plot-col">
        <Plot row={row} />
      </td>
      {cell('on-time', t('board.col.onTime'), share, row.onTimeShare === null ? 0 : undefined)}
      {cell('due', t('board.col.sample'), number(row.due))}
      {cell('received', t('board.col.received'), number(row.received))}
      {cell('open', t('board.col.open'), number(row.open))}
      {cell('overdue', t('board.col.overdue'), number(row.overdue))}
      {cell('first-response', t('board.col.firstResponse'), time(row.firstResponse.median), row.firstResponse.n)}
      {cell('resolution', t('board.col.resolution'), time(row.resolution.p90), row.resolution.n)}
    </tr>
  )
}

/** The same number as its neighbour, seen: hidden from screen readers. */
function Plot({ row }: { row: FigureRow }) {
  const { percent } = useWords()
  if (row.onTimeShare === null) return null
  const { low, high } = wilson(row.onTime, row.due)
  return (
    <div className="plot" aria-hidden title={`${percent(row.onTimeShare)} (${percent(low)} – ${percent(high)})`}>
      <span className="plot-range" style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
      <span className="plot-dot" style={{ left: `${row.onTimeShare * 100}%` }} />
    </div>
  )
}

function sortRows(rows: readonly FigureRow[]): FigureRow[] {
  const isSmall = (row: FigureRow): number => (row.due < SMALL_SAMPLE ? 1 : 0)
  return rows.toSorted(
    (a, b) =>
      isSmall(a) - isSmall(b) ||
      (isSmall(a) === 1 ? b.received - a.received : (a.onTimeShare ?? 1) - (b.onTimeShare ?? 1)) ||
      a.label.localeCompare(b.label, 'vi'),
  )
}

function only(by: BreakdownProps['by'], key: string): DashboardQuery {
  return { [by]: key }
}
