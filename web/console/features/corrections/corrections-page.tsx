import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { correctionsCount } from '../../../../src/http/contract/corrections.ts'
import { now } from '../../../shared/now.ts'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'

const PATH = '/api/v1/corrections'
const DAYS_SHOWN = 90
const DAY_MS = 86_400_000

/** For administrators: corrections of staff as a file, to be read by people before anything learns from them. */
export function CorrectionsPage() {
  const { t } = useWords()
  const [since, setSince] = useState(() => new Date(now().getTime() - DAYS_SHOWN * DAY_MS).toISOString().slice(0, 10))
  const counted = useQuery({
    queryKey: ['corrections', since],
    queryFn: ({ signal }) => call({ path: `${PATH}?since=${since}`, schema: correctionsCount, signal }),
    enabled: since !== '',
  })
  const count = counted.data?.count ?? 0
  return (
    <Stack maw={820} gap="sm">
      <Title order={1}>{t('corrections.title')}</Title>
      <Text c="dimmed" size="sm">
        {t('corrections.text')}
      </Text>
      <section className="panel" aria-label={t('corrections.title')}>
        <Stack p="md">
          <TextInput
            type="date"
            size="md"
            maw={240}
            label={t('corrections.since')}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          {counted.isError && <Failure error={counted.error} retry={() => void counted.refetch()} />}
          {counted.isPending && since !== '' && <Skeleton h={24} w={220} />}
          {counted.data !== undefined && (
            <Text role="status" data-testid="corrections-count">
              {count === 0 ? t('corrections.none') : t('corrections.count', { n: count })}
            </Text>
          )}
          {count > 0 && (
            <Group>
              <Button
                component="a"
                href={`${PATH}.jsonl?since=${since}`}
                download
                leftSection={<IconDownload size={18} aria-hidden />}
              >
                {t('corrections.download')}
              </Button>
            </Group>
          )}
          <Text size="sm">{t('corrections.masked')}</Text>
        </Stack>
      </section>
    </Stack>
  )
}
