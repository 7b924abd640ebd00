import { bare, effectiveDay, isValidOn, type Locality, type Turn } from '../../core/index.ts'
import { midSentence, plain } from './content.ts'

/** "phường Phú Cường (thành phố Thủ Dầu Một)"; null: the pack knows no such place. */
export function placeName(turn: Turn, localityId: string): string | null {
  const place = turn.pack.localities.get(localityId)
  if (place === undefined) return null
  const parent = place.parentId === null ? undefined : turn.pack.localities.get(place.parentId)
  if (parent === undefined) return midSentence(place.nameVi)
  return turn.pack.text('complaint.place', {
    place: midSentence(place.nameVi),
    parent: midSentence(parent.nameVi),
  })
}

/** Communes of a district that exist on the day of the turn; places of the resident's earlier cases first. */
export function communesOf(turn: Turn, districtId: string): Locality[] {
  const day = effectiveDay(turn.pack, turn.now)
  const known = new Set(turn.tickets.map((t) => t.localityId))
  const all = [...turn.pack.localities.values()].filter(
    (l) => l.level === 'commune' && l.parentId === districtId && isValidOn(l, day),
  )
  return [...all.filter((l) => known.has(l.id)), ...all.filter((l) => !known.has(l.id))]
}

/**
 * A place named in these words, looked for by whole name; used where a message names two places and only one part
 * of it is meant ("không phải A, ở B"), and for answers to "which commune of this district?".
 */
export function placeIn(options: { turn: Turn; text: string; among?: readonly Locality[] }): Locality | null {
  const { turn, text } = options
  const day = effectiveDay(turn.pack, turn.now)
  const haystack = ` ${plain(text)
    .replace(/[.,;:!?()]/g, ' ')
    .replace(/\s+/g, ' ')} `
  const pool = options.among ?? [...turn.pack.localities.values()].filter((l) => isValidOn(l, day))
  const hits = pool.filter((l) => haystack.includes(` ${bare(l.shortVi)} `))
  const typed = hits.filter((l) => haystack.includes(` ${bare(l.nameVi)} `))
  const best = typed.length > 0 ? typed : hits
  const longest = Math.max(0, ...best.map((l) => l.shortVi.length))
  const winners = best.filter((l) => l.shortVi.length === longest)
  const communes = winners.filter((l) => l.level === 'commune')
  return winners.length === 1 ? (winners[0] ?? null) : communes.length === 1 ? (communes[0] ?? null) : null
}
