import { bare } from '../../core/text.ts'
import type { AddressPart } from '../../core/understanding.ts'
import { type AddressModel, bestTags, featuresAt, TAGS } from '../address-tagger.ts'
import { classesOf } from '../address-words.ts'
import { type Token, tokenise } from '../tokens.ts'

/** A message of `data/nlu/addresses.jsonl`. */
export interface AddressExample {
  text: string
  parts: readonly { kind: AddressPart['kind']; start: number; end: number }[]
}

interface Row {
  tokens: readonly Token[]
  classes: readonly string[]
  tags: readonly number[]
}

const EPOCHS = 10

/**
 * Averaged perceptron over whole messages, in the order given: the same examples give the same model. Each message is
 * seen as written, in small letters, and without accents. About a second for 400 messages.
 */
export function trainAddresses(examples: readonly AddressExample[]): AddressModel {
  const rows = examples.flatMap((e) =>
    [...new Set([e.text, e.text.toLowerCase(), bare(e.text)])].map((text) => rowOf({ ...e, text })),
  )
  const learner = newLearner(commonFeatures(rows))
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const row of shuffled(rows, epoch)) learn(learner, row)
  }
  return averaged(learner)
}

/** Tags of the tokens of a labelled message. `bare` and small letters keep every offset. */
function rowOf(example: AddressExample): Row {
  const tokens = tokenise(example.text)
  const tags = tokens.map((token) => {
    const part = example.parts.find((p) => token.start >= p.start && token.end <= p.end)
    if (part === undefined) return 0
    const first = tokens.find((t) => t.start >= part.start) === token
    return TAGS.indexOf(`${first ? 'B' : 'I'}-${part.kind}`)
  })
  return { tokens, classes: classesOf(tokens), tags }
}

/** Features of at least two messages: what stands in one alone is learned by heart, not understood. */
function commonFeatures(rows: readonly Row[]): Set<string> {
  const seen = new Map<string, number>()
  for (const row of rows) {
    const own = new Set(row.tokens.flatMap((_, i) => featuresAt(row.tokens, row.classes, i)))
    for (const feature of own) seen.set(feature, (seen.get(feature) ?? 0) + 1)
  }
  return new Set([...seen].filter(([, n]) => n > MIN_ROWS).map(([feature]) => feature))
}

/** A message comes in up to three forms. */
const MIN_ROWS = 3

interface Learner {
  common: ReadonlySet<string>
  /** Sums for the average: weight now, and its total over all steps so far. */
  weights: Map<string, { now: Float64Array; total: Float64Array }>
  transitions: { now: Float64Array; total: Float64Array }[]
  step: number
  model: { transitions: number[][]; weights: Record<string, number[]> }
}

function newLearner(common: ReadonlySet<string>): Learner {
  const pair = (): { now: Float64Array; total: Float64Array } => ({
    now: new Float64Array(TAGS.length),
    total: new Float64Array(TAGS.length),
  })
  const transitions = Array.from({ length: TAGS.length + 1 }, pair)
  const model = { transitions: transitions.map((t) => t.now as unknown as number[]), weights: {} }
  return { common, weights: new Map(), transitions, step: 1, model }
}

function learn(learner: Learner, row: Row): void {
  const seen = bestTags(learner.model, row.tokens)
  learner.step++
  row.tags.forEach((tag, i) => {
    const wrong = seen[i] ?? 0
    const before = i === 0 ? TAGS.length : (row.tags[i - 1] ?? 0)
    const wrongBefore = i === 0 ? TAGS.length : (seen[i - 1] ?? 0)
    if (tag !== wrong || before !== wrongBefore) {
      change(learner.transitions[before], tag, 1, learner.step)
      change(learner.transitions[wrongBefore], wrong, -1, learner.step)
    }
    if (tag === wrong) return
    for (const feature of featuresAt(row.tokens, row.classes, i)) {
      if (!learner.common.has(feature)) continue
      const weights = weightsOf(learner, feature)
      change(weights, tag, 1, learner.step)
      change(weights, wrong, -1, learner.step)
    }
  })
}

function weightsOf(learner: Learner, feature: string): { now: Float64Array; total: Float64Array } {
  const known = learner.weights.get(feature)
  if (known !== undefined) return known
  const made = { now: new Float64Array(TAGS.length), total: new Float64Array(TAGS.length) }
  learner.weights.set(feature, made)
  learner.model.weights[feature] = made.now as unknown as number[]
  return made
}

/** `total` holds what has to be taken off at the end for the steps before the change. */
function change(
  weights: { now: Float64Array; total: Float64Array } | undefined,
  tag: number,
  by: number,
  step: number,
): void {
  if (weights === undefined) return
  weights.now[tag] = (weights.now[tag] ?? 0) + by
  weights.total[tag] = (weights.total[tag] ?? 0) + by * step
}

const SCALE = 20

function averaged(learner: Learner): AddressModel {
  const mean = (w: { now: Float64Array; total: Float64Array }): number[] =>
    [...w.now].map((now, tag) => Math.round(SCALE * (now - (w.total[tag] ?? 0) / learner.step)) + 0)
  const weights = [...learner.weights]
    .map(([feature, w]) => [feature, mean(w)] as const)
    .filter(([, values]) => values.some((v) => v !== 0))
  return { transitions: learner.transitions.map(mean), weights: Object.fromEntries(weights) }
}

/** Another order for each epoch, always the same. */
function shuffled(rows: readonly Row[], epoch: number): Row[] {
  const key = (i: number): number => Math.imul(i + 1, 2654435761 + 40503 * epoch) >>> 0
  return rows
    .map((row, i) => ({ row, key: key(i) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}

/** The source file that holds a trained tagger. */
export function addressWeightsFile(weights: string): string {
  const escaped = weights.replace(/[\\`$]/g, '\\$&')
  return `/** Made by \`npm run nlu:addresses\` from \`data/nlu/addresses.jsonl\`. */\nexport const ADDRESS_WEIGHTS = \`${escaped}\`\n`
}
