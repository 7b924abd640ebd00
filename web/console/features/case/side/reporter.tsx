import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import type { CaseDetail } from '../../../../../src/http/contract/cases.ts'
import { useWords } from '../../../lib/use-words.ts'
import { Failure } from '../../../ui/failure.tsx'
import { useReveal } from '../case-queries.ts'

/** Who wrote, masked until opened on purpose. */
export function Reporter({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const reveal = useReveal(detail.code)
  const { reporter } = detail
  const shown = reveal.data
  return (
    <>
      <p className="side-strong">{shown === undefined ? reporter.masked : (shown.name ?? reporter.masked)}</p>
      {reporter.anonymous && <p className="side-quiet">{t('case.side.anonymous')}</p>}
      {shown !== undefined && (
        <dl className="side-facts" data-testid="contact">
          {shown.phone !== null && (
            <div>
              <dt>{t('case.side.phone')}</dt>
              <dd>
                <a href={`tel:${shown.phone}`}>{shown.phone}</a>
              </dd>
            </div>
          )}
          {shown.channelName !== null && (
            <div>
              <dt>{t('case.side.channelName')}</dt>
              <dd>{shown.channelName}</dd>
            </div>
          )}
        </dl>
      )}
      {!reporter.hasContact && <p className="side-quiet">{t('case.side.noContact')}</p>}
      {reporter.hasContact && shown === undefined && (
        <>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconEye size={17} />}
            loading={reveal.isPending}
            onClick={() => reveal.mutate()}
          >
            {t('case.side.reveal')}
          </Button>
          <p className="side-quiet">{t('case.side.revealNote')}</p>
        </>
      )}
      {shown !== undefined && (
        <p className="side-quiet" role="status">
          {t('case.side.revealed')}
        </p>
      )}
      {reveal.isError && <Failure error={reveal.error} />}
    </>
  )
}
