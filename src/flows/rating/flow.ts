import type {
  Choice,
  Effect,
  Flow,
  OutboundContent,
  ProvincePack,
  Step,
  TextKey,
  TicketView,
  Turn,
} from '../../core/index.ts'
import { choiceIdOf, clip, wordCount, wordsOf } from '../shared/content.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { type RatingState, ratingState } from './state.ts'

const MARKS = [1, 2, 3, 4, 5] as const
type Mark = (typeof MARKS)[number]

/** After a result: a mark, a word, and the case opened again for who is not satisfied. */
export const ratingFlow: Flow<RatingState> = {
  id: 'rating',
  version: 1,
  parseState: parseWith(ratingState),
  start,
  next,
  remind: (state, turn) => [question(state, turn)],
}

/**
 * For the application, after it has sent a result: what to say and what to keep as the active flow.
 * `say` holds the question with five choices; store them as the last offered ones.
 */
export function startRating(
  ticket: Pick<TicketView, 'id' | 'code'>,
  pack: ProvincePack,
): { say: OutboundContent[]; active: { flowId: string; version: number; state: RatingState } } {
  const state: RatingState = { ticketId: ticket.id, code: ticket.code, step: 'stars', rating: null, comment: null }
  const say: OutboundContent[] = [
    { kind: 'menu', text: pack.text('receipt.rate', { code: ticket.code }), choices: marks(pack) },
  ]
  return { say, active: { flowId: ratingFlow.id, version: ratingFlow.version, state } }
}

/** From the lowest mark up, so that a typed number is both the place in the list and the mark. */
function marks(pack: ProvincePack): Choice[] {
  return MARKS.map((n) => ({ id: `rate:${n}`, label: pack.text(`rating.${n}`) }))
}

function start(turn: Turn): Step<RatingState> {
  const id = choiceIdOf(turn)
  const ticket = rated(turn, id)
  if (ticket === undefined) return { kind: 'done', say: [text(turn, 'rating.none')] }
  const state: RatingState = { ticketId: ticket.id, code: ticket.code, step: 'stars', rating: null, comment: null }
  const mark = markOf(id)
  if (mark !== null) return onMark(state, turn, mark)
  if (turn.content.kind === 'text' && saysUnsatisfied(turn)) return unsatisfied(state, turn)
  return { kind: 'wait', state, say: [question(state, turn)] }
}

/** The case that a rating without a case is about: the one named, else the last that was answered. */
function rated(turn: Turn, choiceId: string | null): TicketView | undefined {
  const code = choiceId?.startsWith('rate-ticket:') ? choiceId.slice('rate-ticket:'.length) : undefined
  if (code !== undefined) return turn.tickets.find((t) => t.code === code)
  if (turn.mentioned !== null && turn.mentionedIsMine && turn.mentioned.answeredAt !== null) return turn.mentioned
  const answered = turn.tickets.filter((t) => t.status === 'answered' || t.status === 'closed')
  return answered.find((t) => t.rating === null && t.status === 'answered') ?? answered[0]
}

function next(state: RatingState, turn: Turn): Step<RatingState> {
  const id = choiceIdOf(turn)
  const mark = markOf(id)
  if (mark !== null) return onMark(state, turn, mark)
  if (id === 'rating.reopen') return reopen(state)
  if (id === 'rating.leave' || id === 'rating.skip') return { kind: 'done', say: [text(turn, 'rating.thanks')] }
  if (id !== null) return { kind: 'not-mine', keep: false }
  const { reply } = turn.understanding
  if (turn.content.kind !== 'text' || isOtherBusiness(turn)) return { kind: 'not-mine', keep: false }
  if (state.step === 'stars') return onWordsForMark(state, turn)
  if (reply === 'no' || reply === 'skip' || reply === 'cancel')
    return { kind: 'done', say: [text(turn, 'rating.thanks')] }
  if (state.step === 'reopen' && reply === 'yes') return reopen(state)
  return onComment(state, turn)
}

function onMark(state: RatingState, turn: Turn, rating: Mark): Step<RatingState> {
  const low = rating <= 2
  const marked: RatingState = { ...state, rating, step: low ? 'reopen' : 'word' }
  const effects: Effect[] = [{ type: 'rate-ticket', ticketId: state.ticketId, rating, comment: null }]
  return { kind: 'wait', state: marked, say: [question(marked, turn)], effects }
}

/** "chưa hài lòng, rác vẫn còn y nguyên": the mark and what is wrong in one, which is not asked for again. */
function unsatisfied(state: RatingState, turn: Turn): Step<RatingState> {
  const said = wordsOf(turn.content)
  if (wordCount(said) < TELLS) return onMark(state, turn, 2)
  return onComment({ ...state, rating: 2, step: 'reopen' }, turn)
}

/** From so many words on, dissatisfaction says why. */
const TELLS = 5

/** Words instead of a mark: plain dissatisfaction counts as one; thanks as satisfied; the rest is asked again. */
function onWordsForMark(state: RatingState, turn: Turn): Step<RatingState> {
  const { intent } = turn.understanding
  if (saysUnsatisfied(turn)) return unsatisfied(state, turn)
  if (intent === 'survey_rating' && saysTopic(turn, 'hai_long')) return onMark(state, turn, 4)
  if (intent !== 'survey_rating') return { kind: 'not-mine', keep: false }
  return { kind: 'wait', state, say: [question(state, turn)] }
}

function onComment(state: RatingState, turn: Turn): Step<RatingState> {
  const comment = clip(wordsOf(turn.content), 2000)
  const effects: Effect[] =
    state.rating === null ? [] : [{ type: 'rate-ticket', ticketId: state.ticketId, rating: state.rating, comment }]
  if (state.step === 'word') return { kind: 'done', say: [text(turn, 'rating.thanks')], effects }
  const told = { ...state, comment }
  return { kind: 'wait', state: told, say: [question(told, turn)], effects }
}

function reopen(state: RatingState): Step<RatingState> {
  return {
    kind: 'done',
    say: [],
    effects: [{ type: 'reopen-ticket', ticketId: state.ticketId, comment: state.comment }],
  }
}

function question(state: RatingState, turn: Turn): OutboundContent {
  const pick = (id: string, key: TextKey): Choice => choiceOf(turn, `rating.${id}`, key)
  if (state.step === 'stars') {
    return ask({ question: words(turn, 'rating.ask', { code: state.code }), choices: marks(turn.pack) })
  }
  if (state.step === 'word')
    return ask({ question: words(turn, 'rating.askWord'), choices: [pick('skip', 'common.skip')] })
  const choices = [pick('reopen', 'rating.reopen'), pick('leave', 'rating.leave')]
  // The first wording asks what is wrong: not of who has told it.
  const offer = turn.pack.text('rating.offerReopen', { code: state.code }, 1)
  return ask({
    question: state.comment === null ? words(turn, 'rating.offerReopen', { code: state.code }) : offer,
    choices,
  })
}

function isOtherBusiness(turn: Turn): boolean {
  const { intent, confidence, substantial } = turn.understanding
  const own = intent === 'survey_rating' || intent === 'unknown' || intent === 'greeting' || intent === 'abuse'
  return !own && substantial && confidence >= 0.6
}

function saysUnsatisfied(turn: Turn): boolean {
  const { intent, reply } = turn.understanding
  return intent === 'survey_rating' && reply !== 'yes' && saysTopic(turn, 'khong_hai_long_mo_lai')
}

/** By the taxonomy's two rating topics. */
function saysTopic(turn: Turn, topicId: string): boolean {
  return turn.understanding.topics[0]?.id === topicId
}

function markOf(choiceId: string | null): Mark | null {
  return MARKS.find((n) => choiceId === `rate:${n}`) ?? null
}
