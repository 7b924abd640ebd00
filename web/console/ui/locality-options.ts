import type { TFunction } from 'i18next'
import type { Reference } from '../../../src/http/contract/cases.ts'

export interface Option {
  value: string
  label: string
}

/** Filter value of "not known" (topic, place) and "with no unit yet". */
export const NONE = 'none'
/** Before a district's id: the district is known, its commune is not. */
const ONLY = 'only:'

/** Places to choose from: a commune is told apart from its namesakes by its district. */
export function localityOptions(localities: Reference['localities']): Option[] {
  const names = new Map(localities.map((place) => [place.id, place.name]))
  return localities.map((place) => {
    const parent = place.parentId === null ? undefined : names.get(place.parentId)
    return { value: place.id, label: parent === undefined ? place.name : `${place.name} (${parent})` }
  })
}

/** Units and topics to choose from, after the choice of none. */
export function namedOptions(items: readonly { id: string; name: string }[] | undefined, none: string): Option[] {
  return [{ value: NONE, label: none }, ...(items ?? []).map((item) => ({ value: item.id, label: item.name }))]
}

/** Places to filter by, the value in force among them even when it is a special one. */
export function placeFilterOptions(
  t: TFunction<'desk'>,
  localities: Reference['localities'] | undefined,
  inForce: string | undefined,
): Option[] {
  const options = [{ value: NONE, label: t('inbox.noLocality') }, ...localityOptions(localities ?? [])]
  if (inForce === undefined || !inForce.startsWith(ONLY)) return options
  return [...options, { value: inForce, label: placeName(t, localities, inForce) }]
}

/** A filter value in words; the id itself when it is not known (any more). */
export function placeName(t: TFunction<'desk'>, localities: Reference['localities'] | undefined, id: string): string {
  if (id === NONE) return t('inbox.noLocality')
  const name = (of: string): string => localities?.find((place) => place.id === of)?.name ?? of
  return id.startsWith(ONLY) ? t('inbox.onlyDistrict', { name: name(id.slice(ONLY.length)) }) : name(id)
}
