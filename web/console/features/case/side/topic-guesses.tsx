import { Button, Kbd } from '@mantine/core'
import type { CaseDetail } from '../../../../../src/http/contract/cases.ts'
import { useWords } from '../../../lib/use-words.ts'
import type { CaseActions } from '../use-case-action.ts'

interface TopicGuessesProps {
  detail: CaseDetail
  actions: CaseActions
  onChange: () => void
}

/** The topic, and the machine's guesses with how sure it is; one key chooses one. */
export function TopicGuesses({ detail, actions, onChange }: TopicGuessesProps) {
  const { t } = useWords()
  const may = detail.actions.includes('set-topic')
  return (
    <>
      <p className="side-strong" data-testid="case-topic">
        {detail.topic?.name ?? t('inbox.noTopic')}
      </p>
      {detail.topicGuesses.length > 0 && (
        <ul className="guesses" aria-label={t('case.side.guesses')}>
          {detail.topicGuesses.map((guess, n) => {
            const score = Math.round(guess.score * 100)
            const isChosen = guess.id === detail.topic?.id
            return (
              <li key={guess.id}>
                <button
                  type="button"
                  disabled={!may || isChosen}
                  aria-label={t('case.side.guess', { name: guess.name, score, key: n + 1 })}
                  onClick={() => actions.run({ action: 'set-topic', topicId: guess.id })}
                >
                  {may && <Kbd fz={13}>{n + 1}</Kbd>}
                  <span className="guess-name">{guess.name}</span>
                  <span className="guess-bar" aria-hidden>
                    <span style={{ width: `${score}%` }} />
                  </span>
                  <span className="guess-score">{score}%</span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {may && (
        <Button variant="subtle" size="compact-sm" onClick={onChange}>
          {t('case.side.changeTopic')}
        </Button>
      )}
    </>
  )
}
