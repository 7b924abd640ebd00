import type { Effect, OutboundContent, Step, Turn } from '../../core/index.ts'
import { text, words } from '../shared/say.ts'
import { photoIsNeedless, placeIsEnough } from './needless.ts'
import { notedList, question } from './questions.ts'
import { type ComplaintState, type ComplaintStep, type Draft, description, newState } from './state.ts'

/**
 * What is still missing, in the order in which a clerk would ask. Never the contact: it changes nothing in who gets
 * the case, so the summary says that none is left and how to leave one.
 */
export function nextStep({ draft, settled }: ComplaintState, turn: Turn): ComplaintStep {
  if (draft.parts.length === 0) return 'what'
  if (draft.outside !== null && !settled.place && draft.urgency !== 'emergency') return 'place'
  if (draft.topicId === null && !settled.topic && draft.urgency !== 'emergency') return 'topic'
  if (draft.localityId === null && !settled.place && !placeIsEnough(draft, turn)) return 'place'
  const shown = draft.mediaRefs.length > 0 || draft.lat !== null || settled.media
  if (!shown && !photoIsNeedless(draft, turn)) return 'media'
  return 'check'
}

/** Asks for the next missing thing, under what was just understood. */
export function advance(state: ComplaintState, turn: Turn, lead: readonly string[] = []): Step<ComplaintState> {
  return askAt(withKnownContact({ ...state, step: nextStep(state, turn) }, turn), turn, lead)
}

/** Asks what `state.step` waits for. */
export function askAt(state: ComplaintState, turn: Turn, lead: readonly string[] = []): Step<ComplaintState> {
  return { kind: 'wait', state, say: question(state, turn, lead) }
}

/** The line that tells back what is understood so far, when there is something. */
export function notedLine(state: ComplaintState, turn: Turn): string {
  const what = notedList(state.draft, turn)
  return what === null ? words(turn, 'complaint.notedPlain') : words(turn, 'complaint.noted', { what })
}

/** A contact that the resident agreed to before is used again; the summary shows it and offers to leave it out. */
function withKnownContact(state: ComplaintState, turn: Turn): ComplaintState {
  const { name, phone } = turn.knownContact
  if (state.step !== 'check' || state.settled.contact || (name === null && phone === null)) return state
  return { ...state, contact: { name, phone }, settled: { ...state.settled, contact: true } }
}

/** Files the matter. Reached only from an explicit yes at `check`. */
export function send(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { draft, contact, anonymous } = state
  const kept = anonymous ? { name: null, phone: null } : contact
  const saves = !anonymous && state.contactIsNew && (contact.name !== null || contact.phone !== null)
  const effects: Effect[] = [
    {
      type: 'open-ticket',
      draft: {
        kind: draft.kind,
        topicId: draft.topicId,
        localityId: draft.localityId ?? draft.districtId,
        placeText: draft.placeText,
        lat: draft.lat,
        lon: draft.lon,
        ...(draft.headline === null
          ? {}
          : { headline: anonymous ? withoutContact(draft.headline, contact) : draft.headline }),
        description: anonymous ? withoutContact(description(draft), contact) : description(draft),
        urgency: draft.urgency,
        anonymous,
        contactName: kept.name,
        contactPhone: kept.phone,
        mediaRefs: draft.mediaRefs,
        topicGuesses: draft.topicGuesses,
      },
    },
    ...(saves ? ([{ type: 'save-contact', ...contact }] as const) : []),
  ]
  const [waits, ...waiting] =
    state.pending === null ? state.waiting.map((d) => samePlace(d, draft)) : [state.pending, ...state.waiting]
  if (waits === undefined) return { kind: 'done', say: [], effects }
  const fresh = newState(waits)
  const second: ComplaintState = {
    ...fresh,
    contact,
    anonymous,
    settled: { ...fresh.settled, contact: true, media: state.pending === null },
    waiting,
  }
  const step = advance(second, turn, [words(turn, 'complaint.next'), notedLine(second, turn)])
  return step.kind === 'wait' ? { ...step, effects } : step
}

/** Matters of one message happen in one place, also when it was only asked for later. */
function samePlace(waiting: Draft, { localityId, districtId, placeText, lat, lon }: Draft): Draft {
  return { ...waiting, localityId, districtId, placeText, lat, lon, placeOptions: [] }
}

/** Who sends without a name may have signed in the text: their own name and number are hidden there. */
function withoutContact(told: string, contact: ComplaintState['contact']): string {
  const digits = (contact.phone ?? '').replace(/\D/g, '')
  const phone = digits.length < 8 ? null : new RegExp([...digits].join('[ .-]?'), 'g')
  const unphoned = phone === null ? told : told.replace(phone, '••••••')
  return contact.name === null || contact.name.length < 2 ? unphoned : unphoned.replaceAll(contact.name, '•••')
}

export function cancelled(turn: Turn): Step<ComplaintState> {
  const say: OutboundContent[] = [text(turn, 'complaint.cancelled')]
  return { kind: 'done', say }
}
