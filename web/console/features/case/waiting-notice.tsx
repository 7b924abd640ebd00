import { IconClockPause } from '@tabler/icons-react'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import { useWords } from '../../lib/use-words.ts'

/** What waits until the resident writes again, and what staff can do meanwhile. */
export function WaitingNotice({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const waiting = detail.conversation.filter((item) => item.delivery === 'window-closed')
  if (waiting.length === 0) return null
  const isStopped = waiting.every((item) => item.deliveryReason === 'resident-stopped')
  const { reporter } = detail
  return (
    <section className="waiting" aria-label={t('case.waiting.label')} data-testid="waiting">
      <IconClockPause size={20} aria-hidden />
      <div>
        <p>
          <strong>{t('case.waiting.title', { n: waiting.length })}</strong>{' '}
          {t(isStopped ? 'case.waiting.stopped' : 'case.waiting.window')}
        </p>
        <p>
          {t(
            reporter.hasContact
              ? 'case.waiting.call'
              : reporter.anonymous
                ? 'case.waiting.anonymous'
                : 'case.waiting.noPhone',
          )}
        </p>
      </div>
    </section>
  )
}
