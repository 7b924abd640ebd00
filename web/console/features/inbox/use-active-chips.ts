import type { CaseFilter } from '../../../../src/http/contract/cases.ts'
import { dayWords } from '../../lib/time.ts'
import { useReference } from '../../lib/use-reference.ts'
import { useWords } from '../../lib/use-words.ts'
import { NONE, placeName } from '../../ui/locality-options.ts'

export interface ActiveChip {
  key: string
  label: string
  /** What goes when the chip is taken off. */
  clears: (keyof CaseFilter)[]
}

/** The filters in force, in words. The search box and the tabs show themselves. */
export function useActiveChips(filter: CaseFilter): ActiveChip[] {
  const { t } = useWords()
  const reference = useReference().data
  const chips: ActiveChip[] = []
  const add = (key: keyof CaseFilter, label: string | undefined, clears: (keyof CaseFilter)[] = [key]): void => {
    if (label !== undefined) chips.push({ key, label, clears })
  }
  const name = (items: readonly { id: string; name: string }[] | undefined, id: string | undefined) =>
    id === undefined ? undefined : (items?.find((item) => item.id === id)?.name ?? id)
  if (filter.figure !== undefined) {
    add('figure', t('inbox.figureShown', { name: t(`figure.${filter.figure}`) }))
  }
  if (filter.from !== undefined || filter.to !== undefined) {
    const ends = [filter.from, filter.to].map((day) => (day === undefined ? '…' : dayWords(day)))
    add('from', `${t('inbox.period')}: ${ends.join(' – ')}`, ['from', 'to'])
  }
  add('topic', filter.topic === NONE ? t('inbox.noTopic') : name(reference?.topics, filter.topic))
  if (filter.locality !== undefined) add('locality', placeName(t, reference?.localities, filter.locality))
  add('unit', filter.unit === NONE ? t('inbox.noUnit') : name(reference?.units, filter.unit))
  if (filter.channel !== undefined) add('channel', t(`channel.${filter.channel}`))
  if (filter.status !== undefined) add('status', t(`status.${filter.status}`))
  if (filter.kind !== undefined) add('kind', t(`kind.${filter.kind}`))
  if (filter.urgency !== undefined) add('urgency', t(`urgency.${filter.urgency}`))
  if (filter.holder !== undefined) add('holder', t('inbox.holder'))
  return chips
}
