import type { ReactNode } from 'react'
import type { CaseDetail } from '../../../../../src/http/contract/cases.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { CaseDialog } from '../case-page.tsx'
import { Attachments } from '../conversation.tsx'
import type { Corrections } from '../use-corrections.ts'
import { CasePlace } from './case-place.tsx'
import { HistoryList } from './history-list.tsx'
import { Reporter } from './reporter.tsx'
import { TopicGuesses } from './topic-guesses.tsx'
import { WhyRead } from './why-read.tsx'

interface CaseSideProps {
  detail: CaseDetail
  corrections: Corrections
  /** The places that the words may mean; empty: not several. */
  places: readonly { id: string; name: string }[]
  onDialog: (action: CaseDialog) => void
}

/** What is known of the case, most needed first. */
export function CaseSide({ detail, corrections, places, onDialog }: CaseSideProps) {
  const { t } = useWords()
  const notes = detail.history.filter((item) => item.type === 'note')
  const happened = detail.history.filter((item) => item.type !== 'note')
  return (
    <aside className="case-side panel" aria-label={t('case.side.details')}>
      <Part title={t('case.description')}>
        <p className="side-words">{detail.description}</p>
        <Attachments items={detail.attachments} />
      </Part>
      {detail.resultText !== null && (
        <Part title={t('case.result')}>
          <p className="side-words">{detail.resultText}</p>
          {detail.rating !== null && (
            <p className="side-quiet">
              {t('case.rating', { stars: detail.rating.stars })}
              {detail.rating.comment !== null && `: “${detail.rating.comment}”`}
            </p>
          )}
        </Part>
      )}
      <Part title={t('case.side.topic')}>
        <TopicGuesses detail={detail} corrections={corrections} onSearch={() => onDialog('set-topic')} />
        <WhyRead code={detail.code} />
      </Part>
      <Part title={t('case.side.place')}>
        <CasePlace detail={detail} corrections={corrections} places={places} onSearch={() => onDialog('set-place')} />
      </Part>
      <Part title={t('case.side.unit')}>
        <UnitFacts detail={detail} />
      </Part>
      <Part title={t('case.side.reporter')}>
        <Reporter detail={detail} />
      </Part>
      {notes.length > 0 && (
        <Part title={t('case.compose.note')}>
          <HistoryList items={notes} />
        </Part>
      )}
      <Part title={t('case.clock.title')}>
        <ClockFacts detail={detail} />
      </Part>
      <Part title={t('case.side.history')}>
        <HistoryList items={happened} />
      </Part>
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="side-part">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function UnitFacts({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const { routing } = detail
  return (
    <>
      <p className="side-strong" data-testid="case-unit">
        {detail.unit?.name ?? t('case.side.noUnit')}
      </p>
      {detail.holder !== null && (
        <p className="side-quiet">
          {t('case.side.holder')}: {detail.holder}
        </p>
      )}
      {routing.coordinating.length > 0 && (
        <p className="side-quiet">
          {t('case.side.coordinating')}: {routing.coordinating.map((unit) => unit.name).join(', ')}
        </p>
      )}
      {routing.returns > 0 && <p className="tone-near">{t('case.side.returns', { n: routing.returns })}</p>}
      {routing.why.length > 0 && (
        <details>
          <summary>{t('case.side.why')}</summary>
          <ul>
            {routing.why.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function ClockFacts({ detail }: { detail: CaseDetail }) {
  const { t, exact, working } = useWords()
  const { clock } = detail
  const rows: [string, string | null][] = [
    [t('case.clock.filed'), exact(clock.startedAt)],
    [t('case.clock.firstResponse'), firstResponse()],
    [t('case.clock.due'), clock.dueAt === null ? t('time.noDue') : exact(clock.dueAt)],
  ]
  function firstResponse(): string {
    if (clock.firstResponseAt !== null) return exact(clock.firstResponseAt)
    const due = clock.firstResponseDueAt
    return due === null ? t('case.clock.notYet') : t('case.clock.firstResponseDue', { at: exact(due) })
  }
  return (
    <>
      <dl className="side-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {clock.workingMinutesUsed !== null && clock.workingMinutesTotal !== null && (
        <p className="side-quiet">
          {t('case.clock.used', { used: working(clock.workingMinutesUsed), total: working(clock.workingMinutesTotal) })}
        </p>
      )}
      {clock.rule !== null && <p className="side-quiet">{t('case.clock.rule', { rule: clock.rule })}</p>}
    </>
  )
}
