import { Button, Group, Menu, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconChevronDown, IconClock, IconFlame, IconLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useWords } from '../../lib/use-words.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { clockOf } from '../../ui/clock-of.ts'
import type { CaseDialog } from './case-page.tsx'
import { Feedback } from './feedback.tsx'
import type { CaseActions } from './use-case-action.ts'

interface CaseHeadProps {
  detail: CaseDetail
  actions: CaseActions
  onDialog: (action: CaseDialog) => void
}

const MAIN: readonly CaseDialog[] = ['route', 'transfer', 'return']
const MORE: readonly CaseDialog[] = ['set-topic', 'set-place', 'close']

/** Code, state, clock, and the actions this person has. */
export function CaseHead({ detail, actions, onDialog }: CaseHeadProps) {
  const words = useWords()
  const { t } = words
  const clock = clockOf(detail, words)
  return (
    <header className="case-head panel">
      <Group justify="space-between" gap="sm" align="flex-start">
        <div className="case-title">
          <Group gap="xs">
            <Link to="/cases" className="back" aria-label={t('case.back')} title={t('case.back')}>
              <IconArrowLeft size={20} />
            </Link>
            <Title order={1} data-testid="case-code">
              {detail.code}
            </Title>
            <span className="tag" data-tone={statusTone(detail)} data-testid="case-status">
              {t(`status.${detail.status}`)}
            </span>
            {detail.urgency === 'emergency' && (
              <span className="tag" data-tone="danger">
                <IconFlame size={15} aria-hidden /> {t('urgency.emergency')}
              </span>
            )}
            {detail.sealed && (
              <span className="tag" data-tone="near">
                <IconLock size={15} aria-hidden /> {t('inbox.sealed')}
              </span>
            )}
            {detail.demo && <span className="tag">{t('inbox.demo')}</span>}
            <span className="tag">
              <ChannelIcon channel={detail.channel} named="word" />
            </span>
          </Group>
          <p className="case-words">{detail.title}</p>
        </div>
        <HeadActions detail={detail} actions={actions} onDialog={onDialog} />
      </Group>
      <div className="case-clock">
        <span className={`clock-words tone-${clock.tone}`} title={clock.exact}>
          {clock.tone === 'danger' ? <IconAlertTriangle size={16} aria-hidden /> : <IconClock size={16} aria-hidden />}
          {clock.words}
        </span>
        <ClockBar detail={detail} />
        <span className="case-due">{clock.exact}</span>
      </div>
      <Feedback actions={actions} />
    </header>
  )
}

function HeadActions({ detail, actions, onDialog }: CaseHeadProps) {
  const { t } = useWords()
  const notify = useNotify()
  const may = new Set(detail.actions)
  const more = MORE.filter((action) => may.has(action))
  const accept = (): void => actions.run({ action: 'accept' }, () => notify(t('case.done.accept')))
  return (
    <Group gap="xs" role="group" aria-label={t('case.actions')}>
      {may.has('accept') && (
        <Button onClick={accept} loading={actions.pending === 'accept'} data-testid="action-accept">
          {t('case.action.accept')}
        </Button>
      )}
      {MAIN.filter((action) => may.has(action)).map((action) => (
        <Button
          key={action}
          variant={action === 'route' && !may.has('accept') ? 'filled' : 'default'}
          onClick={() => onDialog(action)}
          data-testid={`action-${action}`}
        >
          {t(`case.action.${action}`)}
        </Button>
      ))}
      {more.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} />}>
              {t('case.action.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((action) => (
              <Menu.Item key={action} onClick={() => onDialog(action)}>
                {t(`case.action.${action}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}

/** A thin bar from filed to due, in working time. */
function ClockBar({ detail }: { detail: CaseDetail }) {
  const { t, working } = useWords()
  const { workingMinutesTotal: total, workingMinutesUsed: used } = detail.clock
  if (total === null || used === null || total <= 0) return null
  const share = Math.min(1, Math.max(0, used / total))
  const label = t('case.clock.used', { used: working(used), total: working(total) })
  return (
    <span
      className="clock-bar"
      role="img"
      aria-label={`${t('case.clock.bar', { percent: Math.round((used / total) * 100) })}. ${label}`}
      title={label}
    >
      <span data-tone={used > total ? 'danger' : share > 0.8 ? 'near' : 'plain'} style={{ width: `${share * 100}%` }} />
    </span>
  )
}

function statusTone(detail: CaseDetail): string {
  if (detail.status === 'answered' || detail.status === 'closed') return 'done'
  if (detail.status === 'reopened' || detail.status === 'returned') return 'near'
  return 'accent'
}
