import type { Step, Turn } from '../../core/index.ts'
import { text, words } from '../shared/say.ts'
import { advance, askAt, cancelled, notedLine, send } from './advance.ts'
import { addPart, setLocality } from './read.ts'
import type { ComplaintState, Draft } from './state.ts'

/** A tapped (or typed) choice; null: not one of this flow's, or not one that this step offered. */
export function onChoice(state: ComplaintState, turn: Turn, id: string): Step<ComplaintState> | null {
  if (id.startsWith('place:')) return onPlace(state, turn, id.slice('place:'.length))
  if (id.startsWith('topic:')) return onTopic(state, turn, id.slice('topic:'.length))
  switch (id) {
    case 'complaint.take':
      return state.step === 'offer' ? takeUp(state, turn) : null
    case 'complaint.leave':
      return state.step === 'offer' ? decline(state, turn) : null
    case 'complaint.skip':
      return skip(state, turn)
    case 'complaint.other-topic':
      return advance({ ...state, settled: { ...state.settled, topic: true } }, turn)
    case 'complaint.anonymous':
      return anonymous(state, turn)
    case 'complaint.send':
      return state.step === 'check' ? send(state, turn) : null
    case 'complaint.edit':
      return askAt({ ...state, step: 'edit' }, turn)
    case 'complaint.edit-what':
      return editWhat(state, turn)
    case 'complaint.edit-place':
      return editPlace(state, turn)
    case 'complaint.edit-contact':
      return askAt({ ...state, step: 'contact', anonymous: false }, turn)
    case 'complaint.edit-nothing':
    case 'complaint.cancel-no':
    case 'menu.resume':
      return advance(state, turn)
    case 'complaint.cancel':
    case 'complaint.cancel-yes':
      return cancelled(turn)
    case 'complaint.other-add':
      return state.step === 'other' ? joinPending(state, turn) : null
    case 'complaint.other-new':
      return state.step === 'other'
        ? advance({ ...state, pendingKept: true }, turn, [words(turn, 'complaint.otherKept')])
        : null
    default:
      return null
  }
}

/** Yes to an offer: what was told is taken down. */
export function takeUp(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  if (state.pending !== null && !state.pendingKept) return joinPending(state, turn)
  const taken = { ...state, offer: null }
  return advance(taken, turn, taken.draft.parts.length === 0 ? [] : [notedLine(taken, turn)])
}

/** No to an offer: an older draft goes on without it, a new one ends. */
export function decline(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  if (state.pending !== null) return advance({ ...state, offer: null, pending: null }, turn)
  return { kind: 'done', say: [text(turn, 'complaint.offerDeclined')] }
}

export function joinPending(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const draft = state.pending === null ? state.draft : joined(state.draft, state.pending)
  return advance({ ...state, draft, offer: null, pending: null }, turn, [words(turn, 'complaint.addedPart')])
}

function joined(draft: Draft, more: Draft): Draft {
  const withParts = more.parts.reduce(addPart, draft)
  return {
    ...withParts,
    topicId: draft.topicId ?? more.topicId,
    localityId: draft.localityId ?? more.localityId,
    mediaRefs: [...new Set([...draft.mediaRefs, ...more.mediaRefs])].slice(0, 20),
    urgency: more.urgency === 'emergency' ? 'emergency' : draft.urgency,
  }
}

/** "Bỏ qua" for whatever is asked. */
export function skip(state: ComplaintState, turn: Turn): Step<ComplaintState> | null {
  switch (state.step) {
    case 'topic':
    case 'place':
    case 'media':
    case 'contact': {
      const settled = { ...state.settled, [state.step]: true }
      const draft = state.step === 'place' ? { ...state.draft, placeOptions: [] } : state.draft
      return advance({ ...state, draft, settled }, turn)
    }
    // A second tap on a "Bỏ qua" further up: there is nothing left to skip.
    case 'check':
      return askAt(state, turn)
    default:
      return null
  }
}

export function anonymous(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const hidden = { ...state, anonymous: true, settled: { ...state.settled, contact: true } }
  return advance(hidden, turn, [words(turn, 'complaint.nowAnonymous')])
}

function onPlace(state: ComplaintState, turn: Turn, localityId: string): Step<ComplaintState> | null {
  if (!turn.pack.localities.has(localityId)) return null
  const placed = { ...state, draft: setLocality(state.draft, localityId, turn) }
  return advance(placed, turn, [notedLine(placed, turn)])
}

function onTopic(state: ComplaintState, turn: Turn, topicId: string): Step<ComplaintState> | null {
  if (!turn.pack.topics.has(topicId)) return null
  const chosen = { ...state, draft: { ...state.draft, topicId }, settled: { ...state.settled, topic: true } }
  return advance(chosen, turn, [notedLine(chosen, turn)])
}

function editWhat(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const draft = { ...state.draft, parts: [], headline: null, topicId: null, topicGuesses: [], duration: null }
  const emptied: ComplaintState = { ...state, step: 'what', draft, settled: { ...state.settled, topic: false } }
  return { kind: 'wait', state: emptied, say: [text(turn, 'complaint.askNewWhat')] }
}

function editPlace(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const draft = { ...state.draft, localityId: null, districtId: null, placeOptions: [], placeText: '', outside: null }
  const emptied: ComplaintState = {
    ...state,
    step: 'place',
    draft,
    settled: { ...state.settled, place: false },
    placeTries: 0,
  }
  return askAt(emptied, turn)
}
