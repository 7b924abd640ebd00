import type { Choice, Effect, Flow, OutboundContent, Step, TextKey, TicketDraft, Turn } from '../../core/index.ts'
import { choiceIdOf, clip, plain, wordsOf } from '../shared/content.ts'
import { hideIdNumbers } from '../shared/hide-id.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { type PrivacyState, privacyState, REQUESTS } from './state.ts'

/** Rights over one's data (Luật 91/2025/QH15, Art. 4; NĐ 356/2025/NĐ-CP): told, and taken as a YC case. */
export const privacyFlow: Flow<PrivacyState> = {
  id: 'privacy',
  version: 1,
  parseState: parseWith(privacyState),
  start,
  next,
  remind: (state, turn) => [question(state, turn)],
}

function start(turn: Turn): Step<PrivacyState> {
  const state: PrivacyState = { request: requestIn(turn), words: clip(hideIdNumbers(wordsOf(turn.content)).text, 2000) }
  return { kind: 'wait', state, say: [text(turn, 'privacy.rights'), question(state, turn)] }
}

function next(state: PrivacyState, turn: Turn): Step<PrivacyState> {
  const id = choiceIdOf(turn)
  const chosen = REQUESTS.find((r) => id === `privacy.${r}`)
  if (chosen !== undefined) return wait({ ...state, request: chosen }, turn)
  if (id === 'privacy.send' && state.request !== null) return send(state, state.request, turn)
  if (id === 'privacy.leave') return leave(turn)
  if (id === 'menu.resume') return wait(state, turn)
  if (id !== null || turn.content.kind !== 'text') return { kind: 'not-mine', keep: false }
  const { reply, intent, substantial } = turn.understanding
  if (reply === 'no' || reply === 'cancel' || reply === 'skip') return leave(turn)
  if (reply === 'yes' && state.request !== null) return send(state, state.request, turn)
  const named = requestIn(turn)
  if (named !== null && named !== state.request) return wait({ ...state, request: named }, turn)
  if (reply === 'edit' || reply === 'back') return wait({ ...state, request: null }, turn)
  if (intent !== 'privacy_request' && intent !== 'unknown' && substantial) return { kind: 'not-mine', keep: false }
  return wait(state, turn)
}

const NAMED: readonly (readonly [(typeof REQUESTS)[number], RegExp])[] = [
  ['delete', /\b(xoa|huy)\b/],
  ['withdraw', /\brut\b|khong dong y/],
  ['correct', /\b(sua|chinh|cap nhat|doi)\b/],
  ['view', /\b(xem|cung cap|luu nhung gi)\b/],
]

/** The request in the resident's own words; null: none is named. */
function requestIn(turn: Turn): (typeof REQUESTS)[number] | null {
  const said = plain(wordsOf(turn.content))
  return NAMED.find(([, pattern]) => pattern.test(said))?.[0] ?? null
}

function wait(state: PrivacyState, turn: Turn): Step<PrivacyState> {
  return { kind: 'wait', state, say: [question(state, turn)] }
}

function leave(turn: Turn): Step<PrivacyState> {
  return { kind: 'done', say: [text(turn, 'privacy.cancelled')] }
}

function question(state: PrivacyState, turn: Turn): OutboundContent {
  const pick = (id: string, key: TextKey): Choice => choiceOf(turn, `privacy.${id}`, key)
  if (state.request === null) {
    const choices = [...REQUESTS.map((r) => pick(r, `privacy.${r}`)), pick('leave', 'privacy.leave')]
    return ask({ question: words(turn, 'privacy.ask'), choices })
  }
  const what = turn.pack.text(`privacy.${state.request}`)
  return ask({
    question: words(turn, 'privacy.confirm', { what }),
    choices: [pick('send', 'privacy.send'), pick('leave', 'common.cancel')],
  })
}

function send(state: PrivacyState, request: (typeof REQUESTS)[number], turn: Turn): Step<PrivacyState> {
  const draft = draftOf(request, state.words, turn)
  const deletion: Effect[] = request === 'delete' ? [{ type: 'request-deletion' }] : []
  return { kind: 'done', say: [], effects: [{ type: 'open-ticket', draft }, ...deletion] }
}

/** Consent withdrawn in the platform's own settings: a person carries it out, and nothing more is sent. */
export function withdrawn(turn: Turn): Effect[] {
  const draft = draftOf('withdraw', turn.pack.text('privacy.byPlatform'), turn)
  return [{ type: 'open-ticket', draft }, { type: 'stop-messages' }]
}

function draftOf(request: (typeof REQUESTS)[number], told: string, turn: Turn): TicketDraft {
  const line = turn.pack.text('privacy.description', { what: turn.pack.text(`privacy.${request}`) })
  const topic = [...turn.pack.topics.values()].find((t) => t.intents.includes('privacy_request'))
  const { name, phone } = turn.knownContact
  return {
    kind: 'YC',
    topicId: topic?.id ?? null,
    localityId: null,
    placeText: '',
    lat: null,
    lon: null,
    description: [line, told].filter((t) => t !== '').join('\n'),
    urgency: 'normal',
    anonymous: false,
    contactName: name,
    contactPhone: phone,
    mediaRefs: [],
    topicGuesses: [],
  }
}
