import type { EmergencyKind } from '../core/understanding.ts'
import { findFrames } from './danger-frames.ts'
import {
  ALARM,
  ASKED,
  AT_HOME,
  COMPANY,
  CRY,
  ENDED,
  FEARED,
  HABIT,
  HARMLESS,
  HINTS,
  NOW,
  NUISANCE,
  OVER,
  SELF,
  THREATENED,
  TOLD_OF,
  WEAK_BARE,
} from './danger-words.ts'
import { findPhrases, hasPhrase, indexPhrases, type PhraseHit } from './phrases.ts'
import type { Token } from './tokens.ts'

/**
 * Danger to life, by evidence for and against: set phrases, things told near each other, and the classifier speak for
 * it; that it is over, feared, asked about, a habit or a story speaks against it. A missed emergency is the worst
 * error, so a doubtful one counts.
 */
export type Danger =
  | { kind: 'none' }
  /** Danger now. */
  | { kind: 'now'; emergency: EmergencyKind; phrase: string }
  /** It may come (threats, violence that returns, somebody despairing): no alarm, but whom to call is said. */
  | { kind: 'near'; emergency: EmergencyKind; phrase: string }
  /** Over, asked about or feared: not for 113, yet no ordinary matter. */
  | { kind: 'serious'; emergency: EmergencyKind; phrase: string }

const INDEX = indexPhrases(ALARM.flatMap(([kind, list]) => list.split('|').map((p) => [p, kind] as const)))
const HINT_INDEX = indexPhrases(HINTS.flatMap(([kind, list]) => list.split('|').map((p) => [p, kind] as const)))
const THREATS = indexPhrases(THREATENED.flatMap(([kind, list]) => list.split('|').map((p) => [p, kind] as const)))

/** Reads danger from the tokens of one message. `share`: what the classifier gives to `emergency`, 0..1. */
export function findDanger(tokens: readonly Token[], share: number): Danger {
  const signs = dangerSigns(tokens)
  const { best, threat } = signs
  if (best === undefined && isCryAlone(signs, tokens)) return { kind: 'now', emergency: 'violence', phrase: 'cứu' }
  if (best === undefined) return threat === undefined ? { kind: 'none' } : { kind: 'near', ...threat }
  if (dangerPoints(signs, share) > 0) return { kind: 'now', ...best }
  if (threat !== undefined) return { kind: 'near', ...threat }
  return { kind: comesBack(signs, best.emergency) ? 'near' : 'serious', ...best }
}

/** "cứu tôi" and no word more of what it is: somebody may not be able to write more. */
function isCryAlone({ cry, asked }: DangerSigns, tokens: readonly Token[]): boolean {
  return cry && !asked && tokens.filter((t) => t.kind === 'word').length <= 6
}

/** Violence, and despair, that is neither over nor only told of. */
function comesBack({ over, toldOf, denied, asked, atHome }: DangerSigns, kind: EmergencyKind): boolean {
  if (kind === 'fire' || kind === 'medical') return false
  return !over && !toldOf && !denied && (!asked || atHome)
}

/**
 * Evidence in points; above 0: now. Weighed by a logistic regression on the training messages (each judged by a
 * classifier that had not seen its writer; a miss counted four times a false alarm), then rounded.
 */
export function dangerPoints(s: DangerSigns, share: number): number {
  const doubts: readonly (readonly [boolean, number])[] = [
    [s.ended, 8],
    [s.supposed, 5],
    [s.over && !s.now, 5.5],
    [s.over && s.now, 3.5],
    [s.asked, 3],
    [s.habit, 3],
    [s.denied, 5],
    [s.toldOf, 1.5],
    [s.feared, 1],
  ]
  const told: readonly (readonly [boolean, number])[] = [
    [s.phrases > 0, 1],
    [s.frames > 0, 2],
    [s.frames > 1, 1],
    [s.frames > 0 && s.phrases + s.hints > 0, 1],
    [s.now, 0.25],
    // "cháy nhà rồi": who is in danger writes little.
    [s.phrases > 0 && s.words <= 8, 1],
  ]
  return -1.5 + sumOf(told) + believed(share) - sumOf(doubts)
}

function sumOf(evidence: readonly (readonly [boolean, number])[]): number {
  return evidence.reduce((sum, [there, points]) => sum + (there ? points : 0), 0)
}

/** What the classifier adds: mostly, that it does not rule an emergency out. */
function believed(share: number): number {
  const steps: readonly (readonly [number, number])[] = [
    [0.03, 2.5],
    [0.08, 0.5],
    [0.2, 1],
    [0.4, 0.5],
    [0.65, 1.5],
  ]
  return sumOf(steps.map(([least, points]) => [share >= least, points] as const))
}

/** What the words of a message say of danger. */
export interface DangerSigns {
  /** The most telling one; undefined: no word of danger. */
  best: { emergency: EmergencyKind; phrase: string } | undefined
  /** Of a danger that may come. */
  threat: { emergency: EmergencyKind; phrase: string } | undefined
  phrases: number
  hints: number
  frames: number
  now: boolean
  cry: boolean
  ended: boolean
  /** "Nếu cháy thì gọi số nào". */
  supposed: boolean
  over: boolean
  feared: boolean
  habit: boolean
  asked: boolean
  toldOf: boolean
  denied: boolean
  atHome: boolean
  words: number
}

export function dangerSigns(tokens: readonly Token[]): DangerSigns {
  const harmless = findPhrases(tokens, HARMLESS)
  const told = (index: typeof INDEX): PhraseHit<EmergencyKind>[] =>
    findPhrases(tokens, index)
      .filter((h) => !harmless.some((x) => x.from < h.to && h.from < x.to))
      .filter((h) => isCertain(tokens, h) && isMeant(tokens, h))
  const phrases = told(INDEX)
  const hints = told(HINT_INDEX)
  const nuisance = hasPhrase(tokens, NUISANCE)
  const frames = findFrames(tokens, harmless).filter((f) => f.value !== 'fire' || !nuisance || !/khói/.test(f.phrase))
  const hit = mostUrgent([...phrases, ...frames]) ?? mostUrgent(hints)
  const [threat] = findPhrases(tokens, THREATS)
  const before = hit === undefined ? [] : tokens.slice(Math.max(0, hit.from - 4), hit.from)
  return {
    best: hit === undefined ? undefined : { emergency: hit.value, phrase: hit.phrase },
    threat: threat === undefined ? undefined : { emergency: threat.value, phrase: threat.phrase },
    phrases: phrases.length,
    hints: hints.length,
    frames: frames.length,
    now: hasPhrase(tokens, NOW),
    cry: hasPhrase(tokens, CRY),
    ended: hasPhrase(tokens, ENDED),
    supposed: tokens.slice(0, 2).some((t) => t.bare === 'neu'),
    over: hasPhrase(tokens, OVER),
    feared: hasPhrase(tokens, FEARED),
    habit: hasPhrase(tokens, HABIT),
    asked: hasPhrase(tokens, ASKED),
    toldOf: hasPhrase(tokens, TOLD_OF),
    denied: before.slice(-1).some((t) => DENIALS.has(t.text)),
    atHome: hasPhrase(tokens, AT_HOME),
    words: tokens.filter((t) => t.kind === 'word').length,
  }
}

const DENIALS = new Set(['không', 'khong', 'chưa', 'chua'])

/** Self-harm and children first: their answer is the one that differs most. */
function mostUrgent(hits: readonly PhraseHit<EmergencyKind>[]): PhraseHit<EmergencyKind> | undefined {
  const order: readonly EmergencyKind[] = ['self-harm', 'child', 'fire', 'violence', 'medical']
  return [...hits].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value))[0]
}

function isCertain(tokens: readonly Token[], hit: PhraseHit<EmergencyKind>): boolean {
  const bareTyped = tokens.slice(hit.from, hit.to).every((t) => t.text === t.bare)
  if (!WEAK_BARE.has(hit.phrase) || !bareTyped) return true
  return hasPhrase([...tokens.slice(0, hit.from), ...tokens.slice(hit.to)], COMPANY)
}

function isMeant(tokens: readonly Token[], hit: PhraseHit<EmergencyKind>): boolean {
  if (hit.phrase === 'muốn chết' || hit.phrase === 'chết chung') {
    const before = tokens[hit.from - 1]
    return before === undefined || before.kind === 'mark' || hasPhrase([before], SELF)
  }
  if (hit.value === 'fire' && /khói/.test(hit.phrase)) return !hasPhrase(tokens, NUISANCE)
  return true
}
