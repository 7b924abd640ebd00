import type { Vocabulary } from './features.ts'
import type { FeatureIndex, Head } from './head.ts'

/** What is learned from `data/nlu/train`; the same examples give the same model, bit for bit. */
export interface TrainedModel {
  vocabulary: Vocabulary
  index: FeatureIndex
  intents: Head
  topics: Head
  /** `low` .. `emergency`, by the message alone. */
  urgency: Head
  /** `none`, `insult`, `threat`, `trick`. */
  abuse: Head
  thresholds: Thresholds
}

/** Where decisions are cut, all by cross-validation. A threshold above 1 is never reached. */
export interface Thresholds {
  /** Margin from which on the second best intent is meant too. */
  secondIntent: number
  /** Share of `emergency` among the intents from which on 1 in 200 other messages at most is taken for one. */
  emergency: number
  /** Share of `high` and `emergency` together from which on 9 in 10 deserve it. */
  pressing: number
  /** Share of `insult` and `threat` together from which on 95 in 100 are. */
  insulting: number
  /** Chance that a message has a topic, from the best margin: slope and offset of a logistic curve. */
  topicSlope: number
  topicOffset: number
}
