import { type AnyFlow, anyFlow, type IntentId, type Turn, type Understanding } from '../core/index.ts'
import { complaintFlow } from './complaint/flow.ts'
import { denounceFlow } from './denounce/flow.ts'
import { fallbackFlow } from './fallback/flow.ts'
import { dialogueFlow, humanFlow } from './human/flow.ts'
import { informFlow } from './inform/flow.ts'
import { linkFlow } from './link/flow.ts'
import { privacyFlow } from './privacy/flow.ts'
import { ratingFlow } from './rating/flow.ts'
import { isAsked, plain, wordsOf } from './shared/content.ts'
import { smalltalkFlow } from './smalltalk/flow.ts'
import { statusFlow } from './status/flow.ts'

const complaint = anyFlow(complaintFlow)
const denounce = anyFlow(denounceFlow)
const inform = anyFlow(informFlow)
const status = anyFlow(statusFlow)
const rating = anyFlow(ratingFlow)
const human = anyFlow(humanFlow)
const dialogue = anyFlow(dialogueFlow)
const smalltalk = anyFlow(smalltalkFlow)
const privacy = anyFlow(privacyFlow)
const link = anyFlow(linkFlow)
const fallback = anyFlow(fallbackFlow)

const all = [complaint, denounce, inform, status, rating, human, dialogue, smalltalk, privacy, link, fallback]

/** Every flow by its id, as stored with a conversation. */
export const flows: ReadonlyMap<string, AnyFlow> = new Map(all.map((flow) => [flow.id, flow]))

const BY_INTENT: Readonly<Record<IntentId, AnyFlow | null>> = {
  report_issue: complaint,
  suggest: complaint,
  consult_feedback: complaint,
  complaint_formal: complaint,
  emergency: complaint,
  denounce,
  ask_procedure: inform,
  ask_public_info: inform,
  ask_election: inform,
  ask_hotline: inform,
  ask_contact: inform,
  ask_status: status,
  survey_rating: rating,
  privacy_request: privacy,
  dialogue_register: dialogue,
  talk_to_human: human,
  greeting: smalltalk,
  menu: smalltalk,
  abuse: smalltalk,
  off_topic: smalltalk,
  stop: null,
  unknown: null,
}

/** Choices that are good at any time, by the beginning of their id. */
const BY_CHOICE: readonly (readonly [string, AnyFlow])[] = [
  ['menu.complaint', complaint],
  ['menu.formal-or-tc', smalltalk],
  ['menu.formal', complaint],
  ['menu.tc', denounce],
  ['menu.procedure', inform],
  ['menu.election', inform],
  ['menu.hotline', inform],
  ['card:', inform],
  ['menu.status', status],
  ['ticket:', status],
  ['status.add:', status],
  ['menu.rate', rating],
  ['rate:', rating],
  ['rate-ticket:', rating],
  ['menu.human', human],
  ['menu.privacy', privacy],
  ['menu.link', link],
  ['menu.main', smalltalk],
]

/** "tôi muốn xem tiến độ phản ánh": not a complaint, though it says so. */
const STATUS_WORDS =
  /\b(tien do|tinh trang|ket qua)\b.*\b(phan anh|kien nghi|phieu|ho so)\b|\b(phieu|ho so|phan anh) (cua )?(toi|minh|em)$/
const LINK_WORDS = /^(lien ket|ket noi)( tai khoan| kenh| zalo| facebook| messenger)?$/

/** Who takes a message that no flow is waiting for; null: nobody, it was not understood. */
export function pickFlow(understanding: Understanding, turn: Turn): AnyFlow | null {
  const { content } = turn
  if (content.kind === 'choice') return byChoice(content.choiceId)
  if (content.kind === 'location' || content.kind === 'contact-info') return complaint
  const words = plain(wordsOf(content))
  if (content.kind === 'media' && words === '') {
    return content.items.every((item) => item.kind === 'sticker') ? smalltalk : complaint
  }
  if (LINK_WORDS.test(words)) return link
  if (accuses(understanding, turn)) return denounce
  if (!understanding.substantial && STATUS_WORDS.test(words)) return status
  if (turn.mentioned !== null && understanding.intent !== 'survey_rating') return status
  if (understanding.entities.some((e) => e.kind === 'case-code') && !understanding.substantial) return status
  if (isAsked(content) && answersBetter(understanding, turn)) return inform
  if (understanding.confidence < (understanding.intent === 'dialogue_register' ? SURE_OF_CASE : SURE))
    return unsure(understanding, turn)
  return BY_INTENT[understanding.intent] ?? (speaksOfMatter(understanding, turn, 0.6) ? complaint : null)
}

/** A question about how things go, where the intent alone would open a case or look one up. */
function answersBetter({ intent, confidence, answers, entities }: Understanding, turn: Turn): boolean {
  const score = answers[0]?.score ?? 0
  switch (intent) {
    case 'ask_status':
      return turn.tickets.length === 0 && score >= 0.85 && !entities.some((e) => e.kind === 'case-code')
    case 'dialogue_register':
      return score >= CARD_ANSWERS
    case 'report_issue':
      return confidence < 0.95 && score >= 0.85
    default:
      return false
  }
}

const CARD_ANSWERS = 0.75
/** A meeting is asked of people only when that is what was meant. */
const SURE_OF_CASE = 0.6

/** Below this the intent is a guess among many. */
const SURE = 0.4

/** What the words hold decides where the intent does not. */
function unsure(understanding: Understanding, turn: Turn): AnyFlow | null {
  const { intents, answers } = understanding
  const mayReport = intents.some(({ id }) => id === 'report_issue' || id === 'suggest' || id === 'unknown')
  if (mayReport && speaksOfMatter(understanding, turn, 0.35)) return complaint
  return (answers[0]?.score ?? 0) >= CARD_ANSWERS ? inform : null
}

/** "rác" alone: no intent is plain, but a matter that can be reported is. */
function speaksOfMatter(understanding: Understanding, turn: Turn, least: number): boolean {
  const best = understanding.topics[0]
  const topic = best === undefined ? undefined : turn.pack.topics.get(best.id)
  return best !== undefined && best.score >= least && topic?.intents.includes('report_issue') === true
}

/** How plainly a matter must be one of denunciation before its sender is protected first. */
const ACCUSATION_SURE = 0.45

/**
 * "Ông chủ tịch phường nhận hối lộ", without the word tố cáo: a matter of which every report is a denunciation. Who
 * tells it hears first how they are protected; an open complaint would go to the unit that is accused.
 */
function accuses({ topics, intent }: Understanding, turn: Turn): boolean {
  const [best] = topics
  if (best === undefined || best.score < ACCUSATION_SURE || intent.startsWith('ask_')) return false
  const intents = turn.pack.topics.get(best.id)?.intents ?? []
  return intents.length > 0 && intents.every((i) => i === 'denounce')
}

function byChoice(id: string): AnyFlow | null {
  return BY_CHOICE.find(([start]) => (start.endsWith(':') ? id.startsWith(start) : id === start))?.[1] ?? null
}
