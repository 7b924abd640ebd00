import type { Choice, Flow, OutboundContent, Step, TextKey, Turn } from '../../core/index.ts'
import { choiceIdOf, clip, wordsOf } from '../shared/content.ts'
import { hideIdNumbers } from '../shared/hide-id.ts'
import { hotlineOf } from '../shared/hotline.ts'
import { withMedia } from '../shared/media.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { type DenounceState, denounceState, EMPTY } from './state.ts'

const MAX_TEXT = 8000

/**
 * Tố cáo (Luật Tố cáo 25/2018/QH14): says first how the sender is protected, then what a message can do in law, then
 * takes the content down sealed. Asks no name and no number, and repeats nothing of what was told.
 */
export const denounceFlow: Flow<DenounceState> = {
  id: 'denounce',
  version: 1,
  parseState: parseWith(denounceState),
  start,
  next,
  remind: (state, turn) => [question(state, turn)],
}

function start(turn: Turn): Step<DenounceState> {
  const told = turn.content.kind !== 'choice' && turn.understanding.substantial
  const state = told ? read(EMPTY, turn) : EMPTY
  const say = [text(turn, 'denounce.protect'), text(turn, 'denounce.form'), question(state, turn)]
  return { kind: 'wait', state, say }
}

function next(state: DenounceState, turn: Turn): Step<DenounceState> {
  const choiceId = choiceIdOf(turn)
  if (choiceId !== null) return onChoice(state, turn, choiceId)
  const { reply } = turn.understanding
  if (reply === 'cancel') return { kind: 'done', say: [text(turn, 'denounce.cancelled')] }
  if (state.step === 'offer') {
    if (reply === 'yes') return takeUp(state, turn)
    if (reply === 'no' || reply === 'skip') return leave(turn)
    if (turn.content.kind === 'text' && !turn.understanding.substantial)
      return { kind: 'wait', state, say: [question(state, turn)] }
  }
  if (state.step === 'check' && reply === 'yes') return send(state)
  if (asksSomethingElse(turn)) return { kind: 'not-mine', keep: true }
  if (state.step === 'check' && reply !== undefined) return { kind: 'wait', state, say: [question(state, turn)] }
  return added(read(state, turn), turn)
}

function asksSomethingElse(turn: Turn): boolean {
  const { intent, confidence } = turn.understanding
  const asks =
    intent === 'ask_procedure' || intent === 'ask_status' || intent === 'ask_hotline' || intent === 'ask_contact'
  return turn.content.kind === 'text' && asks && confidence >= 0.6
}

function onChoice(state: DenounceState, turn: Turn, id: string): Step<DenounceState> {
  switch (id) {
    case 'denounce.take':
      return takeUp(state, turn)
    case 'denounce.leave':
      return leave(turn)
    case 'denounce.more':
      return { kind: 'wait', state: { ...state, step: 'what' }, say: [text(turn, 'denounce.askWhat')] }
    case 'denounce.send':
      return state.step === 'check' && state.parts.length > 0 ? send(state) : takeUp(state, turn)
    case 'denounce.cancel':
    case 'complaint.cancel':
      return { kind: 'done', say: [text(turn, 'denounce.cancelled')] }
    case 'menu.resume':
      return { kind: 'wait', state, say: [question(state, turn)] }
    default:
      return { kind: 'not-mine', keep: true }
  }
}

function takeUp(state: DenounceState, turn: Turn): Step<DenounceState> {
  const taken: DenounceState = { ...state, step: state.parts.length > 0 ? 'check' : 'what' }
  return { kind: 'wait', state: taken, say: [question(taken, turn)] }
}

function leave(turn: Turn): Step<DenounceState> {
  return { kind: 'done', say: [text(turn, 'denounce.leaveDone', { hotline: hotlineOf(turn) })] }
}

function added(state: DenounceState, turn: Turn): Step<DenounceState> {
  const step = state.parts.length > 0 ? 'check' : 'what'
  const told: DenounceState = { ...state, step }
  const lead = step === 'check' ? [words(turn, 'denounce.added')] : []
  return { kind: 'wait', state: told, say: [question(told, turn, lead)] }
}

function question(state: DenounceState, turn: Turn, lead: readonly string[] = []): OutboundContent {
  const pick = (id: string, key: TextKey): Choice => choiceOf(turn, `denounce.${id}`, key)
  if (state.step === 'what') return ask({ lead, question: words(turn, 'denounce.askWhat'), choices: [] })
  if (state.step === 'offer') {
    const choices = [
      pick('take', 'denounce.take'),
      pick('leave', 'denounce.leave'),
      choiceOf(turn, 'menu.human', 'menu.human'),
    ]
    return ask({ lead, question: words(turn, 'denounce.offer'), choices })
  }
  const counts = { parts: String(state.parts.length), photos: String(state.mediaRefs.length) }
  const choices = [pick('send', 'denounce.send'), pick('more', 'denounce.more'), pick('cancel', 'common.cancel')]
  return ask({ lead, question: words(turn, 'denounce.check', counts), choices })
}

function read(state: DenounceState, turn: Turn): DenounceState {
  const { topics, place, entities } = turn.understanding
  const guesses = topics.filter((t) => turn.pack.topics.get(t.id)?.intents.includes('denounce') === true)
  const addresses = entities.filter((e) => e.kind === 'address').map((e) => e.value)
  const at = turn.content.kind === 'location' ? turn.content : state
  return {
    ...state,
    parts: withPart(state.parts, wordsOf(turn.content)),
    topicId: state.topicId ?? guesses[0]?.id ?? null,
    topicGuesses: state.topicGuesses.length > 0 ? state.topicGuesses : topics.slice(0, 3),
    localityId: state.localityId ?? (place?.kind === 'locality' ? place.localityId : null),
    placeText: clip([state.placeText, ...addresses].filter((t) => t !== '').join(', '), 500),
    lat: at.lat,
    lon: at.lon,
    mediaRefs: withMedia(state.mediaRefs, turn),
  }
}

function withPart(parts: readonly string[], said: string): string[] {
  const room = MAX_TEXT - parts.join('\n').length - 1
  return said === '' || room <= 0 ? [...parts] : [...parts, clip(hideIdNumbers(said).text, room)]
}

function send(state: DenounceState): Step<DenounceState> {
  const { step: _, parts, ...rest } = state
  return {
    kind: 'done',
    say: [],
    effects: [
      {
        type: 'open-ticket',
        draft: {
          ...rest,
          kind: 'TC',
          description: parts.join('\n').slice(0, MAX_TEXT),
          urgency: 'high',
          anonymous: true,
          contactName: null,
          contactPhone: null,
        },
      },
    ],
  }
}
