import type {
  EmergencyKind,
  IntentId,
  Lexicon,
  Scored,
  Span,
  Understand,
  Understanding,
  Urgency,
} from '../core/understanding.ts'
import { type AbuseFinding, findAbuse } from './abuse.ts'
import { indexCards, searchCards } from './answers.ts'
import { isSubstantial } from './content.ts'
import { type Danger, findDanger } from './emergency.ts'
import { findEntities } from './entities.ts'
import { featuresOf } from './features.ts'
import { marginsOf, softmax } from './head.ts'
import { agreeWithTopics, readIntents } from './intents.ts'
import type { TrainedModel } from './model.ts'
import { findPlace, indexPlaces } from './places.ts'
import { findReply } from './reply.ts'
import { secondOf } from './second-intent.ts'
import { type Token, tokenise, wordsOf } from './tokens.ts'
import { findTopics, type TopicFinding, topicReader } from './topics.ts'
import { urgencyOf } from './urgency.ts'
import { namesOf, reasons } from './why.ts'

/** What the parts saw, before they are put together. */
export interface Reading {
  danger: Danger
  abuse: AbuseFinding
  intents: readonly Scored<IntentId>[]
  topics: TopicFinding
  place: Understanding['place']
  reply: Understanding['reply']
  urgency: Urgency
}

/**
 * The understander of one pack: pure, the same answer for the same text, never throws on any text.
 * Reads the first 4000 characters. The indexes are built here, once.
 */
export function createUnderstand(lexicon: Lexicon, model: TrainedModel): Understand {
  const places = indexPlaces(lexicon.localities, lexicon.outside)
  const reader = topicReader(lexicon, model)
  const cards = indexCards(lexicon.cards)
  const names = namesOf(lexicon)
  return (text) => {
    const tokens = tokenise(text)
    const abuse = findAbuse(tokens)
    const { match: place, covered } = findPlace(places, tokens)
    const entities = findEntities(text.slice(0, 4000), tokens)
    const personal = entities.filter((e) => PERSONAL.has(e.kind)).map((e) => e.span)
    const who = new Set(personalTokens(tokens, personal))
    const matter = matterOf(tokens, new Set([...covered, ...who]), abuse)
    const reply = findReply(tokens)
    const margins = readMatter(model, matter)
    const first = wordsOf(matter).length === 0 ? NOTHING : readIntents(model.intents, margins.intents)
    const danger = findDanger(tokens, first.find((i) => i.id === 'emergency')?.score ?? 0)
    const topics = findTopics(reader, { tokens: matter, raw: margins.topics, intents: first })
    const whole = readWhole(model, tokens)
    const substance = isSubstantial(tokens, topics)
    const agreed = agreeWithTopics(first, topics.topics, lexicon.topics)
    const intents = settle(agreed, {
      danger,
      abuse,
      topics,
      reader: lexicon,
      substance,
      reply,
      aboutCode: isAboutCode(text, tokens),
      emergencyAt: model.thresholds.emergency,
    })
    const intent = intents[0]?.id ?? 'unknown'
    const urgency = urgencyOf({ tokens, danger, intent, topics: topics.topics, lexicon, pressing: whole.pressing })
    const emergency = intent === 'emergency' ? emergencyKind(danger, topics) : undefined
    const helpline = emergency === undefined && danger.kind === 'near' ? danger.emergency : undefined
    return {
      intent,
      confidence: intents[0]?.score ?? 0,
      intents,
      alsoIntents: alsoMeant(model, margins.intents, intent),
      topics: topics.topics,
      ...(place === undefined ? {} : { place }),
      entities,
      urgency,
      ...(emergency === undefined ? {} : { emergency }),
      ...(helpline === undefined ? {} : { helpline }),
      abusive: abuse.kind === 'insult' || abuse.kind === 'threat' || (abuse.kind === 'none' && whole.insulting),
      substantial: substance && !QUIET.has(intent),
      ...(reply === undefined ? {} : { reply }),
      answers: searchCards(cards, withoutThem(tokens, who), { intents, topics: topics.topics }),
      why: reasons({ danger, abuse, intents, topics, place, reply, urgency }, names),
    }
  }
}

/** Says who, not what. */
const PERSONAL: ReadonlySet<string> = new Set(['id-number', 'name', 'phone'])
/** Words that announce a name or a number ("tôi tên", "cccd", "sđt"). Bare; "cccd" is read as "cd". */
const ANNOUNCES = new Set(
  'cd cmnd toi minh em tui ten la ho so sdt dien thoai lien he can cuoc cong dan chung nhan'.split(' '),
)

/** All of it when nothing else is left. */
function withoutThem(tokens: readonly Token[], some: ReadonlySet<Token>): readonly Token[] {
  const rest = tokens.filter((t) => !some.has(t))
  return wordsOf(rest).length > 0 ? rest : tokens
}

/** Names and numbers of people, with the words that announce them. */
function personalTokens(tokens: readonly Token[], spans: readonly Span[]): Token[] {
  const own = tokens.map((t) => spans.some((s) => t.start >= s.start && t.end <= s.end))
  for (let i = tokens.length - 2; i >= 0; i--) {
    if (own[i + 1] === true && ANNOUNCES.has(tokens[i]?.bare ?? '')) own[i] = true
  }
  return tokens.filter((_, i) => own[i] === true)
}

const QUIET: ReadonlySet<IntentId> = new Set(['greeting', 'menu', 'stop', 'abuse', 'off_topic', 'talk_to_human'])

interface Evidence {
  danger: Danger
  abuse: AbuseFinding
  topics: TopicFinding
  reader: Lexicon
  substance: boolean
  reply: Understanding['reply']
  /** A short message around a case code. */
  aboutCode: boolean
  /** Share from which on the classifier alone may call an emergency. */
  emergencyAt: number
}

const NOTHING: readonly Scored<IntentId>[] = [{ id: 'unknown', score: 1 }]

function readMatter(model: TrainedModel, tokens: readonly Token[]): Record<'intents' | 'topics', Float64Array> {
  const features = featuresOf(tokens, model.vocabulary)
  return {
    intents: marginsOf(model.intents, model.index, features),
    topics: marginsOf(model.topics, model.index, features),
  }
}

/** What is meant beside the chosen intent: a complaint that also asks. Nothing goes with a greeting or an insult. */
function alsoMeant(model: TrainedModel, margins: Float64Array, chosen: IntentId): IntentId[] {
  if (QUIET.has(chosen) || chosen === 'unknown') return []
  const second = secondOf(model.intents, margins, chosen)
  return second.margin >= model.thresholds.secondIntent ? [second.id] : []
}

/** How pressing and how abusive the whole message sounds, places and insults with it. */
function readWhole(model: TrainedModel, tokens: readonly Token[]): { pressing: boolean; insulting: boolean } {
  const features = featuresOf(tokens, model.vocabulary)
  const share = (name: 'urgency' | 'abuse', labels: readonly string[]): number => {
    const head = model[name]
    const shares = softmax(marginsOf(head, model.index, features), head.sharpness)
    return labels.reduce((sum, l) => sum + (shares[head.labels.indexOf(l)] ?? 0), 0)
  }
  return {
    pressing: share('urgency', ['high', 'emergency']) >= model.thresholds.pressing,
    insulting: share('abuse', ['insult', 'threat']) >= model.thresholds.insulting,
  }
}

/** What is left when places, names and insults are set aside: they say where and how angry, not what. */
function matterOf(tokens: readonly Token[], covered: ReadonlySet<Token>, abuse: AbuseFinding): readonly Token[] {
  const insults = abuse.kind === 'none' ? new Set<Token>() : abuse.words
  const rest = tokens.filter((t) => !covered.has(t) && !insults.has(t))
  return wordsOf(rest).length > 0 ? rest : tokens
}

/** Also a code with a typing error in it, which is no case code any more. */
function isAboutCode(text: string, tokens: readonly Token[]): boolean {
  const coded = /(?<![\p{L}\d])(?:PA|KN|TC|YC)[\s.-]{0,3}\d{4}[\s.-]{0,3}[\dA-Z]{4,6}(?![\p{L}\d])/iu.test(text)
  return coded && wordsOf(tokens).length <= 10
}

/** Rules over the classifier: danger first, then tricks and pure abuse, then topic words where the classifier is lost. */
function settle(first: readonly Scored<IntentId>[], e: Evidence): Scored<IntentId>[] {
  const top = first[0]
  if (e.danger.kind === 'now') return put('emergency', 0.97, first)
  if (e.abuse.kind === 'trick') return put('abuse', 0.95, first)
  if (e.abuse.kind !== 'none' && !hasMatter(first, e)) return put('abuse', 0.9, first)
  if (e.reply !== undefined && (top === undefined || !KEEPS_REPLY.has(top.id))) return put('unknown', 0.6, first)
  if (e.aboutCode && (top === undefined || !KEEPS_CODE.has(top.id))) return put('ask_status', 0.8, first)
  if (top?.id === 'abuse' && e.abuse.kind === 'none' && hasMatter(first, e)) return without('abuse', first)
  // The classifier alone calls an emergency only when it is sure and no rule saw it as over or as a figure of speech.
  if (top?.id === 'emergency' && (e.danger.kind === 'serious' || e.danger.kind === 'near' || top.score < e.emergencyAt))
    return without('emergency', first)
  if (top === undefined || top.id === 'unknown') return byTopic(first, e)
  return [...first]
}

/** A word of answer alone ("ok", "ẩn danh") is for the flow that asked; these intents keep it. */
const KEEPS_REPLY: ReadonlySet<IntentId> = new Set(['stop', 'menu', 'greeting', 'survey_rating', 'unknown'])
const KEEPS_CODE: ReadonlySet<IntentId> = new Set(['survey_rating', 'privacy_request', 'stop', 'talk_to_human'])

/** Something besides the insult: keywords of a topic, or an own intent that the classifier is sure of. */
function hasMatter(first: readonly Scored<IntentId>[], e: Evidence): boolean {
  const other = first.find((s) => s.id !== 'abuse' && s.id !== 'off_topic' && s.id !== 'unknown' && s.id !== 'greeting')
  return e.substance && (e.topics.words.size > 0 || (e.topics.topics[0]?.score ?? 0) > 0.3 || (other?.score ?? 0) > 0.5)
}

function byTopic(first: readonly Scored<IntentId>[], e: Evidence): Scored<IntentId>[] {
  const best = e.topics.topics[0]
  if (best === undefined || e.topics.words.size === 0) return [...first]
  const intent = e.reader.topics.find((t) => t.id === best.id)?.intents[0]
  return intent === undefined || intent === 'emergency' ? [...first] : put(intent, 0.45, first)
}

function put(intent: IntentId, score: number, first: readonly Scored<IntentId>[]): Scored<IntentId>[] {
  return [{ id: intent, score }, ...first.filter((s) => s.id !== intent).map((s) => scaled(s, 1 - score))].slice(0, 3)
}

function without(intent: IntentId, first: readonly Scored<IntentId>[]): Scored<IntentId>[] {
  const rest = first.filter((s) => s.id !== intent)
  return rest.length > 0 && rest[0]?.id !== 'unknown' ? [...rest] : put('report_issue', 0.4, rest)
}

function scaled(s: Scored<IntentId>, by: number): Scored<IntentId> {
  return { id: s.id, score: Math.round(s.score * by * 1000) / 1000 }
}

const BY_TOPIC: Readonly<Record<string, EmergencyKind>> = {
  chay_no: 'fire',
  bao_luc: 'violence',
  bao_luc_gia_dinh: 'violence',
  cap_cuu_y_te: 'medical',
  bao_luc_tre_em: 'child',
}

/** The police line where no rule says more: they pass a call on. */
function emergencyKind(danger: Danger, topics: TopicFinding): EmergencyKind {
  if (danger.kind !== 'none') return danger.emergency
  return topics.topics.map((t) => BY_TOPIC[t.id]).find((k) => k !== undefined) ?? 'violence'
}
