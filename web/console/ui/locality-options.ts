import type { Reference } from '../../../src/http/contract/cases.ts'

/** Places to choose from: a commune is told apart from its namesakes by its district. */
export function localityOptions(localities: Reference['localities']): { value: string; label: string }[] {
  const names = new Map(localities.map((place) => [place.id, place.name]))
  return localities.map((place) => {
    const parent = place.parentId === null ? undefined : names.get(place.parentId)
    return { value: place.id, label: parent === undefined ? place.name : `${place.name} (${parent})` }
  })
}
