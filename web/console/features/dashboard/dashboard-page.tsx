import '@mantine/charts/styles.css'
import '@mantine/dates/styles.css'
import './dashboard.css'
import { EmptyState, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Dashboard, DashboardQuery } from '../../../../src/http/contract/dashboard.ts'
import { dayWords } from '../../lib/time.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { Breakdown } from './breakdown.tsx'
import { Cards } from './cards.tsx'
import { useDashboard } from './dashboard-query.ts'
import { Exports } from './exports.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Months } from './months.tsx'

/** Are we answering people in time, and if not, where? The whole view is in the address. */
export function DashboardPage() {
  const { t } = useWords()
  const query = useSearch({ from: '/dashboard' })
  const navigate = useNavigate({ from: '/dashboard' })
  const board = useDashboard(query)
  const set = (patch: DashboardQuery): void => {
    void navigate({ search: (before) => clean({ ...before, ...patch }), replace: true })
  }
  useEffect(() => {
    document.title = `${t('board.title')} · ${t('app.name')}`
  }, [t])
  return (
    <Stack gap="md" className="board">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1}>{t('board.title')}</Title>
          {board.data !== undefined && <Freshness board={board.data} />}
        </div>
        <Exports query={query} onRefresh={() => void board.refetch()} isRefreshing={board.isFetching} />
      </Group>
      <FilterBar query={query} set={set} shown={board.data} />
      {board.isPending && <BoardLoading />}
      {board.isError && <Failure error={board.error} retry={() => void board.refetch()} />}
      {board.data !== undefined && <Board board={board.data} query={query} />}
    </Stack>
  )
}

function Board({ board, query }: { board: Dashboard; query: DashboardQuery }) {
  const { t } = useWords()
  const { total } = board
  const isEmpty = total.received + total.open + total.overdue + total.due === 0
  return (
    <>
      <Cards board={board} query={query} />
      {isEmpty ? (
        <EmptyState
          py="xl"
          icon={<IconChartBar size={36} />}
          title={t('board.empty')}
          description={t('board.emptyHint')}
        />
      ) : (
        <>
          <Breakdown title={t('board.byUnit')} rows={board.byUnit} by="unit" board={board} query={query} />
          <Months board={board} query={query} />
          <Breakdown title={t('board.byTopic')} rows={board.byTopic} by="topic" board={board} query={query} />
          <Breakdown title={t('board.byLocality')} rows={board.byLocality} by="locality" board={board} query={query} />
          <Breakdown title={t('board.byChannel')} rows={board.byChannel} by="channel" board={board} query={query} />
        </>
      )}
    </>
  )
}

function Freshness({ board }: { board: Dashboard }) {
  const { t, exact } = useWords()
  return (
    <Text size="sm" c="dimmed" data-testid="freshness">
      {t('board.range', { from: dayWords(board.from), to: dayWords(board.to) })} ·{' '}
      {t('board.asOf', { at: exact(board.asOf) })}
      {board.includesDemo && ` · ${t('board.demo')}`}
    </Text>
  )
}

function BoardLoading() {
  return (
    <>
      <Skeleton h={120} radius="md" />
      <Skeleton h={360} radius="md" />
    </>
  )
}

function clean(query: DashboardQuery): DashboardQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))
}
