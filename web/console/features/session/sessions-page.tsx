import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { SessionList } from '../../../../src/http/contract/session.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { useEndSession, useSessions } from './session-queries.ts'

/** Where this person is signed in, with a way to end each. */
export function SessionsPage() {
  const { t } = useWords()
  const sessions = useSessions()
  return (
    <Stack maw={720} gap="sm">
      <Title order={1}>{t('sessions.title')}</Title>
      <Text c="dimmed" size="sm">
        {t('sessions.text')}
      </Text>
      {sessions.isPending && <Skeleton h={140} radius="md" />}
      {sessions.isError && <Failure error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.data?.items.map((row) => (
        <SessionCard key={row.id} row={row} />
      ))}
    </Stack>
  )
}

function SessionCard({ row }: { row: SessionList['items'][number] }) {
  const { t, exact } = useWords()
  const end = useEndSession()
  const notify = useNotify()
  const device = deviceName(row.userAgent) ?? t('sessions.unknownDevice')
  return (
    <Group className="panel" p="md" justify="space-between" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text fw={600} title={row.userAgent ?? undefined}>
            {device}
          </Text>
          {row.current && <Badge>{t('sessions.current')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('sessions.started', { at: exact(row.createdAt) })} · {t('sessions.expires', { at: exact(row.expiresAt) })}
        </Text>
        {end.isError && <Failure error={end.error} />}
      </div>
      {!row.current && (
        <Button
          variant="default"
          loading={end.isPending}
          aria-label={t('sessions.endOf', { device })}
          onClick={() => end.mutate(row.id, { onSuccess: () => notify(t('sessions.ended')) })}
        >
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  )
}

/** Browser and system in two words; the whole text is in the title. */
function deviceName(userAgent: string | null): string | null {
  if (userAgent === null) return null
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1]
  if (browser === undefined && system === undefined) return userAgent.slice(0, 60)
  return [browser === 'Edg' ? 'Edge' : browser === 'OPR' ? 'Opera' : browser, system].filter(Boolean).join(' · ')
}
