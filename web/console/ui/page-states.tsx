import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function NotFound() {
  const { t } = useTranslation('desk')
  return (
    <Center mih="50vh">
      <Stack align="center" gap="xs">
        <Title order={1}>{t('common.notFoundTitle')}</Title>
        <Text c="dimmed">{t('common.notFoundText')}</Text>
        <Link to="/cases">{t('common.toInbox')}</Link>
      </Stack>
    </Center>
  )
}

/** A bug in the page itself. */
export function Crashed() {
  const { t } = useTranslation('desk')
  return (
    <Center mih="50vh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Text ta="center">{t('common.crashed')}</Text>
        <Button onClick={() => location.reload()}>{t('common.reload')}</Button>
      </Stack>
    </Center>
  )
}
