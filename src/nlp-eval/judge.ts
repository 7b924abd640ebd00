import type { Understand, Understanding } from '../core/understanding.ts'
import type { Example } from '../nlp/learn/example.ts'
import { type Figure, type FigureName, shareOf } from './figures.ts'
import { calibrationError, coverageAt, f1, macroF1 } from './metrics.ts'

/** A labelled message and what was understood. */
export interface Judged {
  is: Example
  read: Understanding
}

/** Reads every row once. */
export function judged(understand: Understand, rows: readonly Example[]): Judged[] {
  return rows.map((is) => ({ is, read: understand(is.text) }))
}

/**
 * The figures of one set. A figure is left out where the set has nothing to measure it on.
 * `docs/nlu.md` says what each means.
 */
export function figuresOf(rows: readonly Judged[]): Partial<Record<FigureName, Figure>> {
  const answers = rows.map((r) => ({ confidence: r.read.confidence, right: intentIsRight(r) }))
  const all = { of: rows.length }
  const figures: Partial<Record<FigureName, Figure>> = {
    intent: shareOf(rows, intentIsRight),
    intentFirst: shareOf(rows, (r) => r.read.intent === r.is.intent),
    intentF1: { value: macroF1(rows.map((r) => ({ is: r.is.intent, said: mainSaid(r) }))), ...all },
    secondIntent: f1Figure(rows, secondOf),
    topic1: shareOf(rows.filter(hasTopic), topicIsRight),
    topic3: shareOf(rows.filter(hasTopic), (r) => r.read.topics.some((t) => t.id === r.is.topic)),
    place: shareOf(rows.filter(namesPlace), placeIsRight),
    placeFalse: falsePlaces(rows),
    emergencyRecall: shareOf(rows.filter(isEmergency), saysEmergency),
    emergencyFalse: shareOf(
      rows.filter((r) => !isEmergency(r)),
      saysEmergency,
    ),
    urgency: shareOf(
      rows.filter((r) => r.is.urgency !== undefined),
      (r) => r.read.urgency === r.is.urgency,
    ),
    abuse: f1Figure(rows, abuseOf),
    coverage95: { value: coverageAt(answers, 0.95), ...all },
    ece: { value: calibrationError(answers), ...all },
  }
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure.of > 0))
}

/** Of several wishes any may come first: the others are what `secondIntent` measures. */
export function intentIsRight({ is, read }: Judged): boolean {
  return read.intent === is.intent || is.alsoIntents.includes(read.intent)
}

/** The intent said, as far as the main one is concerned: another wish of the same message is no confusion. */
function mainSaid(r: Judged): string {
  return intentIsRight(r) ? r.is.intent : r.read.intent
}

/** Of several matters any may come first. */
export function topicIsRight({ is, read }: Judged): boolean {
  const first = read.topics[0]?.id
  return first !== undefined && (first === is.topic || is.alsoTopics.includes(first))
}

function hasTopic(r: Judged): boolean {
  return r.is.topic !== null
}

function namesPlace(r: Judged): boolean {
  return r.is.place !== null && r.is.place !== undefined
}

/** The very place; where a name stands for several, a question that offers all of them. */
export function placeIsRight({ is, read }: Judged): boolean {
  if (is.place === undefined || is.place === null) return read.place === undefined
  if (typeof is.place === 'string') return read.place?.kind === 'locality' && read.place.localityId === is.place
  const offered = read.place?.kind === 'ambiguous' ? read.place.localityIds : []
  return is.place.ambiguous.every((id) => offered.includes(id))
}

function falsePlaces(rows: readonly Judged[]): Figure {
  const without = shareOf(
    rows.filter((r) => r.is.place === null),
    (r) => r.read.place !== undefined,
  )
  return { value: without.value * 100, of: without.of }
}

function isEmergency({ is }: Judged): boolean {
  return is.intent === 'emergency' || is.alsoIntents.includes('emergency')
}

function saysEmergency({ read }: Judged): boolean {
  return callsForHelp(read)
}

/** What makes the bot give the emergency numbers. */
export function callsForHelp(read: Understanding): boolean {
  return read.intent === 'emergency' || read.emergency !== undefined
}

/** A yes-or-no question to one message: what is so, what was said, and whether a yes was right. */
interface Verdict {
  is: boolean
  said: boolean
  right: boolean
}

function f1Figure(rows: readonly Judged[], verdict: (r: Judged) => Verdict): Figure {
  const verdicts = rows.map(verdict)
  const hit = verdicts.filter((v) => v.is && v.said && v.right).length
  const missed = verdicts.filter((v) => v.is && !(v.said && v.right)).length
  const wrong = verdicts.filter((v) => v.said && !(v.is && v.right)).length
  return { value: f1({ hit, missed, wrong }), of: hit + missed }
}

/** Right only when both wishes are named, in either order. */
function secondOf({ is, read }: Judged): Verdict {
  const also = alsoSaid(read)
  const meant = new Set<string>([is.intent, ...is.alsoIntents])
  const said = also.length > 0
  return { is: is.alsoIntents.length > 0, said, right: [read.intent, ...also].every((id) => meant.has(id)) }
}

function alsoSaid(read: Understanding & { alsoIntents?: readonly string[] }): readonly string[] {
  return read.alsoIntents ?? []
}

/** Where a reader has judged the tone, the tone; elsewhere whether the message is nothing but abuse. */
function abuseOf({ is, read }: Judged): Verdict {
  const nothingElse = read.intent === 'abuse'
  return is.abuse === undefined
    ? { is: is.intent === 'abuse', said: nothingElse, right: true }
    : { is: is.abuse !== 'none', said: nothingElse || read.abusive, right: true }
}
