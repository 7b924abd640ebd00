import { best, type Head, softmax } from '../head.ts'
import type { Spelling } from './augment.ts'
import { biasesOf, calibrationError, type Judged, macroF1, sharpnessOf, thresholdFor } from './calibrate.ts'
import { marginsOf, type Task, trainLinear, type Weights } from './linear.ts'
import type { Matrix } from './matrix.ts'
import { quantised } from './quantise.ts'

/** Rows of the matrix with what cross-validation needs to know of them. */
export interface Rows {
  matrix: Matrix
  /** Fold of each row. */
  folds: Int32Array
  /** Whether it is as somebody wrote it: on those made by rule nothing is measured. */
  how: readonly Spelling['how'][]
}

export interface Plan {
  labels: readonly string[]
  /** Labels of each row, the main one first. Empty: none of them. Null: not known, the row is left out. */
  labelsOf: readonly (readonly string[] | null)[]
  cost: number
  /** Rare labels get their due: for heads where one label has nearly all rows. */
  balanced: boolean
}

/** A head and what cross-validation said of every row that was not made by rule; null for rows that are left out. */
export interface Learned {
  head: Head
  held: readonly (Float64Array | null)[]
  figures: Figures
}

/** On rows as they were written, by voices that the measured head had not heard. */
export interface Figures {
  rows: number
  accuracy: number
  macroF1: number
  /** Expected calibration error of the share of the answer. */
  ece: number
  /** Share of the messages of which the answer is at least 95% sure. */
  coverageAt95: number
}

const EPOCHS = 7
export const FOLDS = 3

/** Learns a head on all rows; calibrates it, and measures it, by what heads without the measured voices said. */
export function learnHead(rows: Rows, plan: Plan): Learned {
  const targets = plan.labelsOf.map((labels) => (labels ?? []).map((l) => plan.labels.indexOf(l)))
  const usable = Int32Array.from(plan.labelsOf.keys()).filter((r) => plan.labelsOf[r] !== null)
  const task = (of: Int32Array): Task => ({ labels: plan.labels, targets, rows: of })
  const train = (of: Int32Array): Weights => trainLinear(rows.matrix, task(of), { cost: plan.cost, epochs: EPOCHS })
  const held: (Float64Array | null)[] = plan.labelsOf.map(() => null)
  for (let fold = 0; fold < FOLDS; fold++) {
    // Slips are left out here: they cost half the time and hardly change what is measured.
    const weights = train(usable.filter((r) => rows.folds[r] !== fold && rows.how[r] !== 'slips'))
    const apart = usable.filter((r) => rows.folds[r] === fold && rows.how[r] === 'written')
    marginsOf(rows.matrix, weights, apart).forEach((margins, i) => {
      held[apart[i] as number] = margins
    })
  }
  const judged = held.flatMap((margins, r): Judged[] => {
    const right = targets[r]?.[0]
    return margins === null || right === undefined ? [] : [{ margins, right }]
  })
  const whole = quantised(plan.labels, train(usable))
  const bias = plan.balanced ? biasesOf(judged, plan.labels.length) : new Float64Array(plan.labels.length)
  shift(whole.bias, bias)
  for (const margins of held) if (margins !== null) shift(margins, bias)
  return { ...calibrated(whole, judged), held }
}

function shift(values: Float64Array | Float32Array, by: Float64Array): void {
  for (let k = 0; k < values.length; k++) values[k] = (values[k] as number) + (by[k] as number)
}

function calibrated(
  head: Omit<Head, 'sharpness' | 'sureAt'>,
  judged: readonly Judged[],
): Pick<Learned, 'head' | 'figures'> {
  const sharpness = sharpnessOf(judged)
  const answers = judged.map((j) => {
    const answer = best(j.margins)
    return { score: softmax(j.margins, sharpness)[answer] as number, right: answer === j.right }
  })
  const sureAt = thresholdFor(answers, 0.95)
  const share = (n: number): number => Math.round((n / Math.max(1, answers.length)) * 10000) / 10000
  return {
    head: { ...head, sharpness, sureAt },
    figures: {
      rows: answers.length,
      accuracy: share(answers.filter((a) => a.right).length),
      macroF1: Math.round(macroF1(judged, new Float64Array(head.labels.length)) * 10000) / 10000,
      ece: Math.round(calibrationError(answers) * 10000) / 10000,
      coverageAt95: share(answers.filter((a) => a.score >= sureAt).length),
    },
  }
}
