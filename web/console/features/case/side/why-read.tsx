import { useState } from 'react'
import { useWords } from '../../../lib/use-words.ts'
import { Failure } from '../../../ui/failure.tsx'
import { useUnderstanding } from '../case-queries.ts'

/** Which words and rules made the machine read the case so. Asked for when it is opened. */
export function WhyRead({ code }: { code: string }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useUnderstanding(code, open ? 'wanted' : 'not-yet')
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="why-read">
      <summary>{t('case.side.whyRead')}</summary>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {open && data === undefined && error === null && <p className="side-quiet">{t('case.loading')}</p>}
      {data !== undefined && (
        <ul>
          {data.why.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {data !== undefined && <p className="side-quiet">{t('case.side.whyReadNote')}</p>}
    </details>
  )
}
