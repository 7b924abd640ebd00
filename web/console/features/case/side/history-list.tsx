import type { HistoryItem } from '../../../../../src/http/contract/cases.ts'
import { useWords } from '../../../lib/use-words.ts'

/** Who did what and when, newest first. Notes of staff stand out. */
export function HistoryList({ items }: { items: readonly HistoryItem[] }) {
  const { t, short, exact, working } = useWords()
  return (
    <ol className="history" data-testid="history">
      {items.toReversed().map((item) => (
        <li key={item.id} data-type={item.type}>
          <p>{item.text}</p>
          <p className="side-quiet">
            <time dateTime={item.at} title={exact(item.at)}>
              {short(item.at)}
            </time>{' '}
            · {item.actor}
            {item.workingMinutes !== null &&
              ` · ${t('case.side.workingAfter', { time: working(item.workingMinutes) })}`}
          </p>
        </li>
      ))}
    </ol>
  )
}
