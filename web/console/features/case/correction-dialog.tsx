import { Modal, Select, Stack, Text } from '@mantine/core'
import type { CaseDetail } from '../../../../src/http/contract/cases.ts'
import { useReference } from '../../lib/use-reference.ts'
import { useWords } from '../../lib/use-words.ts'
import { foldedFilter } from '../../ui/folded-filter.ts'
import { localityOptions, type Option } from '../../ui/locality-options.ts'
import type { Corrected, Corrections } from './use-corrections.ts'

interface CorrectionDialogProps {
  field: Corrected
  detail: CaseDetail
  corrections: Corrections
  onClose: () => void
}

const WORDS = {
  topic: { title: 'case.dialog.topicTitle', label: 'case.dialog.topic', hint: 'case.dialog.topicPlaceholder' },
  place: { title: 'case.dialog.placeTitle', label: 'case.dialog.place', hint: 'case.dialog.placePlaceholder' },
} as const

/** Any topic or place of the province; choosing it changes the case at once, and can be taken back. */
export function CorrectionDialog({ field, detail, corrections, onClose }: CorrectionDialogProps) {
  const { t } = useWords()
  const reference = useReference().data
  const options: Option[] =
    field === 'topic'
      ? (reference?.topics ?? []).map(({ id, name }) => ({ value: id, label: name }))
      : localityOptions(reference?.localities ?? [])
  const current = field === 'topic' ? detail.topic : detail.locality
  const choose = (id: string | null): void => {
    const chosen = (field === 'topic' ? reference?.topics : reference?.localities)?.find((item) => item.id === id)
    if (chosen !== undefined) corrections.correct(field, { id: chosen.id, name: chosen.name })
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(WORDS[field].title)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('case.dialog.nowIs', { name: current?.name ?? t('case.side.notKnown') })}</Text>
        <Select
          data-autofocus
          size="md"
          searchable
          filter={foldedFilter}
          limit={200}
          nothingFoundMessage={t('case.dialog.nothing')}
          label={t(WORDS[field].label)}
          placeholder={t(WORDS[field].hint)}
          data={options}
          onChange={choose}
        />
      </Stack>
    </Modal>
  )
}
