import {
  type Choice,
  dateVi,
  type Flow,
  findCaseCodes,
  momentVi,
  OPEN_STATUSES,
  type OutboundContent,
  type Step,
  type TicketView,
  type Turn,
} from '../../core/index.ts'
import { choiceIdOf, clip, hasAttachment, wordsOf } from '../shared/content.ts'
import { mainMenu } from '../shared/menu.ts'
import { ask, choiceOf, text, words } from '../shared/say.ts'
import { parseWith } from '../shared/state.ts'
import { type StatusState, statusState } from './state.ts'

const LISTED = 5
/** A message: more would hide the answer. */
const RESULT_MAX = 900

/** Where a case stands, in plain words: the resident's own, or the public view of another's. */
export const statusFlow: Flow<StatusState> = {
  id: 'status',
  version: 1,
  parseState: parseWith(statusState),
  start,
  next,
  remind: (state, turn) => [text(turn, 'status.askAdd', { code: state.code })],
}

function start(turn: Turn): Step<StatusState> {
  const id = choiceIdOf(turn)
  if (id?.startsWith('status.add:')) return startAdding(turn, id.slice('status.add:'.length))
  if (id?.startsWith('ticket:')) return show(turn, id.slice('ticket:'.length))
  if (id === null && turn.mentioned !== null) return show(turn, turn.mentioned.code)
  if (id === null && saysCode(turn)) return unknownCode(turn)
  return list(turn)
}

function next(state: StatusState, turn: Turn): Step<StatusState> {
  const { reply, intent, confidence } = turn.understanding
  if (turn.content.kind === 'choice') return { kind: 'not-mine', keep: false }
  if (reply === 'cancel' || reply === 'no' || reply === 'skip')
    return { kind: 'done', say: [text(turn, 'status.addCancelled')] }
  if (turn.content.kind === 'text' && intent.startsWith('ask_') && confidence >= 0.7)
    return { kind: 'not-mine', keep: false }
  const words = wordsOf(turn.content)
  const mediaRefs = hasAttachment(turn.content) ? [turn.inboundId] : []
  if (words === '' && mediaRefs.length === 0)
    return { kind: 'wait', state, say: [text(turn, 'status.askAdd', { code: state.code })] }
  return {
    kind: 'done',
    say: [],
    effects: [{ type: 'add-to-ticket', ticketId: state.ticketId, text: words, mediaRefs }],
  }
}

/** Not found, with a way on. */
function unknownCode(turn: Turn): Step<StatusState> {
  const own = turn.tickets.length > 0 ? [choiceOf(turn, 'menu.status', 'menu.status')] : []
  const choices = [...own, choiceOf(turn, 'menu.human', 'menu.human'), choiceOf(turn, 'menu.main', 'menu.main')]
  return { kind: 'done', say: [ask({ question: words(turn, 'status.unknownCode'), choices })] }
}

function saysCode(turn: Turn): boolean {
  const { entities } = turn.understanding
  const looksLikeCode = /\b(PA|KN|TC|YC)[\s\-.]{0,3}\d{4}[\s\-.]{0,3}[A-Z0-9]{4,6}\b/i
  const said = wordsOf(turn.content)
  return entities.some((e) => e.kind === 'case-code') || findCaseCodes(said).length > 0 || looksLikeCode.test(said)
}

/** The case with this code as far as this resident may see it; what may not be seen does not exist. */
function visible(turn: Turn, code: string): { ticket: TicketView; mine: boolean } | null {
  const own = turn.tickets.find((t) => t.code === code)
  if (own !== undefined) return { ticket: own, mine: true }
  const { mentioned, mentionedIsMine } = turn
  if (mentioned === null || mentioned.code !== code) return null
  const isPublic = code.startsWith('PA-') || code.startsWith('KN-')
  return mentionedIsMine || isPublic ? { ticket: mentioned, mine: mentionedIsMine } : null
}

function show(turn: Turn, code: string): Step<StatusState> {
  const found = visible(turn, code)
  if (found === null) return unknownCode(turn)
  const { ticket, mine } = found
  if (code.startsWith('TC-')) return { kind: 'done', say: [text(turn, 'status.sealed', { code })] }
  const said: OutboundContent = { kind: 'text', text: view(ticket, mine, turn).join('\n') }
  return { kind: 'done', say: [said, ...(mine ? [nextFor(ticket, turn)] : [])] }
}

function view(ticket: TicketView, mine: boolean, turn: Turn): string[] {
  const { pack } = turn
  const unit = ticket.unitId === null ? undefined : pack.units.get(ticket.unitId)
  const waiting = ticket.status === 'waiting-citizen' && !mine
  const state = pack.text(waiting ? 'status.waitingOthers' : `status.${ticket.status}`)
  return [
    pack.text('status.view', { code: ticket.code, title: ticket.title, state }),
    ...(unit === undefined ? [] : [pack.text('status.unit', { unit: unit.nameVi })]),
    ...when(ticket, turn),
    ...(ticket.resultText === null ? [] : [pack.text('status.result', { text: clip(ticket.resultText, RESULT_MAX) })]),
  ]
}

function when(ticket: TicketView, turn: Turn): string[] {
  const { pack, now } = turn
  if (ticket.answeredAt !== null)
    return [pack.text('status.answeredAt', { at: momentVi(ticket.answeredAt, pack.timeZone) })]
  if (ticket.dueAt === null || !OPEN_STATUSES.includes(ticket.status)) return []
  const key = ticket.dueAt.getTime() < now.getTime() ? 'status.late' : 'status.due'
  return [pack.text(key, { due: momentVi(ticket.dueAt, pack.timeZone) })]
}

function nextFor(ticket: TicketView, turn: Turn): OutboundContent {
  const rate: Choice[] =
    ticket.status === 'answered' && ticket.rating === null
      ? [{ id: `rate-ticket:${ticket.code}`, label: turn.pack.text('menu.rate') }]
      : []
  const add: Choice[] = OPEN_STATUSES.includes(ticket.status)
    ? [{ id: `status.add:${ticket.code}`, label: turn.pack.text('status.add') }]
    : []
  const human = choiceOf(turn, 'menu.human', 'menu.human')
  return ask({ question: words(turn, 'status.next'), choices: [...rate, ...add, human] })
}

function startAdding(turn: Turn, code: string): Step<StatusState> {
  const ticket = turn.tickets.find((t) => t.code === code) ?? (turn.mentionedIsMine ? turn.mentioned : null)
  if (ticket === null || ticket.code !== code) return unknownCode(turn)
  return { kind: 'wait', state: { ticketId: ticket.id, code }, say: [text(turn, 'status.askAdd', { code })] }
}

function list(turn: Turn): Step<StatusState> {
  const [only, second] = turn.tickets
  if (only === undefined) return { kind: 'done', say: [text(turn, 'status.none'), mainMenu(turn)] }
  if (second === undefined) return show(turn, only.code)
  const shown = turn.tickets.slice(0, LISTED)
  const pages: OutboundContent = {
    kind: 'list',
    text: words(turn, 'status.list'),
    items: shown.map((t) => ({
      title: label(t, turn),
      subtitle: sentence(turn.pack.text(`status.${t.status}`)),
      url: turn.casePage(t.code),
    })),
  }
  const choices = shown.map((t) => ({ id: `ticket:${t.code}`, label: label(t, turn) }))
  return { kind: 'done', say: [pages, ask({ question: words(turn, 'status.pick'), choices })] }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Sealed cases carry no words of theirs, only the day. */
function label(ticket: TicketView, turn: Turn): string {
  const title = ticket.code.startsWith('TC-') ? dateVi(ticket.filedAt, turn.pack.timeZone) : ticket.title
  return clip(turn.pack.text('status.label', { code: ticket.code, title }), 80)
}
