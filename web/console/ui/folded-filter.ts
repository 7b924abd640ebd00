import type { OptionsFilter } from '@mantine/core'
import { matches } from '../../shared/fold.ts'

/** Options of a select that match what is typed, with or without accents; a group stays with its matching members. */
export const foldedFilter: OptionsFilter = ({ options, search, limit }) => {
  if (search.trim() === '') return options.slice(0, limit)
  return options
    .map((option) =>
      'group' in option ? { ...option, items: option.items.filter((item) => matches(labelOf(item), search)) } : option,
    )
    .filter((option) => ('group' in option ? option.items.length > 0 : matches(labelOf(option), search)))
    .slice(0, limit)
}

function labelOf(item: unknown): string {
  if (typeof item === 'string') return item
  return typeof item === 'object' && item !== null && 'label' in item ? String(item.label) : ''
}
