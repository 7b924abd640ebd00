import { bare, type PlaceMatch, type Turn, URGENCIES, type Urgency } from '../../core/index.ts'
import { clip, plain, wordCount, wordsOf } from '../shared/content.ts'
import { hideIdNumbers } from '../shared/hide-id.ts'
import { withMedia } from '../shared/media.ts'
import { type ComplaintState, type Draft, description, MAX_TEXT } from './state.ts'

/** Below this a topic is a guess that we do not tell. */
export const TOPIC_SURE = 0.35
/** Likely enough to be told where the other guesses would go to the same people. */
const TOPIC_LIKELY = 0.25

/** Everything that this message says about the matter, put into the draft where it is still unknown. */
export function readInto(draft: Draft, turn: Turn): Draft {
  const withPlace = readPlace(readTopic(addPart(draft, wordsOf(turn.content)), turn), turn)
  const located = turn.content.kind === 'location' ? { lat: turn.content.lat, lon: turn.content.lon } : {}
  return {
    ...withPlace,
    ...located,
    duration: withPlace.duration ?? durationIn(wordsOf(turn.content)),
    mediaRefs: withMedia(withPlace.mediaRefs, turn),
  }
}

/** The resident's words, with identity numbers hidden. Said twice is kept once. */
export function addPart(draft: Draft, words: string): Draft {
  const text = hideIdNumbers(words).text.trim()
  const room = MAX_TEXT - description(draft).length - 1
  if (text === '' || draft.parts.includes(text) || room <= 0) return draft
  return { ...draft, parts: [...draft.parts, clip(text, room)] }
}

export function readTopic(draft: Draft, turn: Turn): Draft {
  const guesses = turn.understanding.topics.filter((t) => isReported(turn, t.id)).slice(0, 3)
  const best = guesses[0]
  const sure = best !== undefined && (best.score >= TOPIC_SURE || leadsAlike(guesses, turn)) ? best.id : null
  const topicId = draft.topicId ?? sure
  const ofTopic = topicId === null ? 'low' : (turn.pack.topics.get(topicId)?.urgency ?? 'low')
  return {
    ...draft,
    topicId,
    topicGuesses: guesses.length > 0 && draft.topicId === null ? guesses : draft.topicGuesses,
    urgency: worst(draft.urgency, worst(ofTopic, turn.understanding.urgency)),
  }
}

/** Whichever of these it is, the same people get it: no question is worth asking. They, too, see the other guesses. */
function leadsAlike(guesses: readonly { id: string; score: number }[], turn: Turn): boolean {
  const leads = guesses.map((g) => JSON.stringify(turn.pack.topics.get(g.id)?.lead ?? null))
  return (guesses[0]?.score ?? 0) >= TOPIC_LIKELY && new Set(leads).size === 1
}

/** The taxonomy's "anything else" and "several things": they say nothing about the matter. */
const CATCH_ALL: readonly string[] = ['khac', 'nhieu_van_de']

/** True for topics that can be a case: known to the pack, telling something, and not the system's own. */
export function isCaseTopic(turn: Turn, topicId: string): boolean {
  if (CATCH_ALL.includes(topicId)) return false
  const topic = turn.pack.topics.get(topicId)
  return topic !== undefined && topic.lead.kind !== 'system'
}

/** Not only asked about: "tổng đài 1022" is no matter of a complaint. */
function isReported(turn: Turn, topicId: string): boolean {
  const intents = turn.pack.topics.get(topicId)?.intents ?? []
  return isCaseTopic(turn, topicId) && intents.some((i) => !i.startsWith('ask_'))
}

export function readPlace(draft: Draft, turn: Turn): Draft {
  const addresses = turn.understanding.entities.filter((e) => e.kind === 'address').map((e) => e.value)
  const told = addresses.filter((a) => !draft.placeText.includes(a))
  const located = { ...draft, placeText: clip([draft.placeText, ...told].filter((t) => t !== '').join(', '), 500) }
  const place = turn.understanding.place
  return draft.localityId !== null || place === undefined ? located : applyPlace(located, place, turn)
}

/** "hẻm 12 đường Yersin phường Phú Hòa" without the commune's own name, which is told beside it. */
export function placeDetail(draft: Draft, localityId: string | null, turn: Turn): string {
  const locality = localityId === null ? undefined : turn.pack.localities.get(localityId)
  const detail = draft.placeText.normalize('NFC')
  const at = locality === undefined ? -1 : bare(detail).lastIndexOf(bare(locality.nameVi))
  const named = locality !== undefined && plain(detail) === bare(locality.shortVi)
  if (locality === undefined || (at < 0 && !named)) return detail
  return named ? '' : detail.slice(0, at).replace(/[\s,;-]+$/, '')
}

/** Sets the place of a match: a commune settles it, a district or a name of several places narrows it. */
export function applyPlace(draft: Draft, place: PlaceMatch, turn: Turn): Draft {
  if (place.kind === 'outside') return { ...draft, outside: place.name }
  if (place.kind === 'locality') return setLocality(draft, place.localityId, turn)
  const known = place.localityIds.filter((id) => turn.pack.localities.has(id)).slice(0, 5)
  const [only, second] = known
  if (only !== undefined && second === undefined) return setLocality(draft, only, turn)
  return known.length === 0
    ? draft
    : { ...draft, localityId: null, districtId: null, placeOptions: known, outside: null }
}

export function setLocality(draft: Draft, mentioned: string, turn: Turn): Draft {
  const today = (turn.placesToday?.(mentioned) ?? [mentioned]).filter((id) => turn.pack.localities.has(id))
  // A unit of another year that is several today: asked, never guessed.
  if (today.length > 1)
    return { ...draft, localityId: null, districtId: null, placeOptions: today.slice(0, 5), outside: null }
  const localityId = today[0] ?? mentioned
  const locality = turn.pack.localities.get(localityId)
  if (locality === undefined) return draft
  return locality.level === 'district'
    ? { ...draft, localityId: null, districtId: localityId, placeOptions: [], outside: null }
    : { ...draft, localityId, districtId: null, placeOptions: [], outside: null }
}

/**
 * Contact data, taken only when asked for or plainly given as the sender's own: a number in the text of a complaint
 * may be a stranger's (a loan shark's poster).
 */
export function readContact(state: ComplaintState, turn: Turn, when: 'asked' | 'unasked'): ComplaintState {
  const found = contactIn(turn, when)
  if (found.name === null && found.phone === null) return state
  return {
    ...state,
    contact: { name: found.name ?? state.contact.name, phone: found.phone ?? state.contact.phone },
    contactIsNew: true,
    anonymous: false,
    settled: { ...state.settled, contact: true },
  }
}

const OWN_PHONE =
  /(sdt|so dien thoai|dien thoai|dt|so)( cua)? (toi|minh|em|tui)\b|\blien he|\bgoi (cho )?(toi|minh|em|tui)|\blh\b/
const OWN_NAME = /(toi|minh|em|tui) (ten )?la |(toi|minh|em|tui) ten |ten (cua )?(toi|minh|em|tui)/
/** "thôi để tên đi, Lê Văn Tám 0977…" */
const LEAVES =
  /^(thôi |thoi |à |ờ |ừ )?(để|de|ghi) (lại |lai )?(tên|ten|số|so|sđt|sdt)( đi| di| nha| nhé| nhe)?[\s,:]*/iu

/** The resident says that what follows is their name or number. */
export function leavesContact(said: string): boolean {
  return LEAVES.test(said.trim().normalize('NFC'))
}

/** "bác tên Năm": only the name. */
const CALLED = /^((tôi|tui|mình|em|bác|chú|cô|dì|cậu|anh|chị|ông|bà) )?(tên|ten)( là| la)? /iu

const NO_NAME = /\b(sdt|so|dt|goi|lien|lh|dien|nhe|nha|toi|minh|em|cua|la|day|ne|cho|a|vao|di)\b/

/** "Nguyễn Văn An 0987654321": what stands beside the number, when it can only be a name. */
function nameBeside(content: Turn['content'], turn: Turn): string | undefined {
  const phone = turn.understanding.entities.find((e) => e.kind === 'phone')
  if (phone === undefined) return undefined
  const rest = wordsOf(content)
    .normalize('NFC')
    .replace(LEAVES, '')
    .replace(phone.text, ' ')
    .replace(/[,;:.-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(CALLED, '')
  return /^[\p{L} ]{2,60}$/u.test(rest) && wordCount(rest) <= 5 && !NO_NAME.test(bare(rest)) ? rest : undefined
}

/** A number with at most a name beside it is a contact, whenever it comes. */
const CARD_WORDS = 6

function contactIn(turn: Turn, when: 'asked' | 'unasked'): { name: string | null; phone: string | null } {
  const { content } = turn
  if (content.kind === 'contact-info') {
    return { name: clean(content.name, 200), phone: clean(content.phone, 30) }
  }
  const words = bare(wordsOf(content))
  const entity = (kind: 'name' | 'phone'): string | undefined =>
    turn.understanding.entities.find((e) => e.kind === kind)?.value
  const card = entity('phone') !== undefined && wordCount(words) <= CARD_WORDS
  const given = when === 'asked' || card || leavesContact(wordsOf(content))
  const named = given || OWN_NAME.test(words)
  const phoned = given || OWN_NAME.test(words) || OWN_PHONE.test(words)
  const name = entity('name') ?? (given ? nameBeside(content, turn) : undefined)
  return { name: named ? clean(name, 200) : null, phone: phoned ? clean(entity('phone'), 30) : null }
}

function clean(value: string | undefined, max: number): string | null {
  const text = clip((value ?? '').trim(), max)
  return text === '' ? null : text
}

const DURATION = /(?<!\d)(\d{1,3})\s*(ngay|hom|bua|tuan|thang|nam)(?!\w)(?!\s*\d)/
const UNITS = { ngay: 'days', hom: 'days', bua: 'days', tuan: 'weeks', thang: 'months', nam: 'years' } as const

/** "gia đình tôi sống ở đây đã 20 năm": not how long the matter lasts. */
const LIVED = /\b(sinh song|song o|cu tru|dinh cu|o day|o tro|o hem)\b[^.]*$/

/** "5 ngay ko ai don" -> 5 days. "tháng 5" and "năm 2022" are dates, not durations. */
export function durationIn(text: string): Draft['duration'] {
  const found = DURATION.exec(bare(text))
  const unit = found?.[2]
  if (found !== null && LIVED.test(bare(text).slice(Math.max(0, found.index - 60), found.index))) return null
  if (found?.[1] === undefined || unit === undefined || !(unit in UNITS)) return null
  return { n: found[1], unit: UNITS[unit as keyof typeof UNITS] }
}

function worst(a: Urgency, b: Urgency): Urgency {
  return URGENCIES.indexOf(a) >= URGENCIES.indexOf(b) ? a : b
}
