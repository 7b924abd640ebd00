import { findCaseCodes } from '../core/case-code.ts'
import type { ChannelId } from '../core/channel.ts'
import { MINUTE } from '../core/durations.ts'
import type { Effect, Turn } from '../core/flow.ts'
import { maskPersonal } from '../core/mask.ts'
import type { InboundContent, OutboundContent, Sender } from '../core/messages.ts'
import type { ProvincePack } from '../core/pack.ts'
import type { TicketView } from '../core/ticket.ts'
import type { Understand } from '../core/understanding.ts'
import type { Db } from '../db/client.ts'
import {
  countFailure,
  type LockedConversation,
  lockConversation,
  markProcessed,
  nextUnprocessed,
  rewriteInbound,
  saveConversation,
  type UnprocessedInbound,
} from '../db/queries/conversations.ts'
import { insertOutbound, offeredLabel, reopenWindow } from '../db/queries/outbound.ts'
import { saveResident } from '../db/queries/residents.ts'
import { ticketByCode, ticketsOfResident, viewOf } from '../db/queries/tickets.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { TicketDeps } from '../tickets/change.ts'
import { localityOn, routeCase } from '../tickets/routing.ts'
import { WORDS_VI } from '../tickets/words-vi.ts'
import type { RunWork, Work } from '../tickets/work.ts'
import { type ActiveFlow, isSealed } from './active.ts'
import { withComment } from './comment-words.ts'
import { applyEffects, type EffectContext, type EffectOutcome } from './effects.ts'
import { pageOfChoices } from './more-choices.ts'
import { wordsOf } from './receive.ts'
import { flowColumns, openFlow } from './stored-flow.ts'
import { type TakenTurn, takeTurn } from './turn.ts'

/** After this many broken tries a message is apologised for and handed to staff. */
const MAX_FAILURES = 3

export interface ProcessDeps extends TicketDeps {
  db: Db
  work: RunWork
  understand: Understand
  log: Logger
  /** Shows the resident that we are at it; ends with what it returns. Never throws, waits for nothing. */
  attend(to: Sender): () => void
}

export type Process = (conversationId: string, signal: AbortSignal) => Promise<void>

type Locked = LockedConversation

/**
 * The `conversation.process` job: answers the unprocessed messages of one conversation, each in one transaction that
 * holds the conversation, in the order of the resident's sending, until none is left.
 */
export function createProcess(deps: ProcessDeps): Process {
  return async (conversationId, signal) => {
    while (!signal.aborted) {
      const at: At = { inboundId: null, attended: () => {} }
      try {
        const more = await deps.work((work) => processNext(deps, work, { conversationId, at }))
        if (!more) return
      } catch (error) {
        if (at.inboundId === null) throw error
        const failures = await afterFailure(deps, { conversationId, inboundId: at.inboundId, error })
        // Not even the apology went through: the job ends, and the queue and the sweep bring it back later.
        if (failures > MAX_FAILURES) throw error
      } finally {
        at.attended()
      }
    }
  }
}

/** What must be known of a turn also when it breaks. */
interface At {
  inboundId: string | null
  attended(): void
}

/** False: nothing is left. */
async function processNext(deps: ProcessDeps, work: Work, input: { conversationId: string; at: At }): Promise<boolean> {
  const conversation = await lockConversation(work.tx, input.conversationId)
  if (conversation === null) return false
  const next = await nextUnprocessed(work.tx, deps.cipher, conversation.id)
  if (next === null) return false
  const inbound = next.message
  input.at.inboundId = inbound.id
  // Not awaited: the transaction waits for no platform.
  if (showsAttention(work, conversation, inbound)) input.at.attended = deps.attend(addressOf(conversation))
  if (isInteraction(inbound.content)) await openWindow(work, conversation, inbound)
  if (inbound.failures >= MAX_FAILURES) await apologise(deps, work, { conversation, inbound })
  else await answer(deps, work, { conversation, inbound })
  // What is stored meanwhile comes with a nudge of its own.
  return next.more
}

/** Residents wait this long at most before an old message is answered without show. */
const FRESH = 10 * MINUTE

/** Not while a person answers in the platform's own tool, nor for what came long ago. */
function showsAttention(work: Work, conversation: Locked, inbound: UnprocessedInbound): boolean {
  if (!isInteraction(inbound.content)) return false
  if (conversation.botPausedUntil !== null && conversation.botPausedUntil > work.now) return false
  return work.now.getTime() - inbound.sentAt.getTime() <= FRESH
}

function addressOf({ channel, account, address }: Locked): Sender {
  return { channel: channel as ChannelId, account, address }
}

interface Handling {
  conversation: Locked
  inbound: UnprocessedInbound
}

/** The resident wrote: what a closed window held back may go out now, and "no more messages" is lifted. */
async function openWindow(work: Work, conversation: Locked, inbound: UnprocessedInbound): Promise<void> {
  if (conversation.resident.stoppedAt !== null)
    await saveResident(work.tx, conversation.residentId, { stoppedAt: null })
  if (!conversation.holdsBack) return
  const [held] = await reopenWindow(work.tx, conversation.id)
  // One nudge is enough: delivery goes through the conversation's outbox in order.
  if (held !== undefined) work.nudge('outbound.deliver', { outboundId: held }, { key: `window-${inbound.id}` })
}

async function answer(deps: ProcessDeps, work: Work, handling: Handling): Promise<void> {
  const { conversation } = handling
  const page = pageOfChoices(deps.pack, { ...handling, now: work.now })
  if (page !== null) return turnPage(deps, work, handling, page)
  const labelled = await withLabel(deps, work, handling)
  const inbound = await withComment(deps, work, { conversation, inbound: labelled })
  const turn = await makeTurn(deps, work, { conversation, inbound })
  const active = openFlow(deps.cipher, conversation)
  const { taken, quiet } = await decide(work, { conversation, turn, active })
  const sealed = isSealed(active) || isSealed(taken.active)
  const outcome = await applyEffects(deps, work, effectContext(work, { conversation, inbound, sealed }), taken.effects)
  const ticketId = ticketOf(outcome, sealed)
  await speak(deps, work, { conversation, inbound, ticketId, contents: quiet ? [] : [...taken.say, ...outcome.say] })
  const columns = flowColumns({ cipher: deps.cipher, conversation, taken, now: work.now })
  await saveConversation(work.tx, conversation.id, {
    ...columns,
    lastInboundAt: lastInbound({ conversation, inbound }),
  })
  await markProcessed(work.tx, {
    id: inbound.id,
    now: work.now,
    ticketId,
    understood: {
      intent: turn.understanding.intent,
      why: turn.understanding.why.slice(0, 8),
      ...(sealed ? { sealed } : {}),
    },
  })
  announce(work, conversation.id)
}

/** The flow is not asked: its question stands, with all its choices. */
async function turnPage(deps: ProcessDeps, work: Work, handling: Handling, page: OutboundContent): Promise<void> {
  const { conversation, inbound } = handling
  await speak(deps, work, { ...handling, ticketId: null, contents: [page] })
  await saveConversation(work.tx, conversation.id, { lastInboundAt: lastInbound(handling) })
  // Which choices there are may tell what is being told: during a denunciation the page is sealed as all else.
  const sealed = isSealed(openFlow(deps.cipher, conversation))
  const understood = { intent: 'more-choices', why: [], ...(sealed ? { sealed } : {}) }
  await markProcessed(work.tx, { id: inbound.id, now: work.now, ticketId: null, understood })
  announce(work, conversation.id)
}

/** Zalo tells only the id of a tapped button: its label is what we offered. Kept, for who reads the conversation. */
async function withLabel(
  deps: ProcessDeps,
  work: Work,
  { conversation, inbound }: Handling,
): Promise<UnprocessedInbound> {
  const { content } = inbound
  if (content.kind !== 'choice' || content.label !== content.choiceId) return inbound
  const offered = await offeredLabel(work.tx, {
    cipher: deps.cipher,
    conversationId: conversation.id,
    choiceId: content.choiceId,
    last: conversation.lastChoices ?? [],
  })
  if (offered === null) return inbound
  const named = { ...content, label: offered }
  await rewriteInbound(work.tx, { cipher: deps.cipher, id: inbound.id, content: named })
  return { ...inbound, content: named }
}

/** The bot is silent while a person talks in the platform's own tool, except in danger and about consent. */
async function decide(
  work: Work,
  { conversation, turn, active }: { conversation: Locked; turn: Turn; active: ActiveFlow | null },
): Promise<{ taken: TakenTurn; quiet: boolean }> {
  const kept = { active, saidKey: conversation.lastSaidKey, choices: conversation.lastChoices ?? [] }
  if (
    conversation.botPausedUntil !== null &&
    conversation.botPausedUntil > work.now &&
    turn.understanding.emergency === undefined &&
    turn.content.kind !== 'withdraw'
  ) {
    const open = (await ticketsOfResident(work.tx, conversation.residentId, 1))[0]
    const ours = open !== undefined && open.conversationId === conversation.id && open.answeredAt === null
    const fits = ours && (open.sealed || !isSealed(active))
    return { taken: { ...kept, say: [], effects: fits ? [addTo(open.id, turn)] : [] }, quiet: true }
  }
  return { taken: takeTurn({ turn, active }), quiet: false }
}

function addTo(ticketId: string, turn: Turn): Effect {
  const text = wordsOf(turn.content)
  return { type: 'add-to-ticket', ticketId, text, mediaRefs: turn.content.kind === 'media' ? [turn.inboundId] : [] }
}

async function makeTurn(deps: ProcessDeps, work: Work, { conversation, inbound }: Handling): Promise<Turn> {
  const words = wordsOf(inbound.content)
  const mine = await ticketsOfResident(work.tx, conversation.residentId, 10)
  const code = findCaseCodes(words)[0]
  const mentioned = code === undefined ? null : await ticketByCode(work.tx, code)
  const mentionedIsMine = mentioned !== null && mentioned.residentId === conversation.residentId
  const { resident } = conversation
  return {
    content: inbound.content,
    inboundId: inbound.id,
    understanding: deps.understand(understandable(inbound.content)),
    now: work.now,
    pack: deps.pack,
    channel: conversation.channel as ChannelId,
    tickets: mine.map(viewOf),
    mentioned:
      mentioned === null || (mentioned.sealed && !mentionedIsMine)
        ? null
        : mentionedIsMine
          ? viewOf(mentioned)
          : publicView(deps.pack, viewOf(mentioned)),
    mentionedIsMine,
    knownContact: {
      name: resident.nameSealed === null ? null : deps.cipher.open(resident.nameSealed),
      phone: resident.phoneSealed === null ? null : deps.cipher.open(resident.phoneSealed),
    },
    route: (topicId, localityId) => {
      const decision = routeCase({ pack: deps.pack, topicId, localityId, at: work.now })
      if (decision.kind === 'dispatchers') return null
      const unit = deps.pack.units.get(decision.unitId)
      return unit === undefined ? null : { unitId: unit.id, unitName: unit.nameVi }
    },
    casePage: (code) => `${deps.publicUrl}/phieu/${code}`,
    placesToday: (localityId) => localityOn(deps.pack, localityId, work.now).map((locality) => locality.id),
    lastSaidKey: conversation.lastSaidKey,
    lastChoices: conversation.lastChoices ?? [],
  }
}

/** A neighbour sees of a case what its public page shows: the topic instead of the resident's words. */
function publicView(pack: ProvincePack, view: TicketView): TicketView {
  const topic = view.topicId === null ? undefined : pack.topics.get(view.topicId)
  return {
    ...view,
    title: topic?.nameVi ?? pack.text(view.code.startsWith('KN') ? 'kind.KN' : 'kind.PA'),
    resultText: view.resultText === null ? null : maskPersonal(view.resultText),
    rating: null,
  }
}

/** What is worth reading by the understander: a tapped choice is no free text. */
function understandable(content: InboundContent): string {
  return content.kind === 'text' ? content.text : content.kind === 'media' ? (content.caption ?? '') : ''
}

/** The case that a turn's words belong to; null: none. */
function ticketOf({ ticket }: EffectOutcome, sealed: boolean): string | null {
  return ticket === null || (sealed && !ticket.sealed) ? null : ticket.id
}

function effectContext(work: Work, { conversation, inbound, sealed }: Handling & { sealed: boolean }): EffectContext {
  return {
    conversationId: conversation.id,
    identityId: conversation.identityId,
    residentId: conversation.residentId,
    channel: conversation.channel as ChannelId,
    inboundId: inbound.id,
    // What was being written belongs to no request about data.
    since: inbound.content.kind === 'withdraw' ? work.now : (conversation.flowSince ?? work.now),
    words: wordsOf(inbound.content),
    sealed,
    demo: conversation.resident.demo,
  }
}

async function speak(
  deps: ProcessDeps,
  work: Work,
  input: Handling & { ticketId: string | null; contents: readonly OutboundContent[] },
): Promise<void> {
  const { conversation, inbound, ticketId } = input
  const [first] = await insertOutbound(work.tx, {
    cipher: deps.cipher,
    now: work.now,
    messages: input.contents.map((content, n) => ({
      conversationId: conversation.id,
      ticketId,
      causeKey: `${inbound.id}/${n}`,
      author: 'bot',
      content,
    })),
  })
  // One nudge is enough: delivery goes through the conversation's outbox in order.
  if (first !== undefined) work.nudge('outbound.deliver', { outboundId: first }, { key: `out-${first}-0` })
}

/** What opens a platform's window: all that a resident does towards us, not what the platform tells of them. */
function isInteraction(content: InboundContent): boolean {
  return content.kind !== 'withdraw'
}

/** The time of the resident's last message moves forward, never back: the platforms' windows count from it. */
function lastInbound({ conversation, inbound }: Handling): Date | null {
  const before = conversation.lastInboundAt
  if (!isInteraction(inbound.content)) return before
  return before !== null && before > inbound.sentAt ? before : inbound.sentAt
}

async function afterFailure(
  deps: ProcessDeps,
  failed: { conversationId: string; inboundId: string; error: unknown },
): Promise<number> {
  const failures = await countFailure(deps.db.orm, failed.inboundId)
  deps.log.error({ err: failed.error, inboundId: failed.inboundId, failures }, 'a turn broke')
  return failures
}

/** A bug kept us from answering: say so, and let a person look. */
async function apologise(deps: ProcessDeps, work: Work, { conversation, inbound }: Handling): Promise<void> {
  // The flow may be what broke, so its state is not opened: whatever may be a denunciation counts as one.
  const sealed = conversation.flowId === 'denounce' || conversation.flowId === 'shelf'
  const outcome = await applyEffects(deps, work, effectContext(work, { conversation, inbound, sealed }), [
    { type: 'hand-to-staff', reason: WORDS_VI.brokenTurn },
  ])
  const ticketId = ticketOf(outcome, sealed)
  const contents: OutboundContent[] = [{ kind: 'text', text: deps.pack.text('common.sorryBroken') }, ...outcome.say]
  await speak(deps, work, { conversation, inbound, ticketId, contents })
  await saveConversation(work.tx, conversation.id, {
    flowId: null,
    flowVersion: null,
    flowStateSealed: null,
    flowSince: null,
    lastInboundAt: lastInbound({ conversation, inbound }),
  })
  await markProcessed(work.tx, {
    id: inbound.id,
    now: work.now,
    ticketId,
    understood: sealed ? { intent: 'unknown', why: [], sealed } : null,
  })
  announce(work, conversation.id)
}

function announce(work: Work, conversationId: string): void {
  work.announce({ topic: 'conversation', id: conversationId, conversationId })
}
