import { INTENTS, URGENCIES } from '../../core/understanding.ts'
import { FEATURE_BITS, featuresOf } from '../features.ts'
import { best, softmax } from '../head.ts'
import type { Thresholds, TrainedModel } from '../model.ts'
import { secondOf } from '../second-intent.ts'
import { tokenise } from '../tokens.ts'
import { abuseLabel } from './abuse-label.ts'
import { spellingsOf } from './augment.ts'
import { bestF1Threshold, logisticOf, type Scored, thresholdFor } from './calibrate.ts'
import { ABUSES, type Abuse, type Example } from './example.ts'
import { foldsOf } from './folds.ts'
import { type Figures, FOLDS, type Learned, learnHead, type Plan, type Rows } from './head-trainer.ts'
import { type Matrix, matrixOf, vocabularyOf } from './matrix.ts'

export interface Training {
  model: TrainedModel
  /** Of each head, by cross-validation over voices. */
  figures: Readonly<Record<'intents' | 'topics' | 'urgency' | 'abuse', Figures>>
  messages: number
  /** With those made by rule. */
  spellings: number
}

/** Trains all heads: every message in the spellings of `augment.ts`. Throws when there are no examples. */
export function trainModel(written: readonly Example[]): Training {
  if (written.length === 0) throw new Error('nothing to learn from: no examples')
  const messages = written.map((e) => tokenise(e.text))
  const examples = written.map((e, i) => ({ ...e, abuse: abuseLabel(e, messages[i] ?? []) }))
  const vocabulary = vocabularyOf(messages)
  const folds = foldsOf(examples, FOLDS)
  const spelled = examples.flatMap((e, of) => spellingsOf(e.text, e.form).map((s) => ({ ...s, of })))
  const matrix = matrixOf(spelled.map((s) => featuresOf(tokenise(s.text), vocabulary)))
  const rows: Rows = {
    matrix,
    folds: Int32Array.from(spelled, (s) => folds[s.of] as number),
    how: spelled.map((s) => s.how),
  }
  const learn = (plan: Omit<Plan, 'labelsOf'>, labelsOf: (e: Labelled) => string[] | null): Learned => {
    const byExample = examples.map(labelsOf)
    return learnHead(rows, { ...plan, labelsOf: spelled.map((s) => byExample[s.of] ?? null) })
  }
  const topics = [...new Set(examples.flatMap((e) => topicsOf(e)))].sort()
  const heads = {
    intents: learn({ labels: INTENTS, cost: 1, balanced: false }, (e) => [e.intent, ...e.alsoIntents]),
    topics: learn({ labels: topics, cost: 1, balanced: false }, topicsOf),
    urgency: learn({ labels: URGENCIES, cost: 0.3, balanced: true }, (e) => (e.urgency ? [e.urgency] : null)),
    abuse: learn({ labels: ABUSES, cost: 1, balanced: true }, (e) => [e.abuse]),
  }
  const { intents, topics: topicHead, urgency, abuse } = heads
  return {
    model: {
      vocabulary,
      index: indexOf(matrix),
      intents: intents.head,
      topics: topicHead.head,
      urgency: urgency.head,
      abuse: abuse.head,
      thresholds: thresholdsOf(
        spelled.map((s) => examples[s.of] as Labelled),
        heads,
      ),
    },
    figures: {
      intents: intents.figures,
      topics: topicHead.figures,
      urgency: urgency.figures,
      abuse: abuse.figures,
    },
    messages: examples.length,
    spellings: spelled.length,
  }
}

/** With the kind of abuse, written down or by rule. */
type Labelled = Example & { abuse: Abuse }

function topicsOf(e: Example): string[] {
  return e.topic === null ? [] : [e.topic, ...e.alsoTopics]
}

/** Where each feature stands among the columns of the matrix. */
export function indexOf(matrix: Matrix): Int32Array {
  const index = new Int32Array(1 << FEATURE_BITS).fill(-1)
  matrix.features.forEach((feature, column) => {
    index[feature] = column
  })
  return index
}

/** Cuts the decisions by what cross-validation said of each row; `rows` are the examples of the rows of the matrix. */
function thresholdsOf(
  rows: readonly Labelled[],
  heads: Readonly<Record<'intents' | 'topics' | 'urgency' | 'abuse', Learned>>,
): Thresholds {
  const judged = <T>(learned: Learned, judge: (margins: Float64Array, e: Labelled, head: Learned['head']) => T): T[] =>
    learned.held.flatMap((margins, r) => (margins === null ? [] : [judge(margins, rows[r] as Labelled, learned.head)]))

  const second = judged(heads.intents, (margins, e): Scored => {
    const found = secondOf(heads.intents.head, margins, INTENTS[best(margins)] ?? 'unknown')
    const meant: readonly string[] = [e.intent, ...e.alsoIntents]
    return { score: found.margin, right: e.alsoIntents.length > 0 && meant.includes(found.id) }
  })
  const emergencies = judged(heads.intents, (margins, e, head): Scored => {
    const score = softmax(margins, head.sharpness)[head.labels.indexOf('emergency')] as number
    return { score, right: e.intent === 'emergency' || e.alsoIntents.includes('emergency') }
  })
  const pressing = judged(heads.urgency, (margins, e, head): Scored => {
    const shares = softmax(margins, head.sharpness)
    const score = (shares[head.labels.indexOf('high')] ?? 0) + (shares[head.labels.indexOf('emergency')] ?? 0)
    return { score, right: e.urgency === 'high' || e.urgency === 'emergency' }
  })
  const insulting = judged(heads.abuse, (margins, e, head): Scored => {
    const shares = softmax(margins, head.sharpness)
    const score = (shares[head.labels.indexOf('insult')] ?? 0) + (shares[head.labels.indexOf('threat')] ?? 0)
    return { score, right: e.abuse === 'insult' || e.abuse === 'threat' }
  })
  const topic = judged(heads.topics, (margins, e): Scored => ({ score: Math.max(...margins), right: e.topic !== null }))
  const { slope, offset } = logisticOf(topic)
  return {
    secondIntent: bestF1Threshold(second),
    emergency: fewFalse(emergencies, 1 / 200),
    pressing: thresholdFor(pressing, 0.9),
    insulting: thresholdFor(insulting, 0.95),
    topicSlope: slope,
    topicOffset: offset,
  }
}

/** The score over which no more than this share of the wrong ones lies; at least one half. */
function fewFalse(scored: readonly Scored[], share: number): number {
  const wrong = scored.filter((s) => !s.right).map((s) => s.score)
  const sorted = wrong.sort((a, b) => b - a)
  return Math.max(0.5, (sorted[Math.floor(sorted.length * share)] ?? 0) + 1e-6)
}
