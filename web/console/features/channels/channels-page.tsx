import './channels.css'
import { Skeleton, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useMe } from '../../lib/use-me.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { ChannelCard } from './channel-card.tsx'
import { useChannels } from './channel-queries.ts'

/** How each channel is, what hinders it, and what to do about that. */
export function ChannelsPage() {
  const { t } = useWords()
  const me = useMe()
  const channels = useChannels()
  useEffect(() => {
    document.title = `${t('channels.title')} · ${t('app.name')}`
  }, [t])
  const role = me.data?.role
  return (
    <Stack gap="md" maw={960}>
      <div>
        <Title order={1}>{t('channels.title')}</Title>
        <Text c="dimmed" size="sm">
          {t('channels.text')}
        </Text>
      </div>
      {channels.isPending && <Skeleton h={420} radius="md" />}
      {channels.isError && <Failure error={channels.error} retry={() => void channels.refetch()} />}
      {channels.data?.items.map((status) => (
        <ChannelCard
          key={status.channel}
          status={status}
          consent={role === 'dispatcher' || role === 'admin' ? 'mine' : 'others'}
        />
      ))}
    </Stack>
  )
}
