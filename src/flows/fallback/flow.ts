import {
  type Choice,
  cardVersionOn,
  dayInZone,
  type Flow,
  type IntentId,
  type OutboundContent,
  type Step,
  type TextKey,
  type Turn,
} from '../../core/index.ts'
import { clip } from '../shared/content.ts'
import { hotlineOf } from '../shared/hotline.ts'
import { ask, choiceOf, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { type FallbackState, fallbackState } from './state.ts'

/** Says once that it did not understand and offers the three likeliest; after that, a person. */
export const fallbackFlow: Flow<FallbackState> = {
  id: 'fallback',
  version: 1,
  parseState: parseWith(fallbackState),
  start: (turn) => ({ kind: 'wait', state: { times: 1 }, say: [firstTime(turn)] }),
  next: again,
}

const UNCLEAR: readonly IntentId[] = ['unknown']

function again(state: FallbackState, turn: Turn): Step<FallbackState> {
  const { intent } = turn.understanding
  if (turn.content.kind !== 'text' || !UNCLEAR.includes(intent)) return { kind: 'not-mine', keep: false }
  const choices = [
    choiceOf(turn, 'menu.human', 'menu.human'),
    choiceOf(turn, 'menu.complaint', 'menu.complaint'),
    choiceOf(turn, 'menu.main', 'menu.main'),
  ]
  const question = words(turn, 'common.stillNotUnderstood', { hotline: hotlineOf(turn) })
  return { kind: 'wait', state: { times: state.times + 1 }, say: [ask({ question, choices })] }
}

function firstTime(turn: Turn): OutboundContent {
  const choices = [...likeliest(turn), choiceOf(turn, 'menu.human', 'menu.human')]
  return ask({ question: words(turn, 'common.notUnderstood'), choices })
}

/** Below this a card only shares small words with what was said. */
const CARD_LIKELY = 0.4

/** Three: cards that may answer, then what the words may have meant, then what people mostly want. */
function likeliest(turn: Turn): Choice[] {
  const day = dayInZone(turn.now, turn.pack.timeZone)
  const cards = turn.understanding.answers
    .filter((a) => a.score >= CARD_LIKELY)
    .flatMap((a) => turn.pack.cards.get(a.id) ?? [])
    .filter((c) => cardVersionOn(c, day) !== null)
    .map((c) => ({ id: `card:${c.id}`, label: clip(c.titleVi, 80) }))
  const meant = turn.understanding.intents.flatMap(({ id }) => {
    const found = OFFERS[id]
    return found === undefined ? [] : [choiceOf(turn, found[0], found[1])]
  })
  const usual = (['report_issue', 'ask_procedure', 'ask_status'] as const).flatMap((id) => {
    const found = OFFERS[id]
    return found === undefined ? [] : [choiceOf(turn, found[0], found[1])]
  })
  const all = [...cards.slice(0, 2), ...meant, ...usual]
  return all.filter((c, at) => all.findIndex((o) => o.id === c.id) === at).slice(0, 3)
}

const OFFERS: Partial<Record<IntentId, readonly [string, TextKey]>> = {
  report_issue: ['menu.complaint', 'menu.complaint'],
  suggest: ['menu.complaint', 'menu.complaint'],
  ask_procedure: ['menu.procedure', 'menu.procedure'],
  ask_status: ['menu.status', 'menu.status'],
  ask_election: ['menu.election', 'menu.election'],
  ask_hotline: ['menu.hotline', 'menu.hotline'],
  complaint_formal: ['menu.formal', 'menu.formal'],
  denounce: ['menu.tc', 'menu.tc'],
  privacy_request: ['menu.privacy', 'menu.privacy'],
  survey_rating: ['menu.rate', 'menu.rate'],
}
