import { Button, EmptyState } from '@mantine/core'
import { IconInbox, IconSearch } from '@tabler/icons-react'
import type { CaseFilter } from '../../../../src/http/contract/cases.ts'
import { useWords } from '../../lib/use-words.ts'

/** An empty list says why and what to do. */
export function EmptyInbox({ filter, clear }: { filter: CaseFilter; clear: () => void }) {
  const { t } = useWords()
  const { tab = 'all', ...rest } = filter
  if (Object.keys(rest).length > 0) {
    return (
      <EmptyState
        py="xl"
        icon={<IconSearch size={36} />}
        title={t('inbox.empty.filtered')}
        description={t('inbox.empty.hintFiltered')}
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={clear}>
            {t('inbox.clearFilters')}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    )
  }
  const hint = tab === 'todo' ? t('inbox.empty.hintTodo') : t('inbox.empty.hint')
  return <EmptyState py="xl" icon={<IconInbox size={36} />} title={t(`inbox.empty.${tab}`)} description={hint} />
}
