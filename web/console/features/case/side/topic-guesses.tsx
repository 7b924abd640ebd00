import { Button, Kbd } from '@mantine/core'
import type { CaseDetail } from '../../../../../src/http/contract/cases.ts'
import { certainty } from '../../../lib/certainty.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { Corrections } from '../use-corrections.ts'
import { UndoLine } from './undo-line.tsx'

interface TopicGuessesProps {
  detail: CaseDetail
  corrections: Corrections
  onSearch: () => void
}

/** The topic, and the machine's guesses with how sure it was, in words; one key chooses one. */
export function TopicGuesses({ detail, corrections, onSearch }: TopicGuessesProps) {
  const { t } = useWords()
  const may = detail.actions.includes('set-topic')
  return (
    <>
      <p className="side-strong" data-testid="case-topic">
        {detail.topic?.name ?? t('inbox.noTopic')}
      </p>
      <UndoLine of="topic" corrections={corrections} />
      {detail.topicGuesses.length > 0 && (
        <ul className="guesses" aria-label={t('case.side.guesses')}>
          {detail.topicGuesses.map((guess, n) => {
            const sure = t(`case.side.sure.${certainty(guess.score)}`)
            const isChosen = guess.id === detail.topic?.id
            return (
              <li key={guess.id}>
                <button
                  type="button"
                  disabled={!may}
                  aria-pressed={isChosen}
                  aria-label={t('case.side.guess', { name: guess.name, sure, key: n + 1 })}
                  onClick={() => corrections.correct('topic', guess)}
                  data-testid={`guess-${n + 1}`}
                >
                  {may && <Kbd fz={13}>{n + 1}</Kbd>}
                  <span className="guess-name">{guess.name}</span>
                  <span className="guess-sure">
                    <span className="guess-bar" aria-hidden>
                      <span style={{ width: `${Math.round(guess.score * 100)}%` }} />
                    </span>
                    {sure}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {may && (
        <Button variant="subtle" size="compact-md" onClick={onSearch} rightSection={<Kbd fz={13}>0</Kbd>}>
          {t('case.side.changeTopic')}
        </Button>
      )}
    </>
  )
}
