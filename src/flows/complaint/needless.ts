import { bare, type Lead, type Topic, type Turn } from '../../core/index.ts'
import { type Draft, description } from './state.ts'

/**
 * True when the place is known well enough for this matter: the pack says that a place, or the commune in a known
 * district, changes nothing; or who answers does not depend on it and an address is told.
 */
export function placeIsEnough(draft: Draft, turn: Turn): boolean {
  const topic = topicOf(draft, turn)
  if (topic === undefined) return false
  if (topic.unasked?.includes('place') === true) return true
  if (draft.districtId === null) return false
  return topic.unasked?.includes('commune') === true || (!dependsOnPlace(topic.lead) && draft.placeText !== '')
}

/** True when the resident said that there is none, or the pack says that one would show nothing. */
export function photoIsNeedless(draft: Draft, turn: Turn): boolean {
  return topicOf(draft, turn)?.unasked?.includes('photo') === true || saysNoPhoto(description(draft))
}

function topicOf(draft: Draft, turn: Turn): Topic | undefined {
  return draft.topicId === null ? undefined : turn.pack.topics.get(draft.topicId)
}

/** Whom a matter goes to follows from where it is. */
export function dependsOnPlace(lead: Lead): boolean {
  return lead.kind === 'commune' || lead.kind === 'district' || lead.kind === 'commune-police'
}

const NO_PHOTO =
  /\b(khong|khog|ko|kg|k|hong|hok|chua)( \p{L}+){0,2} (chup|hinh)\b(?! (nhu|thuc|su|dang|phat|thanh))|\b(khong|ko|k|chua) co anh( nao)?( dau| het| nhe| nha| a)?\s*([.,!]|$)/u

/** "em không có chụp hình được", "ko co hinh". */
export function saysNoPhoto(text: string): boolean {
  return NO_PHOTO.test(bare(text))
}
