import type { Flow, IntentId, OutboundContent, Step, Turn } from '../../core/index.ts'
import { choiceIdOf, formOf, hasAttachment, onlyAPlace, plain, wordCount, wordsOf } from '../shared/content.ts'
import { hideIdNumbers } from '../shared/hide-id.ts'
import { text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { advance, askAt, cancelled, notedLine, send } from './advance.ts'
import { contactLine, corrections, onAnswer } from './answers.ts'
import { onChoice } from './choices.ts'
import { correct, looksLikeCorrection, meantPlace } from './correct.ts'
import { formalGuidance, withoutFormalTopic } from './formal.ts'
import { question, topicName } from './questions.ts'
import { isCaseTopic, leavesContact, readContact, readInto, TOPIC_SURE } from './read.ts'
import { severalMatters } from './several.ts'
import { type ComplaintState, complaintState, emptyDraft, newState } from './state.ts'

/** Takes a complaint (phản ánh) or an idea (kiến nghị) down: asks only for what the resident has not yet said. */
export const complaintFlow: Flow<ComplaintState> = {
  id: 'complaint',
  version: 1,
  parseState: parseWith(complaintState),
  start,
  next,
  remind: (state, turn) => question(state, turn),
}

function start(turn: Turn): Step<ComplaintState> {
  const { intent, substantial, topics } = turn.understanding
  const fresh = newState(emptyDraft(intent === 'suggest' || intent === 'consult_feedback' ? 'KN' : 'PA'))
  const choiceId = choiceIdOf(turn)
  if (choiceId === 'menu.formal') return guided(fresh, turn)
  if (choiceId !== null) return advance(fresh, turn)
  const hasSubstance = substantial || topics.some((t) => canBeReported(turn, t)) || turn.content.kind !== 'text'
  const read = hasSubstance ? { ...fresh, draft: meantPlace(readInto(fresh.draft, turn), turn) } : fresh
  const known = withForm(readContact(read, turn, turn.content.kind === 'contact-info' ? 'asked' : 'unasked'), turn)
  if (isEmergency(turn)) {
    const draft = { ...readInto(fresh.draft, turn), urgency: 'emergency' as const }
    return askAt({ ...known, draft, step: 'offer', offer: 'emergency' }, turn)
  }
  if (intent === 'complaint_formal') return guided(known, turn)
  const [draft = known.draft, ...waiting] = severalMatters(known.draft, turn)
  const first = { ...known, draft, waiting }
  // Nothing said yet, but the code by which they came names the matter.
  const noted = draft.parts.length > 0 || turn.content.kind === 'follow' ? [notedLine(first, turn)] : []
  return sentByForm(advance(first, turn, [...warnings(turn), ...noted, ...waitingLine(first, turn)]), turn)
}

/** The form has asked for photos and a number, and has heard whether the name is to be left out. */
function withForm(state: ComplaintState, turn: Turn): ComplaintState {
  const form = formOf(turn.content)
  if (form === undefined) return state
  const given = form.phone !== null && !form.anonymous
  return {
    ...state,
    anonymous: form.anonymous,
    contact: given ? { ...state.contact, phone: form.phone } : state.contact,
    contactIsNew: given || state.contactIsNew,
    settled: { ...state.settled, media: true, contact: true },
  }
}

/** A form that leaves nothing to ask is filed: its button was the yes. */
function sentByForm(step: Step<ComplaintState>, turn: Turn): Step<ComplaintState> {
  if (formOf(turn.content) === undefined || step.kind !== 'wait' || step.state.step !== 'check') return step
  const sent = send(step.state, turn)
  const warned = warnings(turn).map((warning): OutboundContent => ({ kind: 'text', text: warning }))
  return sent.kind === 'not-mine' ? sent : { ...sent, say: [...warned, ...sent.say] }
}

/** Names the matters that wait for their turn. */
function waitingLine({ waiting }: ComplaintState, turn: Turn): string[] {
  const names = waiting.flatMap((d) => topicName(d, turn) ?? [])
  return names.length === 0 ? [] : [words(turn, 'complaint.waiting', { list: names.join('; ') })]
}

/** "tôi muốn phản ánh" looks a little like many things, but names none that could be reported. */
function canBeReported(turn: Turn, { id, score }: { id: string; score: number }): boolean {
  const intents = turn.pack.topics.get(id)?.intents ?? []
  return (
    isCaseTopic(turn, id) && score >= TOPIC_LEAST && (intents.includes('report_issue') || intents.includes('suggest'))
  )
}

const TOPIC_LEAST = 0.2

/** What a message can and cannot do in law, then the offer to take it down as a phản ánh. */
function guided(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const settled = { ...state.settled, topic: true }
  const draft = withoutFormalTopic(state.draft, turn)
  const step = askAt({ ...state, draft, settled, step: 'offer', offer: 'formal' }, turn)
  return step.kind === 'wait' ? { ...step, say: [...formalGuidance(turn), ...step.say] } : step
}

function next(given: ComplaintState, turn: Turn): Step<ComplaintState> {
  const state = withForm(given, turn)
  const choiceId = choiceIdOf(turn)
  if (choiceId !== null) return onChoice(state, turn, choiceId) ?? { kind: 'not-mine', keep: true }
  if (isEmergency(turn)) return onEmergency(state, turn)
  if (turn.content.kind === 'text') return warned(onText(state, turn), turn)
  return warned(onThing(state, turn), turn)
}

function isEmergency(turn: Turn): boolean {
  return (
    turn.content.kind !== 'choice' &&
    (turn.understanding.emergency !== undefined || turn.understanding.intent === 'emergency')
  )
}

/** The router has said whom to call; what was being written is kept, and this is offered to be added. */
function onEmergency(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  if (state.pending !== null || state.draft.parts.length === 0) {
    const draft = { ...readInto(state.draft, turn), urgency: 'emergency' as const }
    return state.pending === null
      ? askAt({ ...state, draft, step: 'offer', offer: 'emergency' }, turn)
      : askAt({ ...state, draft }, turn)
  }
  const pending = { ...readInto(emptyDraft('PA'), turn), urgency: 'emergency' as const }
  return askAt({ ...state, step: 'offer', offer: 'emergency', pending }, turn)
}

/** Photos, a place on the map or a contact card, at whatever step they come. */
function onThing(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  if (turn.content.kind === 'contact-info') {
    const read = readContact(state, turn, 'asked')
    return read === state ? askAt(state, turn) : resume(read, turn, [contactLine(read, turn)])
  }
  if (turn.content.kind === 'location') {
    return resume({ ...state, draft: readInto(state.draft, turn) }, turn, [words(turn, 'complaint.addedLocation')])
  }
  if (!hasAttachment(turn.content)) return askAt(state, turn)
  return resume({ ...state, draft: readInto(state.draft, turn) }, turn, [words(turn, 'complaint.addedMedia')])
}

/** Back to what was asked, unless that is now answered. */
function resume(state: ComplaintState, turn: Turn, lead: readonly string[]): Step<ComplaintState> {
  const special = state.step === 'offer' || state.step === 'edit' || state.step === 'cancel' || state.step === 'other'
  return special ? askAt(state, turn, lead) : advance(state, turn, lead)
}

/** "thêm: ..." */
const ADDITION = /^(thêm|bổ sung|them|bo sung)\s*[:,]\s*\S/i

function onText(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const said = wordsOf(turn.content)
  const { reply } = turn.understanding
  if (
    reply === 'cancel' ||
    (reply === undefined && turn.understanding.intent === 'stop' && turn.understanding.confidence >= 0.6)
  ) {
    const empty = state.draft.parts.length === 0 && state.draft.mediaRefs.length === 0
    return empty || state.step === 'cancel' ? cancelled(turn) : askAt({ ...state, step: 'cancel' }, turn)
  }
  if (state.step === 'cancel') return reply === 'yes' ? cancelled(turn) : advance(state, turn)
  if (ADDITION.test(said) && state.step !== 'other') {
    return resume({ ...state, draft: readInto(state.draft, turn) }, turn, [words(turn, 'complaint.addedPart')])
  }
  if (looksLikeCorrection(said) && state.draft.parts.length > 0) {
    const corrected = correct(state.draft, turn)
    if (corrected !== null) return corrections({ ...state, draft: corrected }, turn)
  }
  const contacted = state.step === 'contact' ? state : readContact(state, turn, 'unasked')
  const card = contacted !== state && (!turn.understanding.substantial || wordCount(said) <= 6 || leavesContact(said))
  if (card && state.step !== 'offer' && state.step !== 'other')
    return advance(contacted, turn, [contactLine(contacted, turn)])
  if (asksSomethingElse(state, turn)) return { kind: 'not-mine', keep: true }
  if (turn.understanding.intent === 'denounce' && turn.understanding.confidence >= 0.6)
    return { kind: 'not-mine', keep: true }
  if (reply === 'edit' && state.draft.parts.length > 0)
    return onChoice(state, turn, editOf(said)) ?? askAt({ ...state, step: 'edit' }, turn)
  if (reply === 'anonymous' && state.step !== 'what')
    return onChoice(state, turn, 'complaint.anonymous') ?? askAt(state, turn)
  if (isAnotherMatter(state, turn)) {
    return askAt({ ...state, step: 'other', pending: readInto(emptyDraft(state.draft.kind), turn) }, turn)
  }
  return placeChangedShortly(contacted, turn) ?? onAnswer(contacted, turn)
}

/** "sửa nội dung", "đổi địa chỉ": which part, if it is said. */
function editOf(said: string): string {
  if (/\bnoi dung\b/.test(plain(said))) return 'complaint.edit-what'
  return /\b(dia chi|dia diem|cho)\b/.test(plain(said)) ? 'complaint.edit-place' : 'complaint.edit'
}

const ELSEWHERE: readonly IntentId[] = [
  'ask_procedure',
  'ask_public_info',
  'ask_election',
  'ask_hotline',
  'ask_contact',
  'ask_status',
  'privacy_request',
  'dialogue_register',
  'abuse',
  'off_topic',
  'greeting',
]

/** A question or an aside in the middle: answered elsewhere, then we come back. */
function asksSomethingElse(state: ComplaintState, turn: Turn): boolean {
  const { intent, confidence, reply, answers, substantial } = turn.understanding
  if (reply !== undefined || !ELSEWHERE.includes(intent) || onlyAPlace(turn)) return false
  if (intent === 'greeting') return !substantial && confidence >= 0.6
  const sure = confidence >= 0.6 || (confidence >= 0.4 && (answers[0]?.score ?? 0) >= 0.75)
  const asks =
    /\?|\b(gi|nao|sao|dau|may|bao nhieu|bao lau|khong|ko)\s*$/.test(plain(wordsOf(turn.content))) ||
    wordsOf(turn.content).includes('?')
  return sure && (state.step !== 'what' || asks || confidence >= 0.8)
}

/** A second matter told while the first waits for its last answers. */
function isAnotherMatter(state: ComplaintState, turn: Turn): boolean {
  const { intent, substantial, topics } = turn.understanding
  const best = topics.find((t) => isCaseTopic(turn, t.id))
  const late = state.step === 'media' || state.step === 'contact' || state.step === 'check'
  return (
    late &&
    state.pending === null &&
    substantial &&
    !onlyAPlace(turn) &&
    (intent === 'report_issue' || intent === 'suggest') &&
    state.draft.topicId !== null &&
    best !== undefined &&
    best.score >= Math.max(TOPIC_SURE, 0.5) &&
    !topics.some((t) => t.id === state.draft.topicId)
  )
}

/** "phường Phú Hòa" said alone after another place was noted: the place meant is the last one said. */
function placeChangedShortly(state: ComplaintState, turn: Turn): Step<ComplaintState> | null {
  const place = turn.understanding.place
  const known = state.draft.localityId
  if (place?.kind !== 'locality' || known === null || place.localityId === known) return null
  const rest = wordsOf(turn.content).length - (place.span.end - place.span.start)
  if (rest > 8 || state.step === 'offer') return null
  const draft = correct(state.draft, turn)
  return draft === null ? null : corrections({ ...state, draft }, turn)
}

function warnings(turn: Turn): string[] {
  return hideIdNumbers(wordsOf(turn.content)).found ? [words(turn, 'complaint.idMasked')] : []
}

/** Says first that an identity number was hidden. */
function warned(step: Step<ComplaintState>, turn: Turn): Step<ComplaintState> {
  if (step.kind === 'not-mine' || warnings(turn).length === 0) return step
  const warning: OutboundContent = text(turn, 'complaint.idMasked')
  return { ...step, say: [warning, ...step.say] }
}
