import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiFailure } from '../lib/api.ts'

/** What went wrong, what to do next, and a code for support. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation('desk')
  const { message, requestId } = useFailureWords()(error)
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('error.title')} role="alert" my="sm">
      <Text size="sm">{message}</Text>
      {requestId !== null && (
        <Text size="xs" c="dimmed">
          {t('error.support', { id: requestId })}
        </Text>
      )}
      {retry !== undefined && (
        <Button mt="xs" size="sm" variant="default" onClick={retry}>
          {t('common.retry')}
        </Button>
      )}
    </Alert>
  )
}

/** An error in the reader's words. */
export function useFailureWords(): (error: unknown) => { message: string; requestId: string | null } {
  const { t } = useTranslation('desk')
  return (error) => {
    if (!(error instanceof ApiFailure)) return { message: t('error.unexpected'), requestId: null }
    if (error.code === 'network') return { message: t('error.network'), requestId: null }
    if (error.code === 'unexpected') return { message: t('error.unexpected'), requestId: error.requestId }
    return { message: error.message, requestId: error.requestId }
  }
}
