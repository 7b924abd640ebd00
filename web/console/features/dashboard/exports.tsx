import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core'
import { IconDownload, IconRefresh } from '@tabler/icons-react'
import type { DashboardQuery } from '../../../../src/http/contract/dashboard.ts'
import { queryString } from '../../lib/api.ts'
import { useWords } from '../../lib/use-words.ts'

interface ExportsProps {
  query: DashboardQuery
  onRefresh: () => void
  isRefreshing: boolean
}

/** Just what is seen, as files. */
export function Exports({ query, onRefresh, isRefreshing }: ExportsProps) {
  const { t } = useWords()
  const search = queryString(query)
  return (
    <Group gap="xs">
      <Tooltip label={t('board.refresh')}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('board.refresh')}
          loading={isRefreshing}
          onClick={onRefresh}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={18} />}>
            {t('board.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={`/api/v1/dashboard.csv${search}`} download>
            {t('board.csvFigures')}
          </Menu.Item>
          <Menu.Item component="a" href={`/api/v1/cases.csv${search}`} download>
            {t('board.csvCases')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
