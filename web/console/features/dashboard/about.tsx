import { ActionIcon, Popover, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { Dashboard } from '../../../../src/http/contract/dashboard.ts'
import { useWords } from '../../lib/use-words.ts'

/** The one definition of a figure, beside it. */
export function About({ of, board }: { of: string; board: Dashboard }) {
  const { t } = useWords()
  const about = board.definitions[of]
  if (about === undefined) return null
  return (
    <Popover width={320} position="bottom" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('board.about', { name: about.name })}>
          <IconInfoCircle size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown lang="vi">
        <Text fw={600} size="sm">
          {about.name}
        </Text>
        <Text size="sm">{about.definition}</Text>
      </Popover.Dropdown>
    </Popover>
  )
}
