import {
  type Choice,
  cardVersionOn,
  dayInZone,
  type FactCard,
  type Flow,
  type OutboundContent,
  type Step,
  type Turn,
} from '../../core/index.ts'
import { aspectMessages, cardMessages } from '../shared/card.ts'
import { choiceIdOf, clip, wordsOf } from '../shared/content.ts'
import { hotlineOf } from '../shared/hotline.ts'
import { mainMenu } from '../shared/menu.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { aspectAsked, namesNothing } from './aspect.ts'
import { type InformState, informState } from './state.ts'

/** From this score a card is the answer: 95 of 100 such cards are the right one (docs/decisions/044). */
const CARD_CERTAIN = 0.75
/** Nearer than this neither card is the answer: "phí bao nhiêu" fits them all. */
const CARD_TIED = 0.03
/** Below this a card is not even offered. */
const CARD_POSSIBLE = 0.5
/** The taxonomy's topic of "whom shall I vote for?": never answered with a name. */
const WHOM_TO_VOTE_FOR = 'tu_choi_gioi_thieu'

/** Answers from the pack's checked cards; says so when it does not know; remembers the card for the next question. */
export const informFlow: Flow<InformState> = {
  id: 'inform',
  version: 1,
  parseState: parseWith(informState),
  start: inform,
  next: followUp,
}

/** "phí bao nhiêu?" after a card; anything else is for whoever takes it. */
function followUp(state: InformState, turn: Turn): Step<InformState> {
  const [card] = inForce(turn, state.cardId)
  if (card === undefined || turn.content.kind !== 'text') return { kind: 'not-mine', keep: false }
  const { reply, answers } = turn.understanding
  if (reply === 'no' || reply === 'skip' || reply === 'cancel') return done([text(turn, 'greeting.thanks')])
  const aspect = aspectAsked(turn.content.text)
  if (aspect === null) return { kind: 'not-mine', keep: false }
  const named = answers.some((a) => a.score >= 0.85 && a.id !== card.id)
  if (named) return { kind: 'not-mine', keep: false }
  const said = aspectMessages(card, turn, aspect)
  return said.length === 0
    ? { kind: 'wait', state, say: dontKnow(turn) }
    : { kind: 'wait', state, say: [...said, nextQuestions(card, turn)] }
}

function inform(turn: Turn): Step<InformState> {
  const choiceId = choiceIdOf(turn)
  if (choiceId?.startsWith('card:')) return cardById(turn, choiceId.slice('card:'.length))
  if (choiceId === 'menu.procedure') return done([cardMenu(turn, 'inform.askProcedure', procedures(turn))])
  if (choiceId === 'menu.election') return done([cardMenu(turn, 'inform.which', withIntent(turn, 'ask_election'))])
  if (choiceId === 'menu.hotline') return done(hotline(turn))
  if (turn.understanding.topics[0]?.id === WHOM_TO_VOTE_FOR) return done(neutral(turn))
  return answer(turn)
}

function done(say: OutboundContent[]): Step<InformState> {
  return { kind: 'done', say }
}

function answer(turn: Turn): Step<InformState> {
  const found = candidates(turn)
  const [best, second] = found
  if (best !== undefined) {
    const tied = second !== undefined && best.score - second.score < CARD_TIED
    const certain = best.score >= CARD_CERTAIN && !tied
    if (certain) return withNext(best.card, turn)
    const cards = found.map((f) => f.card)
    return done([cardMenu(turn, 'inform.which', cards)])
  }
  const { intent } = turn.understanding
  if (intent === 'ask_hotline') return done(hotline(turn))
  if (intent === 'ask_procedure' && namesNothing(wordsOf(turn.content)))
    return done([cardMenu(turn, 'inform.askProcedure', procedures(turn))])
  return done(dontKnow(turn))
}

interface Candidate {
  card: FactCard
  score: number
}

/** Cards in force today that answer, best first. */
function candidates(turn: Turn): Candidate[] {
  if (turn.content.kind === 'text' && namesNothing(turn.content.text)) return []
  return turn.understanding.answers
    .filter((a) => a.score >= CARD_POSSIBLE)
    .flatMap((a) => inForce(turn, a.id).map((card) => ({ card, score: a.score })))
}

function cardById(turn: Turn, id: string): Step<InformState> {
  const [card] = inForce(turn, id)
  return card === undefined ? done(dontKnow(turn)) : withNext(card, turn)
}

function withNext(card: FactCard, turn: Turn): Step<InformState> {
  return { kind: 'wait', state: { cardId: card.id }, say: [...cardMessages(card, turn), nextQuestions(card, turn)] }
}

function nextQuestions(card: FactCard, turn: Turn): OutboundContent {
  const related = card.related.flatMap((id) => inForce(turn, id)).slice(0, 3)
  return related.length === 0 ? mainMenu(turn, 'inform.more') : cardMenu(turn, 'inform.more', related)
}

/** Never names or favours a candidate. */
function neutral(turn: Turn): OutboundContent[] {
  const elections = withIntent(turn, 'ask_election').filter((c) => c.topicId !== WHOM_TO_VOTE_FOR)
  return [text(turn, 'inform.electionNeutral'), cardMenu(turn, 'inform.more', elections)]
}

function hotline(turn: Turn): OutboundContent[] {
  return [text(turn, 'inform.hotline', { hotline: hotlineOf(turn) }), mainMenu(turn, 'inform.more')]
}

function dontKnow(turn: Turn): OutboundContent[] {
  const choices = [
    choiceOf(turn, 'menu.human', 'menu.human'),
    choiceOf(turn, 'menu.procedure', 'menu.procedure'),
    choiceOf(turn, 'menu.complaint', 'menu.complaint'),
  ]
  return [ask({ question: words(turn, 'inform.dontKnow', { hotline: hotlineOf(turn) }), choices })]
}

function cardMenu(
  turn: Turn,
  key: 'inform.more' | 'inform.which' | 'inform.askProcedure',
  cards: readonly FactCard[],
): OutboundContent {
  const choices: Choice[] = cards.slice(0, 4).map((c) => ({ id: `card:${c.id}`, label: clip(c.titleVi, 80) }))
  return ask({ question: words(turn, key), choices: [...choices, choiceOf(turn, 'menu.human', 'menu.human')] })
}

function procedures(turn: Turn): FactCard[] {
  return withIntent(turn, 'ask_procedure')
}

function withIntent(turn: Turn, intent: FactCard['intent']): FactCard[] {
  return [...turn.pack.cards.values()].filter((c) => c.intent === intent && isInForce(turn, c))
}

function inForce(turn: Turn, id: string): FactCard[] {
  const card = turn.pack.cards.get(id)
  return card !== undefined && isInForce(turn, card) ? [card] : []
}

function isInForce(turn: Turn, card: FactCard): boolean {
  return cardVersionOn(card, dayInZone(turn.now, turn.pack.timeZone)) !== null
}
