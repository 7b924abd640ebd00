import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DataRequest } from '../../../../src/http/contract/data-requests.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { useDataRequests } from './data-request-queries.ts'
import { SettleDialog } from './settle-dialog.tsx'

/** Who wants their personal data deleted, and the means to do it. */
export function DataRequestsPage() {
  const { t } = useWords()
  const requests = useDataRequests()
  const [chosen, setChosen] = useState<{ request: DataRequest; way: 'delete' | 'nothing-found' } | null>(null)
  const items = requests.data?.items ?? []
  return (
    <Stack maw={820} gap="sm">
      <Title order={1}>{t('data.title')}</Title>
      <Text c="dimmed" size="sm">
        {t('data.text')}
      </Text>
      {requests.isPending && <Skeleton h={140} radius="md" />}
      {requests.isError && <Failure error={requests.error} retry={() => void requests.refetch()} />}
      {requests.data !== undefined && items.length === 0 && (
        <Text className="panel" p="md">
          {t('data.none')}
        </Text>
      )}
      {items.map((request) => (
        <RequestCard key={request.code} request={request} onChoose={(way) => setChosen({ request, way })} />
      ))}
      {chosen !== null && (
        <SettleDialog
          key={`${chosen.request.code} ${chosen.way}`}
          request={chosen.request}
          way={chosen.way}
          onClose={() => setChosen(null)}
        />
      )}
    </Stack>
  )
}

interface RequestCardProps {
  request: DataRequest
  onChoose: (way: 'delete' | 'nothing-found') => void
}

function RequestCard({ request, onChoose }: RequestCardProps) {
  const { t, exact } = useWords()
  const isOpen = request.state === 'open'
  return (
    <section className="panel" aria-label={request.code} data-testid="data-request">
      <Stack p="md" gap="xs">
        <Group gap="xs">
          <Text fw={600}>{request.code}</Text>
          <Badge variant={isOpen ? 'filled' : 'light'}>{t(`data.state.${request.state}`)}</Badge>
        </Group>
        <Text size="sm">
          {t(`data.source.${request.source}`)} · {t('data.received', { at: exact(request.receivedAt) })}
        </Text>
        {request.caseCode !== null && (
          <Text size="sm">
            {t('data.case')}:{' '}
            <Link to="/cases/$code" params={{ code: request.caseCode }}>
              {request.caseCode}
            </Link>
          </Text>
        )}
        {isOpen && <Text size="sm">{t(`data.person.${request.person}`)}</Text>}
        {request.settledAt !== null && (
          <Text size="sm" c="dimmed">
            {t('data.settled', { at: exact(request.settledAt), by: request.settledBy ?? '' })}
            {request.note !== null && `: ${request.note}`}
          </Text>
        )}
        {isOpen && (
          <Group gap="xs">
            <Button color="red.9" onClick={() => onChoose('delete')}>
              {t('data.action.delete')}
            </Button>
            {request.person !== 'found' && (
              <Button variant="default" onClick={() => onChoose('nothing-found')}>
                {t('data.action.nothing-found')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </section>
  )
}
