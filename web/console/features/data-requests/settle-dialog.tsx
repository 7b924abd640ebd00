import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { DataRequest, DataRequestPreview } from '../../../../src/http/contract/data-requests.ts'
import { useNotify } from '../../lib/use-notify.ts'
import { useWords } from '../../lib/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { usePreview, useSettle } from './data-request-queries.ts'

interface SettleDialogProps {
  request: DataRequest
  way: 'delete' | 'nothing-found'
  onClose: () => void
}

/** What will be deleted in numbers, then the button that does it; or the reason why nothing was found. */
export function SettleDialog({ request, way, onClose }: SettleDialogProps) {
  const { t } = useWords()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(way === 'delete' ? 'data.dialog.deleteTitle' : 'data.dialog.nothingTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {way === 'delete' ? (
        <DeleteForm request={request} onClose={onClose} />
      ) : (
        <NothingForm request={request} onClose={onClose} />
      )}
    </Modal>
  )
}

type FormProps = Pick<SettleDialogProps, 'request' | 'onClose'>

function DeleteForm({ request, onClose }: FormProps) {
  const { t } = useWords()
  const notify = useNotify()
  const preview = usePreview(request.code)
  const settle = useSettle(request.code)
  const [caseCode, setCaseCode] = useState('')
  const isKnown = request.person === 'found'
  const look = preview.mutate
  useEffect(() => {
    if (isKnown) look('')
  }, [isKnown, look])
  const remove = (): void =>
    settle.mutate(
      { action: 'delete', caseCode: isKnown ? null : caseCode.trim() },
      {
        onSuccess: () => {
          notify(t('data.done.delete'))
          onClose()
        },
      },
    )
  return (
    <Stack>
      {!isKnown && (
        <>
          <Text size="sm">{t('data.dialog.whose')}</Text>
          <Group align="flex-end" gap="xs">
            <TextInput
              data-autofocus
              size="md"
              style={{ flex: 1 }}
              label={t('data.dialog.caseCode')}
              placeholder="PA-2611-7K3QM"
              maxLength={20}
              value={caseCode}
              onChange={(event) => {
                setCaseCode(event.currentTarget.value)
                preview.reset()
              }}
            />
            <Button
              size="md"
              variant="default"
              loading={preview.isPending}
              disabled={caseCode.trim() === ''}
              onClick={() => look(caseCode.trim())}
            >
              {t('data.dialog.look')}
            </Button>
          </Group>
        </>
      )}
      <div aria-live="polite">{preview.data !== undefined && <What preview={preview.data} />}</div>
      {preview.isError && <Failure error={preview.error} />}
      {settle.isError && <Failure error={settle.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          color="red.9"
          disabled={preview.data === undefined}
          loading={settle.isPending}
          onClick={remove}
          data-testid="data-delete"
        >
          {t('data.action.delete')}
        </Button>
      </Group>
    </Stack>
  )
}

function What({ preview }: { preview: DataRequestPreview }) {
  const { t } = useWords()
  const { openCases, ...counts } = preview
  return (
    <Stack gap="xs">
      <Text size="sm">{t('data.dialog.counts', counts)}</Text>
      <Text size="sm">{t('data.dialog.kept')}</Text>
      {openCases.length > 0 && (
        <Text size="sm" fw={600}>
          {t('data.dialog.openCases', { codes: openCases.join(', ') })}
        </Text>
      )}
      <Text size="sm" fw={600}>
        {t('data.dialog.final')}
      </Text>
    </Stack>
  )
}

function NothingForm({ request, onClose }: FormProps) {
  const { t } = useWords()
  const notify = useNotify()
  const settle = useSettle(request.code)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const isShort = note.trim().length < 3
  const end = (): void => {
    setTried(true)
    if (isShort) return
    settle.mutate(
      { action: 'nothing-found', note: note.trim() },
      {
        onSuccess: () => {
          notify(t('data.done.nothing-found'))
          onClose()
        },
      },
    )
  }
  return (
    <Stack>
      <Text size="sm">{t('data.dialog.nothingText')}</Text>
      <Textarea
        data-autofocus
        size="md"
        autosize
        minRows={3}
        maxLength={500}
        label={t('data.dialog.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={tried && isShort ? t('case.dialog.reasonShort') : null}
      />
      {settle.isError && <Failure error={settle.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={settle.isPending} onClick={end}>
          {t('data.action.nothing-found')}
        </Button>
      </Group>
    </Stack>
  )
}
