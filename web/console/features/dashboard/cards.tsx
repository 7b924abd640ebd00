import type { CaseFilter, FigureSet } from '../../../../src/http/contract/cases.ts'
import type { Dashboard, DashboardQuery, Figures } from '../../../../src/http/contract/dashboard.ts'
import { useWords, type Words } from '../../lib/use-words.ts'
import { About } from './about.tsx'
import { FigureLink } from './figure-link.tsx'

interface Card {
  /** Key of the definitions, and of the test. */
  key: keyof Figures
  name: string
  value: string
  /** How many cases it is of; null: the value says so itself. */
  n: number | null
  figure: FigureSet
  tone?: 'danger'
}

/** The four questions in six numbers. */
export function Cards({ board, query }: { board: Dashboard; query: DashboardQuery }) {
  const words = useWords()
  const { t } = words
  const within: CaseFilter = { ...query, from: board.from, to: board.to }
  return (
    <ul className="cards">
      {cardsOf(board.total, words).map((card) => (
        <li key={card.key} className="panel card" data-testid={`card-${card.key}`}>
          <div className="card-name">
            <span>{card.name}</span>
            <About of={card.key} board={board} />
          </div>
          <FigureLink
            figure={card.figure}
            within={within}
            name={card.name}
            value={card.value}
            className={card.tone === 'danger' ? 'card-value tone-danger' : 'card-value'}
          />
          <div className="card-n">{card.n === null ? ' ' : t('board.sampleOf', { n: words.number(card.n) })}</div>
        </li>
      ))}
    </ul>
  )
}

function cardsOf(total: Figures, { t, number, percent, working }: Words): Card[] {
  const time = (minutes: number | null): string => (minutes === null ? t('time.dash') : working(minutes))
  return [
    {
      key: 'onTimeShare',
      name: t('board.card.onTime'),
      value: total.onTimeShare === null ? t('time.dash') : percent(total.onTimeShare),
      n: total.due,
      figure: 'due',
    },
    {
      key: 'firstResponse',
      name: t('board.card.firstResponse'),
      value: time(total.firstResponse.median),
      n: total.firstResponse.n,
      figure: 'first-response',
    },
    {
      key: 'resolution',
      name: t('board.card.resolution'),
      value: time(total.resolution.p90),
      n: total.resolution.n,
      figure: 'resolution',
    },
    {
      key: 'overdue',
      name: t('board.card.overdue'),
      value: number(total.overdue),
      n: null,
      figure: 'overdue',
      ...(total.overdue > 0 ? { tone: 'danger' as const } : {}),
    },
    { key: 'open', name: t('board.card.open'), value: number(total.open), n: null, figure: 'open' },
    { key: 'received', name: t('board.card.received'), value: number(total.received), n: null, figure: 'received' },
  ]
}
