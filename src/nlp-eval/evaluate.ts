import { answerFigures } from './answers.ts'
import { dangerFigures } from './danger.ts'
import { entityFigures } from './entities.ts'
import { type Figures, named } from './figures.ts'
import type { Gold } from './gold.ts'
import { figuresOf, type Judged, judged } from './judge.ts'
import { placeFigures } from './places.ts'
import { setsOf } from './sets.ts'
import type { Ready } from './shipped.ts'
import { toneFigures } from './tone.ts'

export interface Evaluation {
  figures: Figures
  /** The gold messages as they were written, for tables of errors. */
  written: readonly Judged[]
}

/** Every figure but those of the machine: the same for the same code and data. */
export function evaluate({ understand, lexicon }: Ready, gold: Gold): Evaluation {
  const sets = setsOf(gold.messages).map((set) => ({ name: set.name, rows: judged(understand, set.rows) }))
  const figures = Object.assign(
    {},
    ...sets.map((set) => named(set.name, figuresOf(set.rows))),
    answerFigures(understand, gold.answers),
    placeFigures(understand, lexicon.localities),
    dangerFigures(understand, gold.danger),
    toneFigures(understand, gold.tone),
    entityFigures(understand, gold.entities),
  )
  return { figures, written: sets.find((set) => set.name === 'all')?.rows ?? [] }
}
