import { bare, type Turn } from '../../core/index.ts'
import { clip, wordCount, wordsOf } from '../shared/content.ts'
import { hideIdNumbers } from '../shared/hide-id.ts'
import { placeIn } from '../shared/place.ts'
import { addPart, isCaseTopic, placeDetail, setLocality } from './read.ts'
import type { Draft } from './state.ts'

const MARKER =
  /(^|\b)(khong phai|ko phai|k phai|hong phai|nham|y toi la|y minh la|y em la|sua lai|sua thanh|doi lai|doi thanh|chu khong phai|chu ko phai|dung ra la|noi lai|dinh chinh)\b/

/** A longer correction also tells something; a short one of the place would only clutter the description. */
const CORRECTION_WORDS = 12

/** "không phải, ở phường Phú Hòa", "ý tôi là rác chứ không phải đường". */
export function looksLikeCorrection(text: string): boolean {
  return MARKER.test(bare(text))
}

const DENIED = [
  /\b(chu\s+)?(khong|ko|k|hong) phai( la)?\s+[^,.;:]*?(?=\s+(ma la|ma o|ma)\b|[,.;:]|$)/g,
  /\b(khong|ko|k|hong) phai\b/g,
]

/** The part of a correction that holds: without what it denies. Bare. */
export function affirmed(text: string): string {
  return bare(kept(text)).trim()
}

/** The same with its accents: what is denied becomes spaces. */
function kept(text: string): string {
  let said = text.normalize('NFC')
  for (const denied of DENIED) {
    const low = bare(said)
    // Each letter has one bare letter; a script that breaks this keeps its words as they are.
    if (low.length !== said.length) return text
    for (const { 0: found, index } of low.matchAll(denied)) {
      said = said.slice(0, index) + ' '.repeat(found.length) + said.slice(index + found.length)
    }
  }
  return said
}

const LEADS_IN =
  /^(?:[\s,.;:]|(?:ý|y) (?:tôi|toi|tui|mình|minh|em|con) (?:là|la)(?=\s)|(?:ý|y) (?:là|la)(?=\s)|(?:mà|ma)(?=\s)|(?:là|la)(?=\s)|(?:nhầm|nham)(?: rồi| roi)?(?=[\s,.]))+/iu

/** What a correction says the matter is, as a title of the case: "không phải rác, ý là đường hư" -> "đường hư". */
function headlineOf(text: string): string | null {
  const line = hideIdNumbers(kept(text))
    .text.replace(LEADS_IN, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s,;:]+$/, '')
  return wordCount(line) >= 2 ? clip(line, 200) : null
}

/** The draft as corrected; null: nothing in these words changes it. */
export function correct(draft: Draft, turn: Turn): Draft | null {
  const text = wordsOf(turn.content)
  const meant = affirmed(text)
  const placed = correctPlace(draft, turn, meant)
  const topicId = correctTopic(draft, turn, meant)
  if (placed === null && topicId === null) return null
  const based = placed ?? draft
  const corrected =
    topicId === null ? based : { ...based, topicId, headline: headlineOf(text) ?? topicNamed(turn, topicId) }
  return topicId !== null || wordCount(text) > CORRECTION_WORDS ? addPart(corrected, text) : corrected
}

/** The place that a first message means when it also names one that it denies. */
export function meantPlace(draft: Draft, turn: Turn): Draft {
  const text = wordsOf(turn.content)
  return looksLikeCorrection(text) ? (correctPlace(draft, turn, affirmed(text)) ?? draft) : draft
}

function correctPlace(draft: Draft, turn: Turn, meant: string): Draft | null {
  const found = placeIn({ turn, text: meant })
  const seen = turn.understanding.place
  const seenId = seen?.kind === 'locality' ? seen.localityId : null
  const id = found?.id ?? (seenId !== null && saysPlace(turn, seenId, meant) ? seenId : null)
  if (id === null || id === draft.localityId || id === draft.districtId) return null
  const placeText = placeDetail(draft, draft.localityId ?? draft.districtId, turn)
  return setLocality({ ...draft, placeText, lat: null, lon: null }, id, turn)
}

function saysPlace(turn: Turn, localityId: string, meant: string): boolean {
  const locality = turn.pack.localities.get(localityId)
  if (locality === undefined) return false
  return [locality.shortVi, ...locality.aliases].some((name) => meant.includes(bare(name)))
}

function correctTopic(draft: Draft, turn: Turn, meant: string): string | null {
  const candidates = turn.understanding.topics.map((t) => t.id).filter((id) => isCaseTopic(turn, id))
  const named = candidates.find((id) => {
    const topic = turn.pack.topics.get(id)
    return topic !== undefined && [topic.nameVi, ...topic.keywords].some((k) => hasWord(meant, bare(k)))
  })
  if (named !== undefined) return named === draft.topicId ? null : named
  const best = candidates[0]
  return best !== undefined && best !== draft.topicId && !hasPlaceOnly(turn) ? best : null
}

function topicNamed(turn: Turn, topicId: string): string | null {
  return turn.pack.topics.get(topicId)?.nameVi ?? null
}

function hasWord(text: string, word: string): boolean {
  return ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${word} `)
}

/** A short correction that names a place says nothing about the topic. */
function hasPlaceOnly(turn: Turn): boolean {
  return turn.understanding.place !== undefined
}
