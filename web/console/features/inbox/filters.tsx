import { Button, CloseButton, Collapse, Group, Select, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useReference } from '../../lib/use-reference.ts'
import { useWords } from '../../lib/use-words.ts'
import { foldedFilter } from '../../ui/folded-filter.ts'
import { namedOptions, placeFilterOptions } from '../../ui/locality-options.ts'
import { type CaseFilter, CHANNEL_IDS, TICKET_STATUSES } from './filter-values.ts'
import { useActiveChips } from './use-active-chips.ts'

interface FiltersProps {
  filter: CaseFilter
  set: (patch: CaseFilter) => void
}

/** Search, the filters, and what is filtered as chips that can be taken off. */
export function Filters({ filter, set }: FiltersProps) {
  const { t } = useWords()
  const [open, { toggle }] = useDisclosure(false)
  const chips = useActiveChips(filter)
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <SearchBox value={filter.q ?? ''} onSearch={(q) => set({ q: q === '' ? undefined : q } as CaseFilter)} />
        <Button
          variant="default"
          leftSection={<IconFilter size={17} />}
          aria-expanded={open}
          onClick={toggle}
          style={{ flexShrink: 0 }}
        >
          {t('inbox.filters')}
        </Button>
      </Group>
      <Collapse expanded={open}>
        <FilterFields filter={filter} set={set} />
      </Collapse>
      {chips.length > 0 && (
        <Group gap={6} mt="xs">
          {chips.map((chip) => (
            <button
              key={chip.key}
              type="button"
              className="chip"
              aria-label={t('inbox.removeFilter', { name: chip.label })}
              onClick={() => set(Object.fromEntries(chip.clears.map((key) => [key, undefined])) as CaseFilter)}
            >
              {chip.label} <IconX size={14} aria-hidden />
            </button>
          ))}
        </Group>
      )}
    </div>
  )
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const later = useDebouncedCallback(onSearch, 300)
  const change = (next: string): void => {
    setText(next)
    later(next.trim())
  }
  return (
    <TextInput
      data-search
      type="search"
      flex={1}
      maw={520}
      aria-label={t('inbox.search')}
      placeholder={t('inbox.search')}
      leftSection={<IconSearch size={17} />}
      rightSection={text === '' ? null : <CloseButton aria-label={t('common.clear')} onClick={() => change('')} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function FilterFields({ filter, set }: FiltersProps) {
  const { t } = useWords()
  const reference = useReference().data
  const common = {
    clearable: true,
    searchable: true,
    filter: foldedFilter,
    placeholder: t('common.all'),
    nothingFoundMessage: t('case.dialog.nothing'),
  }
  const pick = (key: keyof CaseFilter) => (value: string | null) => set({ [key]: value ?? undefined } as CaseFilter)
  return (
    <div className="filter-fields">
      <Select
        {...common}
        label={t('inbox.topic')}
        data={namedOptions(reference?.topics, t('inbox.noTopic'))}
        value={filter.topic ?? null}
        onChange={pick('topic')}
      />
      <Select
        {...common}
        label={t('inbox.locality')}
        data={placeFilterOptions(t, reference?.localities, filter.locality)}
        value={filter.locality ?? null}
        onChange={pick('locality')}
      />
      <Select
        {...common}
        label={t('inbox.unit')}
        data={namedOptions(reference?.units, t('inbox.noUnit'))}
        value={filter.unit ?? null}
        onChange={pick('unit')}
      />
      <Select
        {...common}
        label={t('inbox.channel')}
        data={CHANNEL_IDS.map((id) => ({ value: id, label: t(`channel.${id}`) }))}
        value={filter.channel ?? null}
        onChange={pick('channel')}
      />
      <Select
        {...common}
        label={t('inbox.status')}
        data={TICKET_STATUSES.map((id) => ({ value: id, label: t(`status.${id}`) }))}
        value={filter.status ?? null}
        onChange={pick('status')}
      />
      <Switch
        label={t('inbox.holder')}
        checked={filter.holder === 'me'}
        onChange={(event) => set({ holder: event.currentTarget.checked ? 'me' : undefined } as CaseFilter)}
        className="filter-switch"
      />
    </div>
  )
}
