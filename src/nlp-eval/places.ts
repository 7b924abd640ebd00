import type { Lexicon, Understand } from '../core/understanding.ts'
import { type Figures, named } from './figures.ts'
import { measurePlaces, placeCases } from './place-cases.ts'

/** Shares of names resolved, a section for each way to write them, and how often a place is seen where there is none. */
export function placeFigures(understand: Understand, localities: Lexicon['localities']): Figures {
  const { byForm, falseHitsPer100 } = measurePlaces(placeCases(localities), (text) => understand(text).place)
  const sections = [...byForm].map(([form, { right, all }]) =>
    form === 'none'
      ? named(`places ${form}`, { placeFalse: { value: falseHitsPer100, of: all } })
      : named(`places ${form}`, { place: { value: right / all, of: all } }),
  )
  return Object.assign({}, ...sections)
}
