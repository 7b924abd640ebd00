import './inbox.css'
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { CaseFilter, CaseRow, CaseTab } from '../../../../src/http/contract/cases.ts'
import { useMe } from '../../lib/use-me.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { CaseLink } from './case-link.tsx'
import { EmptyInbox } from './empty-inbox.tsx'
import { Filters } from './filters.tsx'
import { FreshNotice } from './fresh-notice.tsx'
import { useCases, useCounts } from './inbox-queries.ts'
import { InboxTabs } from './inbox-tabs.tsx'
import { tabsOf } from './tabs-of-role.ts'
import { useListKeys } from './use-list-keys.ts'

/** The list of cases: tabs, filters and rows, all kept in the address. */
export function InboxPage() {
  const { t } = useWords()
  const search = useSearch({ from: '/cases' })
  const navigate = useNavigate({ from: '/cases' })
  const role = useMe().data?.role ?? 'officer'
  const filter = useMemo(() => withDefaultTab(search, tabsOf(role)[0] ?? 'all'), [search, role])
  const cases = useCases(filter)
  const counts = useCounts(filter)
  const rows = useMemo(() => cases.data?.pages.flatMap((page) => page.items) ?? [], [cases.data])
  const set = (patch: CaseFilter): void => {
    void navigate({ search: (before) => clean({ ...before, ...patch }), replace: true })
  }
  useEffect(() => {
    document.title = `${t('inbox.title')} · ${t('app.name')}`
  }, [t])
  const total = counts.data?.[filter.tab ?? 'all']
  return (
    <Stack gap="sm">
      <Title order={1}>{t('inbox.title')}</Title>
      <InboxTabs tabs={tabsOf(role)} active={filter.tab ?? 'all'} counts={counts.data} onPick={(tab) => set({ tab })} />
      <Filters filter={filter} set={set} />
      <Group justify="space-between" mih={32}>
        <Summary filter={filter} total={total} shown={rows.length} />
        <FreshNotice shown={rows} refetch={() => void cases.refetch()} updatedAt={cases.dataUpdatedAt} />
      </Group>
      {cases.isPending && <RowsLoading />}
      {cases.isError && <Failure error={cases.error} retry={() => void cases.refetch()} />}
      {cases.isSuccess && rows.length === 0 && (
        <EmptyInbox
          filter={filter}
          clear={() => void navigate({ search: filter.tab === undefined ? {} : { tab: filter.tab } })}
        />
      )}
      {rows.length > 0 && <Rows rows={rows} />}
      {cases.hasNextPage && (
        <Button
          variant="default"
          mx="auto"
          size="md"
          loading={cases.isFetchingNextPage}
          onClick={() => void cases.fetchNextPage()}
        >
          {t('common.more')}
        </Button>
      )}
    </Stack>
  )
}

function Rows({ rows }: { rows: CaseRow[] }) {
  const { t } = useWords()
  const list = useListKeys(rows)
  return (
    <ul className="rows panel" aria-label={t('inbox.list')} ref={list}>
      {rows.map((row) => (
        <li key={row.code}>
          <CaseLink row={row} />
        </li>
      ))}
    </ul>
  )
}

interface SummaryProps {
  filter: CaseFilter
  total: { value: number; atLeast: boolean } | undefined
  shown: number
}

function Summary({ filter, total, shown }: SummaryProps) {
  const { t, number } = useWords()
  if (total === undefined) return <Skeleton h={18} w={260} />
  const count = `${number(total.value)}${total.atLeast ? '+' : ''}`
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {t(summaryOf(filter), { n: count })}
      {shown < total.value && shown > 0 && `, ${t('inbox.summaryShown', { shown })}`}
    </Text>
  )
}

/** How the server sorts this list, in words. */
function summaryOf({ tab, figure }: CaseFilter): 'inbox.summary' | 'inbox.summaryDone' | 'inbox.summaryFiled' {
  if (figure !== undefined || tab === undefined || tab === 'all') return 'inbox.summaryFiled'
  return tab === 'done' ? 'inbox.summaryDone' : 'inbox.summary'
}

function RowsLoading() {
  return (
    <div className="panel" aria-hidden>
      {Array.from({ length: 8 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders without identity
        <Skeleton key={n} h={24} m={10} radius="sm" />
      ))}
    </div>
  )
}

function withDefaultTab(search: CaseFilter, tab: CaseTab): CaseFilter {
  return search.tab === undefined && search.figure === undefined ? { ...search, tab } : search
}

function clean(search: CaseFilter): CaseFilter {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}
