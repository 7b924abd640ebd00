import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useReference } from '../../lib/use-reference.ts'
import { useWords } from '../../lib/use-words.ts'
import { foldedFilter } from '../../ui/folded-filter.ts'
import { Feedback } from './feedback.tsx'
import type { CaseActions, Intended } from './use-case-action.ts'

export type DialogAction = 'return' | 'transfer' | 'route' | 'close'

interface ActionDialogProps {
  action: DialogAction
  detail: CaseDetail
  actions: CaseActions
  onClose: () => void
}

const TITLES = {
  return: 'case.dialog.returnTitle',
  transfer: 'case.dialog.transferTitle',
  route: 'case.dialog.routeTitle',
  close: 'case.dialog.closeTitle',
} as const
const TEXTS = {
  return: 'case.dialog.returnText',
  transfer: 'case.dialog.transferText',
  route: 'case.dialog.routeText',
  close: 'case.dialog.closeText',
} as const

/** What will happen, the choice and the reason it needs, and the button that does it. */
export function ActionDialog({ action, detail, actions, onClose }: ActionDialogProps) {
  const { t } = useWords()
  const notify = useNotify()
  const reference = useReference().data
  const [target, setTarget] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const needsUnit = action === 'transfer' || action === 'route'
  const reasonRule = action === 'route' ? 'optional' : 'needed'
  const isReasonShort = reasonRule === 'needed' && reason.trim().length < 3
  const items = reference?.units.filter((unit) => unit.id !== detail.unit?.id) ?? []
  const submit = (): void => {
    setTried(true)
    if ((needsUnit && target === null) || isReasonShort) return
    actions.run(intendedOf(action, target ?? '', reason.trim()), () => {
      notify(t(`case.done.${action}`))
      onClose()
    })
  }
  const close = (): void => {
    actions.clearError()
    onClose()
  }
  return (
    <Modal opened onClose={close} title={t(TITLES[action])} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t(TEXTS[action])}</Text>
        {needsUnit && (
          <Select
            data-autofocus
            size="md"
            searchable
            filter={foldedFilter}
            limit={200}
            nothingFoundMessage={t('case.dialog.nothing')}
            label={t('case.dialog.unit')}
            placeholder={t('case.dialog.unitPlaceholder')}
            data={items.map((item) => ({ value: item.id, label: item.name }))}
            value={target}
            onChange={setTarget}
            error={tried && target === null ? t('case.dialog.needUnit') : null}
          />
        )}
        <Textarea
          size="md"
          autosize
          minRows={3}
          maxRows={8}
          maxLength={1000}
          data-autofocus={needsUnit ? undefined : true}
          label={t(reasonRule === 'optional' ? 'case.dialog.reasonOptional' : 'case.dialog.reason')}
          placeholder={t('case.dialog.reasonPlaceholder')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && isReasonShort ? t('case.dialog.reasonShort') : null}
        />
        <Feedback actions={actions} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            color={action === 'close' ? 'red' : 'brand'}
            loading={actions.pending === action}
            onClick={submit}
            data-testid="dialog-submit"
          >
            {t(`case.action.${action}`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function intendedOf(action: DialogAction, target: string, reason: string): Intended {
  switch (action) {
    case 'return':
    case 'close':
      return { action, reason }
    case 'transfer':
      return { action, unitId: target, reason }
    case 'route':
      return { action, unitId: target, ...(reason === '' ? {} : { reason }) }
  }
}
