import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useRouteContext } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { CaseRow } from '../../../../src/http/contract/cases.ts'
import { useChanges } from '../../lib/live.ts'
import { useWords } from '../../lib/use-words.ts'

interface FreshNoticeProps {
  shown: readonly CaseRow[]
  refetch: () => void
  /** When the list was last read; what changed before is in it. */
  updatedAt: number
}

/** Something new, without rows jumping under the cursor: the reader decides when. */
export function FreshNotice({ shown, refetch, updatedAt }: FreshNoticeProps) {
  const { t } = useWords()
  const { changes } = useRouteContext({ from: '__root__' })
  const changed = useChanges(changes)
  useEffect(() => {
    if (updatedAt > 0) changes.clear()
  }, [changes, updatedAt])
  const known = new Set(shown.map((row) => row.code))
  const fresh = [...changed].filter((code) => !known.has(code)).length
  return (
    <div role="status">
      {changed.size > 0 && (
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconRefresh size={16} />}
          onClick={refetch}
          data-testid="fresh-notice"
        >
          {fresh > 0 ? t('inbox.fresh', { n: fresh }) : t('inbox.changed', { n: changed.size })} · {t('inbox.show')}
        </Button>
      )}
    </div>
  )
}
