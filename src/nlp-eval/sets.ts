import { type Example, FORMS } from '../nlp/learn/example.ts'
import { respelled } from './test-noise.ts'

/** Messages that are measured together. */
export interface EvalSet {
  /** `clean` .. `typo`: as residents wrote them. `bare*` ..: made by rule from the clean ones. `all`: as written. */
  name: string
  rows: readonly Example[]
}

/** The gold messages by form, and the clean ones again in every other spelling. Sets without messages are left out. */
export function setsOf(gold: readonly Example[]): EvalSet[] {
  const clean = gold.filter((e) => e.form === 'clean')
  const written = FORMS.map((form) => ({ name: form, rows: gold.filter((e) => e.form === form) }))
  const made = MADE.map((form) => ({ name: `${form}*`, rows: clean.map((e) => respelled(e, form)) }))
  return [...written, { name: 'all', rows: gold }, ...made].filter((set) => set.rows.length > 0)
}

const MADE = ['bare', 'teen', 'typo'] as const
