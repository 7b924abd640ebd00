import { z } from 'zod'
import type { Understand } from '../core/understanding.ts'
import { groupBy } from '../packs/group.ts'
import { type Figures, named, shareOf } from './figures.ts'

/** A message around the name of one place, by how the name is spelled. */
export const PLACE_ROW = z.object({
  text: z.string().min(1).max(4000),
  form: z.string().min(1).max(40),
  place: z.union([z.string(), z.object({ ambiguous: z.array(z.string()).min(1) })]),
})
export type PlaceRow = z.infer<typeof PLACE_ROW>

/** A message that names no place though it looks as if. */
export const NO_PLACE_ROW = z.object({ text: z.string().min(1).max(4000) })

/** Shares of names resolved, a section for each spelling, and how often a place is seen where there is none. */
export function placeFigures(
  understand: Understand,
  { places, noPlaces }: { places: readonly PlaceRow[]; noPlaces: readonly string[] },
): Figures {
  const forms = [...groupBy(places, (row) => row.form)].map(([form, rows]) =>
    named(`places ${form}`, { place: shareOf(rows, (row) => isResolved(understand, row)) }),
  )
  const wrong = shareOf(noPlaces, (text) => understand(text).place !== undefined)
  const none = noPlaces.length === 0 ? {} : { placeFalse: { value: wrong.value * 100, of: wrong.of } }
  return Object.assign({}, ...forms, named('places none', none))
}

function isResolved(understand: Understand, { text, place }: PlaceRow): boolean {
  const read = understand(text).place
  if (typeof place === 'string') return read?.kind === 'locality' && read.localityId === place
  return read?.kind === 'ambiguous' && place.ambiguous.every((id) => read.localityIds.includes(id))
}
