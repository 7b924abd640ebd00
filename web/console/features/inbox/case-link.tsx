import { IconAlertTriangle, IconClock, IconFlame, IconFlask, IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CaseRow } from '../../../../src/http/contract/cases.ts'
import { useWords } from '../../lib/use-words.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { clockOf } from '../../ui/clock-of.ts'

/** One row of the list: a line on a desk, a card on a phone. */
export function CaseLink({ row }: { row: CaseRow }) {
  const { t } = useWords()
  return (
    <Link
      to="/cases/$code"
      params={{ code: row.code }}
      className="row"
      data-code={row.code}
      data-unread={row.unread || undefined}
    >
      <span className="row-code">
        {row.unread && <span className="dot" role="img" aria-label={t('inbox.unread')} />}
        {row.code}
      </span>
      <span className="row-topic">
        {row.urgency === 'emergency' && (
          <IconFlame size={16} className="tone-danger" aria-label={t('urgency.emergency')} />
        )}
        {row.urgency === 'high' && <IconAlertTriangle size={16} className="tone-near" aria-label={t('urgency.high')} />}
        {row.sealed && <IconLock size={16} aria-label={t('inbox.sealed')} />}
        <span className="clip">{row.topic?.name ?? t('inbox.noTopic')}</span>
      </span>
      <span className="row-place clip">{placeOf(row) ?? t('inbox.noPlace')}</span>
      <span className="row-channel">
        <ChannelIcon channel={row.channel} />
      </span>
      <span className="row-title clip">
        {row.demo && <IconFlask size={15} className="row-demo" aria-label={t('inbox.demo')} />}
        {row.title}
      </span>
      <Clock row={row} />
      <span className="row-holder clip">{row.holder ?? row.unit?.name ?? t('inbox.noHolder')}</span>
    </Link>
  )
}

function Clock({ row }: { row: CaseRow }) {
  const words = useWords()
  const clock = clockOf(row, words)
  return (
    <span className={`row-clock clock-words tone-${clock.tone}`} title={clock.exact}>
      {clock.tone === 'danger' && <IconAlertTriangle size={15} aria-hidden />}
      {clock.tone === 'near' && <IconClock size={15} aria-hidden />}
      <span>{clock.words}</span>
      <span className="sr-only">, {clock.exact}</span>
    </span>
  )
}

function placeOf(row: CaseRow): string | null {
  const name = row.locality?.name ?? row.place
  return name === '' ? null : name
}
