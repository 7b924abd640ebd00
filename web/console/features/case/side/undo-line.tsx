import { Button, Kbd } from '@mantine/core'
import { useWords } from '../../../lib/use-words.ts'
import type { Corrected, Corrections } from '../use-corrections.ts'

/** Beside what was just changed: what it was, and the way back. Read out when it appears. */
export function UndoLine({ of, corrections }: { of: Corrected; corrections: Corrections }) {
  const { t } = useWords()
  const { last, undo } = corrections
  const shown = last !== null && undo !== null && last.field === of
  return (
    <div role="status">
      {shown && (
        <p className="undo-line">
          <span>{t('case.side.changedFrom', { name: last.from?.name ?? t('case.side.notKnown') })}</span>
          <Button
            variant="light"
            size="compact-md"
            onClick={undo}
            rightSection={<Kbd fz={13}>z</Kbd>}
            data-testid={`undo-${of}`}
          >
            {t('case.side.undo')}
          </Button>
        </p>
      )}
    </div>
  )
}
