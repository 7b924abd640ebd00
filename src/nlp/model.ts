import { bare } from '../core/text.ts'
import { INTENTS, type IntentId } from '../core/understanding.ts'
import { featuresOf } from './features.ts'
import type { Example } from './learn/example.ts'
import { type LabelledRow, type LinearModel, trainLinear } from './linear.ts'
import { tokenise } from './tokens.ts'

/** What is learned from `data/nlu`; the same examples give the same model, bit for bit. */
export interface TrainedModel {
  intents: LinearModel
  topics: LinearModel
}

/** Trains both heads. Takes about a second for 2,000 messages on one core. */
export function trainModel(examples: readonly Example[]): TrainedModel {
  const intents: LabelledRow[] = []
  const topics: LabelledRow[] = []
  for (const example of examples) {
    for (const text of surfaceForms(example.text)) {
      const tokens = tokenise(text)
      intents.push({ features: featuresOf(tokens, INTENT_BITS), label: example.intent })
      if (example.topic !== null) topics.push({ features: featuresOf(tokens, TOPIC_BITS), label: example.topic })
    }
  }
  return {
    intents: trainLinear(intents, { bits: INTENT_BITS, cost: 1, epochs: 12 }),
    topics: trainLinear(topics, { bits: TOPIC_BITS, cost: 1, epochs: 8 }),
  }
}

const INTENT_BITS = 16
const TOPIC_BITS = 15

export function isIntent(label: string): label is IntentId {
  return (INTENTS as readonly string[]).includes(label)
}

/** As written, without accents, and in chat spelling: residents write all three. */
function surfaceForms(text: string): string[] {
  return [...new Set([text, bare(text), chatSpelling(text)])]
}

/** Chat spellings used in training only; the words are of our own choice. */
const CHAT: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})không(?!\p{L})/giu, 'hok'],
  [/(?<!\p{L})được(?!\p{L})/giu, 'dc'],
  [/(?<!\p{L})với(?!\p{L})/giu, 'vs'],
  [/(?<!\p{L})gì(?!\p{L})/giu, 'j'],
  [/(?<!\p{L})rồi(?!\p{L})/giu, 'r'],
  [/(?<!\p{L})biết(?!\p{L})/giu, 'bít'],
  [/(?<!\p{L})mình(?!\p{L})/giu, 'mik'],
  [/(?<!\p{L})nước(?!\p{L})/giu, 'nc'],
  [/(?<!\p{L})quá(?!\p{L})/giu, 'wá'],
  [/(?<!\p{L})người(?!\p{L})/giu, 'ng'],
  [/(?<!\p{L})trước(?!\p{L})/giu, 'trc'],
  [/(?<!\p{L})cũng(?!\p{L})/giu, 'cug'],
  [/(?<!\p{L})đường(?!\p{L})/giu, 'đg'],
]

function chatSpelling(text: string): string {
  const short = CHAT.reduce((t, [from, to]) => t.replace(from, to), text)
  // Every third syllable without its accents, as a hurried thumb leaves them.
  return short
    .split(' ')
    .map((w, i) => (i % 3 === 2 ? bare(w) : w))
    .join(' ')
}
