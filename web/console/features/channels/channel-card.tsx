import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlugConnected, IconPlugOff } from '@tabler/icons-react'
import type { ChannelStatus } from '../../../../src/http/contract/channels.ts'
import { useWords } from '../../lib/use-words.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { ChannelFacts } from './channel-facts.tsx'
import { useErrorWords } from './error-words.ts'
import { OpenComments } from './open-comments.tsx'

const STATES = {
  ok: { Icon: IconCircleCheck, tone: 'done' },
  limited: { Icon: IconClock, tone: 'near' },
  refreshing: { Icon: IconClock, tone: 'near' },
  'needs-reauth': { Icon: IconAlertTriangle, tone: 'danger' },
  off: { Icon: IconPlugOff, tone: 'plain' },
} as const

interface CardProps {
  status: ChannelStatus
  /** Who may give the consent that is missing: this person, or somebody else. */
  consent: 'mine' | 'others'
}

export function ChannelCard({ status, consent }: CardProps) {
  const { t } = useWords()
  const { Icon, tone } = STATES[status.state]
  const id = `channel-${status.channel}`
  return (
    <section className="panel channel-card" aria-labelledby={id} data-channel={status.channel}>
      <header className="channel-head">
        <h2 id={id}>
          <ChannelIcon channel={status.channel} named="word" />
        </h2>
        <span className="tag" data-tone={tone} data-testid="channel-state">
          <Icon size={15} aria-hidden /> {t(`channels.state.${status.state}`)}
        </span>
      </header>
      <p className="channel-todo">{t(todoOf(status))}</p>
      {status.reason !== null && <p className="channel-quiet">{t('channels.reason', { reason: status.reason })}</p>}
      <LastError status={status} />
      <Consent status={status} consent={consent} />
      <OpenComments comments={status.openComments} />
      {status.channel !== 'web' && status.on && <ChannelFacts status={status} />}
    </section>
  )
}

function todoOf({ channel, state }: ChannelStatus) {
  if (channel === 'web' && state === 'ok') return 'channels.todo.web' as const
  if (channel === 'messenger' && state === 'needs-reauth') return 'channels.todo.page-token' as const
  return `channels.todo.${state}` as const
}

function LastError({ status: { lastError } }: { status: ChannelStatus }) {
  const { t, exact } = useWords()
  const words = useErrorWords()
  if (lastError === null) return null
  return (
    <div className="channel-error" data-tone={lastError.needsPerson ? 'danger' : 'near'}>
      <p>
        <strong>{t('channels.lastError', { at: exact(lastError.at) })}</strong>{' '}
        {t(lastError.needsPerson ? 'channels.needsPerson' : 'channels.mendsItself')}
      </p>
      <p>{words(lastError.label)}</p>
      <p className="channel-quiet">{t('channels.code', { code: lastError.code, label: lastError.label })}</p>
    </div>
  )
}

function Consent({ status: { consentPath, state }, consent }: CardProps) {
  const { t } = useWords()
  if (consentPath === null) return null
  if (consent === 'others') {
    return state === 'needs-reauth' ? <p className="channel-quiet">{t('channels.consentByOthers')}</p> : null
  }
  return (
    <div>
      <Button
        component="a"
        href={consentPath}
        variant={state === 'needs-reauth' ? 'filled' : 'default'}
        leftSection={<IconPlugConnected size={17} />}
      >
        {t('channels.consent')}
      </Button>
      <p className="channel-quiet">{t('channels.consentNote')}</p>
    </div>
  )
}
