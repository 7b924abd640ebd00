import 'dayjs/locale/vi'
import { Select } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import type { ChannelId } from '../../../../src/core/channel.ts'
import { channelId } from '../../../../src/http/contract/common.ts'
import type { Dashboard, DashboardQuery } from '../../../../src/http/contract/dashboard.ts'
import { now } from '../../../shared/now.ts'
import { dayOf } from '../../lib/time.ts'
import { useReference } from '../../lib/use-reference.ts'
import { useWords } from '../../lib/use-words.ts'
import { foldedFilter } from '../../ui/folded-filter.ts'
import { namedOptions, placeFilterOptions } from '../../ui/locality-options.ts'
import { PRESETS, type Preset, periodOf, presetOf } from './periods.ts'

interface FilterBarProps {
  query: DashboardQuery
  set: (patch: DashboardQuery) => void
  /** What the server answered for; tells the period when the address has none. */
  shown: Dashboard | undefined
}

/** Period, unit, topic, channel and place, kept in the address so that a view can be sent to a colleague. */
export function FilterBar({ query, set, shown }: FilterBarProps) {
  const { t } = useWords()
  const reference = useReference().data
  const common = {
    clearable: true,
    searchable: true,
    filter: foldedFilter,
    placeholder: t('common.all'),
    nothingFoundMessage: t('case.dialog.nothing'),
  }
  const pick = (key: keyof DashboardQuery) => (value: string | null) =>
    set({ [key]: value ?? undefined } as DashboardQuery)
  return (
    <section className="board-filters panel" aria-label={t('board.filters')}>
      <PeriodFields query={query} set={set} shown={shown} />
      <Select
        {...common}
        label={t('board.unit')}
        data={namedOptions(reference?.units, t('inbox.noUnit'))}
        value={query.unit ?? null}
        onChange={pick('unit')}
      />
      <Select
        {...common}
        label={t('board.topic')}
        data={namedOptions(reference?.topics, t('inbox.noTopic'))}
        value={query.topic ?? null}
        onChange={pick('topic')}
      />
      <Select
        {...common}
        label={t('board.locality')}
        data={placeFilterOptions(t, reference?.localities, query.locality)}
        value={query.locality ?? null}
        onChange={pick('locality')}
      />
      <Select
        {...common}
        label={t('board.channel')}
        data={channelId.options.map((id: ChannelId) => ({ value: id, label: t(`channel.${id}`) }))}
        value={query.channel ?? null}
        onChange={pick('channel')}
      />
    </section>
  )
}

function PeriodFields({ query, set, shown }: FilterBarProps) {
  const { t, language, zone } = useWords()
  const today = dayOf(now(), zone)
  const from = query.from ?? shown?.from ?? null
  const to = query.to ?? shown?.to ?? null
  const preset = from !== null && to !== null ? presetOf({ from, to }, today) : null
  const date = {
    locale: language,
    valueFormat: 'DD/MM/YYYY',
    firstDayOfWeek: 1 as const,
    weekendDays: [],
    maxDate: today,
  }
  return (
    <>
      <Select
        label={t('board.period')}
        allowDeselect={false}
        data={[
          ...PRESETS.map((value) => ({ value: value as string, label: t(`board.preset.${value}`) })),
          { value: 'custom', label: t('board.preset.custom'), disabled: true },
        ]}
        value={preset ?? 'custom'}
        onChange={(value) => value !== null && value !== 'custom' && set(periodOf(value as Preset, today))}
      />
      <DatePickerInput
        {...date}
        label={t('board.from')}
        value={from}
        onChange={(day) => day !== null && set(ordered(day, to ?? day, 'from'))}
      />
      <DatePickerInput
        {...date}
        label={t('board.to')}
        value={to}
        onChange={(day) => day !== null && set(ordered(from ?? day, day, 'to'))}
      />
    </>
  )
}

/** A period never ends before it begins: the end that was not touched follows. */
function ordered(from: string, to: string, touched: 'from' | 'to'): { from: string; to: string } {
  if (from <= to) return { from, to }
  return touched === 'from' ? { from, to: from } : { from: to, to }
}
