import { Alert, Button, Group, List, Text } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import type { CaseActions } from './use-case-action.ts'

/** What came of the last action: an error, or a conflict as a choice. Nothing when it went well. */
export function Feedback({ actions }: { actions: CaseActions }) {
  const { t, short } = useWords()
  const { conflict, error } = actions
  if (conflict === null) return error === null ? null : <Failure error={error} />
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconArrowsSplit2 />}
      title={t('case.conflict.title')}
      role="alert"
      my="sm"
      styles={{ title: { color: 'var(--near)' } }}
      data-testid="conflict"
    >
      {conflict.happened.length === 0 ? (
        <Text size="sm">{t('case.conflict.noDetail')}</Text>
      ) : (
        <>
          <Text size="sm">{t('case.conflict.text')}</Text>
          <List size="sm">
            {conflict.happened.map((item) => (
              <List.Item key={item.id}>
                {short(item.at)} · {item.text}
              </List.Item>
            ))}
          </List>
        </>
      )}
      <Group gap="xs" mt="xs">
        <Button size="sm" onClick={actions.again}>
          {t('case.conflict.again')}
        </Button>
        <Button size="sm" variant="default" onClick={actions.giveUp}>
          {t('case.conflict.giveUp')}
        </Button>
      </Group>
    </Alert>
  )
}
