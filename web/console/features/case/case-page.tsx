import './case.css'
import { Skeleton, Stack, Text } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { CaseAction, CaseDetail } from '../../../../src/http/contract/cases.ts'
import { ApiFailure } from '../../lib/api.ts'
import { useShortcuts } from '../../lib/shortcuts.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { ActionDialog, type DialogAction } from './action-dialog.tsx'
import { CaseHead } from './case-head.tsx'
import { useCase, useUnderstanding } from './case-queries.ts'
import { type ComposeMode, Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import { CorrectionDialog } from './correction-dialog.tsx'
import { CaseSide } from './side/case-side.tsx'
import { useCaseActions } from './use-case-action.ts'
import { type Corrections, useCorrections } from './use-corrections.ts'
import { WaitingNotice } from './waiting-notice.tsx'

/** One case: what was said, what can be done, and what is known. */
export function CasePage() {
  const { t } = useWords()
  const { code } = useParams({ from: '/cases/$code' })
  const detail = useCase(code)
  useEffect(() => {
    document.title = `${code} · ${t('app.name')}`
  }, [code, t])
  if (detail.isPending) return <CaseLoading />
  if (detail.isError) {
    if (detail.error instanceof ApiFailure && detail.error.status === 404) {
      return (
        <Stack py="xl" align="center">
          <Text>{t('case.notFound', { code })}</Text>
          <Link to="/cases">{t('common.toInbox')}</Link>
        </Stack>
      )
    }
    return <Failure error={detail.error} retry={() => void detail.refetch()} />
  }
  return <OpenCase key={code} detail={detail.data} />
}

export type CaseDialog = DialogAction | 'set-topic' | 'set-place'

const MODES: readonly ComposeMode[] = ['reply', 'ask', 'resolve', 'note']

function OpenCase({ detail }: { detail: CaseDetail }) {
  const { t } = useWords()
  const { do: intent } = useSearch({ from: '/cases/$code' })
  const navigate = useNavigate()
  const notify = useNotify()
  const actions = useCaseActions(detail)
  const corrections = useCorrections(detail, actions)
  const places = usePlaces(detail)
  const modes = MODES.filter((mode) => detail.actions.includes(mode))
  const may = (action: CaseAction): boolean => detail.actions.includes(action)
  const moving: DialogAction | null = may('transfer') ? 'transfer' : may('route') ? 'route' : null
  const [dialog, setDialog] = useState<CaseDialog | null>(intent === 'transfer' ? moving : null)
  const [mode, setMode] = useState<ComposeMode>(
    intent === 'resolve' && may('resolve') ? 'resolve' : (modes[0] ?? 'note'),
  )
  const [focus, setFocus] = useState(intent === 'reply' || intent === 'resolve' ? 1 : 0)
  const write = (next: ComposeMode): void => {
    if (!modes.includes(next)) return
    setMode(next)
    setFocus((n) => n + 1)
  }
  useShortcuts({
    r: () => write('reply'),
    e: () => write('resolve'),
    t: () => setDialog(moving),
    a: () => may('accept') && actions.run({ action: 'accept' }, () => notify(t('case.done.accept'))),
    u: () => void navigate({ to: '/cases' }),
    ...correctionKeys(detail, { corrections, places, search: setDialog }),
  })
  return (
    <div className="case">
      <CaseHead detail={detail} actions={actions} onDialog={setDialog} />
      <section className="case-middle" aria-label={t('case.conversation')}>
        <Conversation detail={detail} />
        <WaitingNotice detail={detail} />
        {modes.length > 0 ? (
          <Composer detail={detail} modes={modes} mode={mode} onMode={setMode} actions={actions} focus={focus} />
        ) : (
          <Text size="sm" c="dimmed" p="md">
            {t('case.readOnly')}
          </Text>
        )}
      </section>
      <CaseSide detail={detail} corrections={corrections} places={places} onDialog={setDialog} />
      {(dialog === 'set-topic' || dialog === 'set-place') && (
        <CorrectionDialog
          key={dialog}
          field={dialog === 'set-topic' ? 'topic' : 'place'}
          detail={detail}
          corrections={corrections}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog !== null && dialog !== 'set-topic' && dialog !== 'set-place' && (
        <ActionDialog key={dialog} action={dialog} detail={detail} actions={actions} onClose={() => setDialog(null)} />
      )}
    </div>
  )
}

/** At most three keys for places. */
const PLACES_MOST = 3

/** The places that a name in the words may stand for, while none is chosen. */
function usePlaces({ code, locality, actions }: CaseDetail): readonly { id: string; name: string }[] {
  const isOpen = locality === null && actions.includes('set-place')
  const { data } = useUnderstanding(code, isOpen ? 'wanted' : 'not-yet')
  return isOpen ? (data?.places.slice(0, PLACES_MOST) ?? []) : []
}

interface Correcting {
  corrections: Corrections
  places: readonly { id: string; name: string }[]
  search: (dialog: CaseDialog) => void
}

function correctionKeys(detail: CaseDetail, { corrections, places, search }: Correcting): Record<string, () => void> {
  const { correct, undo } = corrections
  const topics = detail.topicGuesses.map((guess, n) => [String(n + 1), () => correct('topic', guess)] as const)
  const communes = places.map((place, n) => [String(n + 4), () => correct('place', place)] as const)
  return {
    ...(detail.actions.includes('set-topic') ? { ...Object.fromEntries(topics), 0: () => search('set-topic') } : {}),
    ...(detail.actions.includes('set-place') ? { ...Object.fromEntries(communes), p: () => search('set-place') } : {}),
    ...(undo === null ? {} : { z: undo }),
  }
}

function CaseLoading() {
  const { t } = useWords()
  return (
    <div className="case" role="status" aria-label={t('case.loading')}>
      <Skeleton className="case-head" h={92} />
      <Skeleton className="case-middle" h={520} />
      <Skeleton className="case-side" h={520} />
    </div>
  )
}
