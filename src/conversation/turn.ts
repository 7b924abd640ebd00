import type { AnyFlow, Choice, Effect, OutboundContent, Step, Turn } from '../core/index.ts'
import { linkCodeIn } from '../flows/link/flow.ts'
import { withdrawn } from '../flows/privacy/flow.ts'
import { flows, pickFlow } from '../flows/registry.ts'
import { formOf } from '../flows/shared/content.ts'
import { hotlineOf } from '../flows/shared/hotline.ts'
import { mainMenu } from '../flows/shared/menu.ts'
import { ask, choiceOf, saidMark, text, words } from '../flows/shared/say.ts'
import { asksWho, welcome, whoWeAre } from '../flows/smalltalk/flow.ts'
import { type ActiveFlow, interrupt, isWorthKeeping, layers } from './active.ts'
import { emergencyCall, isEmergency } from './emergency.ts'
import { addingTo, awaited, justFiled } from './follow-up.ts'
import { type GlobalWord, globalWord } from './global-words.ts'
import { referredTurn } from './referral.ts'
import { typedChoice } from './typed-choice.ts'

export interface TakenTurn {
  say: OutboundContent[]
  effects: Effect[]
  active: ActiveFlow | null
  /** For `Turn.lastSaidKey` of the next turn. */
  saidKey: string | null
  /** For `Turn.lastChoices` of the next turn. */
  choices: Choice[]
}

interface Outcome {
  say: OutboundContent[]
  effects: Effect[]
  active: ActiveFlow | null
}

/**
 * One message of a resident: danger first, then words that hold anywhere, then the flow that waits, then a flow by
 * intent, then "not understood". Pure; never throws for any content.
 */
export function takeTurn(input: { turn: Turn; active: ActiveFlow | null }): TakenTurn {
  const turn = withTypedChoice(input.turn)
  const outcome = withNotice(decide(turn, input.active), turn)
  return {
    ...outcome,
    saidKey: saidMark(outcome.say) ?? turn.lastSaidKey,
    choices: offered(turn, outcome),
  }
}

/** The last menu said; with nothing said, what was offered before, unless its flow has ended. */
function offered(turn: Turn, outcome: Outcome): Choice[] {
  if (outcome.say.length === 0) return outcome.active === null ? [] : [...turn.lastChoices]
  const menus = outcome.say.filter((content) => content.kind === 'menu')
  return [...(menus.at(-1)?.choices ?? [])]
}

/** First contact. By a code that names a matter or a place, it is begun at once. */
function came(turn: Turn, active: ActiveFlow | null): Outcome {
  const referred = active === null ? referredTurn(turn) : null
  if (referred === null) return aside(turn, active, welcome(turn))
  const begun = started(referred)
  return { ...begun, say: [...welcome(turn).filter((content) => content.kind !== 'menu'), ...begun.say] }
}

function withTypedChoice(turn: Turn): Turn {
  if (turn.content.kind !== 'text' || turn.content.form !== undefined) return turn
  const content = typedChoice(turn.content.text, turn.lastChoices)
  return content === null ? turn : { ...turn, content }
}

function decide(turn: Turn, active: ActiveFlow | null): Outcome {
  if (turn.content.kind === 'withdraw') return { say: [], effects: withdrawn(turn), active: null }
  if (isEmergency(turn)) return onEmergency(turn, active)
  if (formOf(turn.content) !== undefined) return onForm(turn, active)
  const code = turn.content.kind === 'text' ? linkCodeIn(turn.content.text) : null
  if (code !== null) return { say: [], effects: [{ type: 'redeem-link-code', code }], active }
  if (turn.content.kind === 'follow') return came(turn, active)
  if (turn.content.kind === 'unsupported') return aside(turn, active, [text(turn, 'common.unsupported')])
  const word = globalWord(turn, isLight(active) ? 'free' : 'in-flow')
  if (word !== null) return onGlobalWord(turn, active, word)
  if (isLight(active)) {
    const waiting = awaited(turn) ?? justFiled(turn)
    if (waiting !== null) return { say: [], effects: [addingTo(waiting, turn)], active: null }
  }
  const told = active === null ? null : aboutLastCard(turn, active)
  if (told !== null) return told
  const idle =
    active === null ||
    (active.flowId === 'fallback' && (isBareReply(turn) || pickFlow(turn.understanding, turn) !== null))
  return idle ? fresh(turn) : resumed(turn, active)
}

/** "phí bao nhiêu?" about the card told a moment ago, while something is being written underneath. */
function aboutLastCard(turn: Turn, active: ActiveFlow): Outcome | null {
  const { top, under } = layers(active)
  if (top.flowId !== 'inform' || under === null) return null
  const flow = flows.get(top.flowId)
  const step = flow?.resume(top.state, top.version, turn)
  if (flow === undefined || step?.kind !== 'wait') return resumed(turn, under)
  return {
    say: [...withoutMenu(step.say, turn), ...reminder(turn, under)],
    effects: [],
    active: interrupt(under, stored(flow, step.state)),
  }
}

/** Nothing waits, or only a memory of what was last answered: every word holds, every message may be new. */
function isLight(active: ActiveFlow | null): boolean {
  return active === null || active.flowId === 'fallback' || active.flowId === 'inform'
}

/** Numbers first; then what was being written goes on, or taking this down is offered. */
function onEmergency(turn: Turn, active: ActiveFlow | null): Outcome {
  const call = emergencyCall(turn)
  if (turn.understanding.emergency === 'self-harm') return withCare(turn, active, call)
  const kept = active === null ? null : keptLayer(active)
  const flow = kept === null ? undefined : flows.get(kept.flowId)
  const step = kept?.flowId === 'complaint' ? flow?.resume(kept.state, kept.version, turn) : null
  if (kept !== null && flow !== undefined && step !== null && step !== undefined && step.kind === 'wait') {
    return { say: [call, ...step.say], effects: step.effects ?? [], active: stored(flow, step.state) }
  }
  if (kept !== null && kept.flowId !== 'complaint')
    return { say: [call, ...reminder(turn, kept)], effects: [], active: kept }
  const offered = started(turn)
  return { ...offered, say: [call, ...offered.say] }
}

/** A life in danger by its own hand is no matter for a form: numbers, and a person. */
function withCare(turn: Turn, active: ActiveFlow | null, call: OutboundContent): Outcome {
  const choices = [choiceOf(turn, 'menu.human', 'menu.human')]
  const person = ask({ question: words(turn, 'emergency.person'), choices })
  return { say: [call, person], effects: [], active: active === null ? null : keptLayer(active) }
}

/** The plain form tells a matter of its own, whatever waits: it is taken down, and what waited comes back after it. */
function onForm(turn: Turn, active: ActiveFlow | null): Outcome {
  const flow = pickFlow(turn.understanding, turn)
  const told = flow?.id === 'denounce' ? outcomeOf(flow, flow.start(turn), turn) : started(turn)
  const kept = active === null ? null : keptLayer(active)
  if (kept === null) return told
  if (told.active === null) return { ...told, say: [...told.say, ...reminder(turn, kept)], active: kept }
  return told.active.flowId === kept.flowId ? told : { ...told, active: interrupt(kept, told.active) }
}

function keptLayer(active: ActiveFlow): ActiveFlow | null {
  const { top, under } = layers(active)
  return isWorthKeeping(top) ? top : under
}

/** Says something besides, and asks again what was waiting. */
function aside(turn: Turn, active: ActiveFlow | null, say: OutboundContent[]): Outcome {
  if (active === null)
    return { say: say.some((c) => c.kind === 'menu') ? say : [...say, mainMenu(turn)], effects: [], active }
  const again = reminder(turn, active)
  if (again.length === 0) return { say: [...say, mainMenu(turn)], effects: [], active: null }
  return { say: [...say.filter((c) => c.kind !== 'menu'), ...again], effects: [], active }
}

function onGlobalWord(turn: Turn, active: ActiveFlow | null, word: GlobalWord): Outcome {
  const kept = active === null ? null : keptLayer(active)
  switch (word) {
    case 'stop':
      return { say: [text(turn, 'stop.done')], effects: [{ type: 'stop-messages' }], active: null }
    case 'menu':
      return kept === null
        ? { say: menuSaid(turn), effects: [], active: null }
        : { say: [keptMenu(turn)], effects: [], active: kept }
    case 'person': {
      const human = flows.get('human')?.start(turn)
      const said = human?.kind === 'done' ? human : { say: [], effects: [] }
      const again = kept === null ? [] : reminder(turn, kept)
      return { say: [...said.say, ...again], effects: said.effects ?? [], active: kept }
    }
  }
}

/** "bạn là ai" reads as a call for the menu, and is told who answers. */
function menuSaid(turn: Turn): OutboundContent[] {
  return turn.content.kind === 'text' && asksWho(turn.content.text) ? whoWeAre(turn) : [mainMenu(turn)]
}

function keptMenu(turn: Turn): OutboundContent {
  const choices = [
    choiceOf(turn, 'menu.resume', 'menu.resume'),
    choiceOf(turn, 'menu.procedure', 'menu.procedure'),
    choiceOf(turn, 'menu.status', 'menu.status'),
    choiceOf(turn, 'menu.human', 'menu.human'),
    choiceOf(turn, 'complaint.cancel', 'common.cancel'),
  ]
  return ask({ question: words(turn, 'menu.kept'), choices })
}

function resumed(turn: Turn, active: ActiveFlow): Outcome {
  const { top, under } = layers(active)
  const flow = flows.get(top.flowId)
  const step = flow?.resume(top.state, top.version, turn) ?? null
  if (flow === undefined || step === null) {
    const after = under === null ? fresh(turn) : resumed(turn, under)
    return { ...after, say: [text(turn, 'common.restarted'), ...after.say] }
  }
  switch (step.kind) {
    case 'wait':
      return { say: step.say, effects: step.effects ?? [], active: below(under, stored(flow, step.state)) }
    case 'done':
      return {
        say: [...step.say, ...(under === null ? [] : reminder(turn, under))],
        effects: step.effects ?? [],
        active: under,
      }
    case 'not-mine':
      if (step.keep) return between(turn, active)
      return under === null ? fresh(turn) : resumed(turn, under)
  }
}

/** Answers something else in the middle and comes back to what was being written. */
function between(turn: Turn, kept: ActiveFlow): Outcome {
  const answered = fresh(turn)
  if (answered.active !== null && !isLight(answered.active) && answered.active.flowId !== kept.flowId) {
    return { ...answered, active: interrupt(kept, answered.active) }
  }
  const say = withoutMenu(answered.say, turn)
  const card = answered.active?.flowId === 'inform' ? answered.active : null
  const isAnswer = answered.active === null || card !== null
  const useful = isAnswer ? say : []
  return {
    say: [...useful, ...reminder(turn, kept)],
    effects: isAnswer ? answered.effects : [],
    active: card === null ? kept : interrupt(kept, card),
  }
}

/** What follows an answer is the question that was waiting, not another menu; small talk never offers one here. */
function withoutMenu(say: OutboundContent[], turn: Turn): OutboundContent[] {
  if (pickFlow(turn.understanding, turn)?.id === 'smalltalk') {
    return say.map((c) => (c.kind === 'menu' ? { kind: 'text', text: c.text } : c))
  }
  return say.length > 1 && say.at(-1)?.kind === 'menu' ? say.slice(0, -1) : say
}

function below(under: ActiveFlow | null, top: ActiveFlow): ActiveFlow {
  return under === null ? top : interrupt(under, top)
}

function fresh(turn: Turn): Outcome {
  const { content, understanding } = turn
  if (content.kind === 'text' && isBareReply(turn)) return { say: [mainMenu(turn)], effects: [], active: null }
  const flow = pickFlow(understanding, turn)
  if (flow !== null) return outcomeOf(flow, flow.start(turn), turn)
  if (content.kind === 'choice') return { say: [mainMenu(turn, 'common.choiceExpired')], effects: [], active: null }
  return notUnderstood(turn)
}

/** "bỏ qua", "gửi", "có" when nothing was asked. */
function isBareReply(turn: Turn): boolean {
  return turn.understanding.reply !== undefined && !turn.understanding.substantial
}

function started(turn: Turn): Outcome {
  const complaint = flows.get('complaint')
  return complaint === undefined ? notUnderstood(turn) : outcomeOf(complaint, complaint.start(turn), turn)
}

function notUnderstood(turn: Turn): Outcome {
  const fallback = flows.get('fallback')
  return fallback === undefined
    ? { say: [mainMenu(turn)], effects: [], active: null }
    : outcomeOf(fallback, fallback.start(turn), turn)
}

function outcomeOf(flow: AnyFlow, step: Step<unknown>, turn: Turn): Outcome {
  switch (step.kind) {
    case 'wait':
      return { say: step.say, effects: step.effects ?? [], active: stored(flow, step.state) }
    case 'done':
      return { say: step.say, effects: step.effects ?? [], active: null }
    case 'not-mine':
      return flow.id === 'fallback' ? { say: [mainMenu(turn)], effects: [], active: null } : notUnderstood(turn)
  }
}

function stored(flow: AnyFlow, state: unknown): ActiveFlow {
  return { flowId: flow.id, version: flow.version, state }
}

function reminder(turn: Turn, active: ActiveFlow): OutboundContent[] {
  const { top } = layers(active)
  return flows.get(top.flowId)?.remind(top.state, top.version, turn) ?? []
}

/** In the very first answer: which data are kept, why, and the hotline (Luật 91/2025/QH15). Never before a danger. */
function withNotice(outcome: Outcome, turn: Turn): Outcome {
  if (turn.lastSaidKey !== null || turn.content.kind === 'follow' || isEmergency(turn)) return outcome
  if (outcome.say.length === 0) return outcome
  const isGreeting = turn.understanding.intent === 'greeting' && outcome.active === null
  const first = isGreeting ? [text(turn, 'greeting.welcome')] : []
  return { ...outcome, say: [...first, text(turn, 'greeting.data', { hotline: hotlineOf(turn) }), ...outcome.say] }
}
