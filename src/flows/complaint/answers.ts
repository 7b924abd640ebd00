import { bare, type Step, type Turn } from '../../core/index.ts'
import { clip, plain, wordCount, wordsOf } from '../shared/content.ts'
import { communesOf, placeIn } from '../shared/place.ts'
import { text, words } from '../shared/say.ts'
import { advance, askAt, notedLine, send } from './advance.ts'
import { anonymous, decline, joinPending, skip, takeUp } from './choices.ts'
import { correct } from './correct.ts'
import { contactShown, notedList } from './questions.ts'
import { addPart, applyPlace, isCaseTopic, readContact, readInto, readPlace, setLocality, TOPIC_SURE } from './read.ts'
import type { ComplaintState, Draft } from './state.ts'

/** The resident's words as the answer to what this step asked. */
export function onAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  switch (state.step) {
    case 'what':
      if (!/\p{L}/u.test(wordsOf(turn.content))) return askAt(state, turn)
      return tellBack({ ...state, draft: readInto(state.draft, turn) }, turn)
    case 'topic':
      return onTopicAnswer(state, turn)
    case 'place':
      return onPlaceAnswer(state, turn)
    case 'media':
      return onMediaAnswer(state, turn)
    case 'contact':
      return onContactAnswer(state, turn)
    case 'check':
      return onCheckAnswer(state, turn)
    case 'edit':
      return onEditAnswer(state, turn)
    case 'cancel':
      return advance(state, turn)
    case 'offer':
      return onOfferAnswer(state, turn)
    case 'other':
      return joinPending(addToPending(state, turn), turn)
  }
}

/** Goes on after telling back what is now known. */
export function tellBack(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  return advance(state, turn, [notedLine(state, turn)])
}

/** Asked once: any words settle it, unless they only name a place. */
function onTopicAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply, substantial, topics, place } = turn.understanding
  if (reply === 'skip' || reply === 'no') return skip(state, turn) ?? askAt(state, turn)
  if (reply !== undefined) return askAt(state, turn)
  if (place !== undefined && !substantial && topics.length === 0) {
    return tellBack({ ...state, draft: readPlace(state.draft, turn) }, turn)
  }
  return tellBack({ ...state, draft: readInto(state.draft, turn), settled: { ...state.settled, topic: true } }, turn)
}

function onPlaceAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply } = turn.understanding
  if (reply === 'skip' || reply === 'no') return skip(state, turn) ?? askAt(state, turn)
  if (state.draft.outside !== null && (reply === 'yes' || turn.understanding.place?.kind === 'outside')) {
    return { kind: 'done', say: [text(turn, 'complaint.outsideEnd', { name: state.draft.outside })] }
  }
  const answer = wordsOf(turn.content)
  const draft = placeFrom(state.draft, turn, answer)
  if (draft.localityId !== null) return tellBack({ ...state, draft }, turn)
  if (
    draft.districtId !== state.draft.districtId ||
    draft.placeOptions.length > 0 ||
    draft.outside !== state.draft.outside
  )
    return askAt({ ...state, draft }, turn)
  const placeTries = state.placeTries + 1
  const told = { ...state, draft: { ...heard(draft, turn, answer), placeOptions: [] }, placeTries }
  return placeTries >= 2 ? advance({ ...told, settled: { ...told.settled, place: true } }, turn) : askAt(told, turn)
}

/** Words without a known place: more of the matter when they speak of one, else where it is. */
function heard(draft: Draft, turn: Turn, answer: string): Draft {
  const { substantial, topics, entities } = turn.understanding
  const ofMatter =
    substantial && topics.some((t) => isCaseTopic(turn, t.id)) && !entities.some((e) => e.kind === 'address')
  if (ofMatter) return readInto(draft, turn)
  return { ...draft, placeText: clip([draft.placeText, answer].filter((t) => t !== '').join(', '), 500) }
}

function placeFrom(draft: Draft, turn: Turn, answer: string): Draft {
  const place = turn.understanding.place
  if (draft.placeOptions.length > 0) {
    const options = draft.placeOptions.flatMap((id) => turn.pack.localities.get(id) ?? [])
    const named = placeIn({ turn, text: answer, among: options })
    const parentId = place?.kind === 'locality' ? place.localityId : placeIn({ turn, text: answer })?.id
    const chosen = named ?? options.find((o) => o.id === parentId) ?? options.find((o) => o.parentId === parentId)
    if (chosen !== undefined) return setLocality(draft, chosen.id, turn)
  }
  if (draft.districtId !== null) {
    const inside = placeIn({ turn, text: answer, among: communesOf(turn, draft.districtId) })
    if (inside !== null) return withDetail(setLocality(draft, inside.id, turn), turn, answer)
  }
  if (place !== undefined) return withDetail(applyPlace(draft, place, turn), turn, answer)
  const found = placeIn({ turn, text: answer })
  return found === null ? draft : withDetail(setLocality(draft, found.id, turn), turn, answer)
}

/** "dạ bác ở phường … nha con": beside a name these tell no place. Bare. */
const BESIDE_PLACE = new Set(
  'da a ad anh bac ban ben chi chu co con cua day do em la lam minh nay ne nha nhe o oi ong phuong thanh pho thi tran thuoc toi tui tp huyen tx xa va vay xin'.split(
    ' ',
  ),
)

/** Keeps "đường Yersin, khu phố 2" of an answer that also names the commune. */
function withDetail(draft: Draft, turn: Turn, answer: string): Draft {
  const locality = turn.pack.localities.get(draft.localityId ?? draft.districtId ?? '')
  const named = locality === undefined ? plain(answer) : plain(answer).replace(bare(locality.shortVi), ' ')
  const detail = named.split(/[\s,.]+/).filter((w) => w !== '' && !BESIDE_PLACE.has(w))
  if (wordCount(answer) <= 4 || detail.length < 2 || draft.placeText.includes(answer)) return draft
  return { ...draft, placeText: clip(answer, 500) }
}

function onMediaAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply } = turn.understanding
  if (reply === 'skip' || reply === 'no') return skip(state, turn) ?? askAt(state, turn)
  if (reply === 'yes' && SEND_NOW.test(plain(wordsOf(turn.content)))) return skip(state, turn) ?? askAt(state, turn)
  if (reply === 'yes')
    return {
      kind: 'wait',
      state,
      say: [{ kind: 'menu', text: words(turn, 'complaint.mediaWait'), choices: skipOnly(turn) }],
    }
  const settledMedia = { ...state.settled, media: true }
  if (isAside(turn)) return advance({ ...state, settled: settledMedia }, turn)
  const draft = readInto(state.draft, turn)
  // Said twice (an impatient thumb): no answer to what was asked.
  if (
    state.draft.parts.includes(draft.parts.at(-1) ?? '') &&
    draft.parts.length === state.draft.parts.length &&
    draft.placeText === state.draft.placeText &&
    draft.localityId === state.draft.localityId
  )
    return askAt(state, turn)
  const place = turn.understanding.entities.some((e) => e.kind === 'address')
  const told: ComplaintState = { ...state, draft, settled: settledMedia }
  return place ? tellBack(told, turn) : advance(told, turn, [words(turn, 'complaint.addedPart')])
}

/** "gửi đi" where a photo is asked for: there is none, get on with it. */
const SEND_NOW = /\b(di|luon|chot|xong)$/

function skipOnly(turn: Turn): { id: string; label: string }[] {
  return [{ id: 'complaint.skip', label: turn.pack.text('common.skip') }]
}

function onContactAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply } = turn.understanding
  if (reply === 'anonymous') return anonymous(state, turn)
  const sendsOff = reply === 'yes' && SEND_NOW.test(plain(wordsOf(turn.content)))
  if (reply === 'skip' || reply === 'no' || sendsOff) return skip(state, turn) ?? askAt(state, turn)
  const read = readContact(state, turn, 'asked')
  if (read !== state) return advance(read, turn, [contactLine(read, turn)])
  const answer = wordsOf(turn.content)
  if (
    reply === undefined &&
    !turn.understanding.substantial &&
    /^[\p{L}\s.]{2,60}$/u.test(answer) &&
    wordCount(answer) <= 5
  ) {
    const named: ComplaintState = {
      ...state,
      contact: { ...state.contact, name: answer },
      contactIsNew: true,
      anonymous: false,
      settled: { ...state.settled, contact: true },
    }
    return advance(named, turn, [contactLine(named, turn)])
  }
  if (reply !== undefined) return askAt(state, turn)
  if (isAside(turn)) return askAt(state, turn)
  return askAt({ ...state, draft: readInto(state.draft, turn) }, turn, [words(turn, 'complaint.addedPart')])
}

export function contactLine(state: ComplaintState, turn: Turn): string {
  return words(turn, 'complaint.contactNoted', { contact: contactShown(state, turn) })
}

function onCheckAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply } = turn.understanding
  if (reply === 'yes' || (reply === undefined && saysSend(turn))) return send(state, turn)
  if (reply === 'anonymous') return anonymous(state, turn)
  if (reply === 'no' || reply === 'edit' || reply === 'back') return askAt({ ...state, step: 'edit' }, turn)
  if (reply !== undefined || isAside(turn)) return askAt(state, turn)
  return advance({ ...state, draft: readInto(state.draft, turn) }, turn, [words(turn, 'complaint.addedPart')])
}

/** "đúng rồi gửi đi". With accents only: without them "đừng gửi" and "đúng, gửi" are the same letters. */
function saysSend(turn: Turn): boolean {
  const said = wordsOf(turn.content).normalize('NFC').toLowerCase()
  const yes = /(^|\s)(gửi|gởi|đúng|đồng ý|xác nhận)(?=[\s,.!]|$)/.test(said)
  const no =
    /(^|\s)(đừng|không|hông|hổng|ko|k|khoan|chưa|thôi|khỏi|sai|sau|sửa|lại|cho|thêm|mà|nhưng|ảnh|hình)(?=[\s,.!?]|$)/.test(
      said,
    )
  return yes && !no && wordCount(said) <= 5 && !turn.understanding.substantial
}

/** A few words that hold nothing of the matter: "gửi hình sau", "sao lâu vậy". */
function isAside(turn: Turn): boolean {
  const { substantial, topics, place, entities } = turn.understanding
  const tells =
    substantial ||
    place !== undefined ||
    entities.length > 0 ||
    topics.some((t) => isCaseTopic(turn, t.id) && t.score >= TOPIC_SURE)
  return turn.content.kind === 'text' && !tells && wordCount(wordsOf(turn.content)) <= 6
}

function onEditAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply } = turn.understanding
  if (reply === 'no' || reply === 'back' || reply === 'skip') return advance(state, turn)
  const corrected = correct(state.draft, turn)
  if (corrected !== null) return corrections({ ...state, draft: corrected }, turn)
  const draft = readInto(state.draft, turn)
  return advance({ ...state, draft }, turn, [words(turn, 'complaint.notChanged')])
}

/** Goes on after a correction, telling what now holds. */
export function corrections(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const what = notedList(state.draft, turn)
  return advance(state, turn, [what === null ? notedLine(state, turn) : words(turn, 'complaint.nowNoted', { what })])
}

function onOfferAnswer(state: ComplaintState, turn: Turn): Step<ComplaintState> {
  const { reply, substantial } = turn.understanding
  if (reply === 'yes') return takeUp(state, turn)
  if (reply === 'no' || reply === 'skip') return decline(state, turn)
  if (!substantial) return askAt(state, turn)
  return tellBack({ ...state, offer: null, draft: readInto(state.draft, turn) }, turn)
}

function addToPending(state: ComplaintState, turn: Turn): ComplaintState {
  return state.pending === null ? state : { ...state, pending: addPart(state.pending, wordsOf(turn.content)) }
}
