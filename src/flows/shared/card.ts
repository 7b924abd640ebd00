import {
  type CardVersion,
  cardVersionOn,
  dayInZone,
  dayVi,
  type FactCard,
  type Line,
  type OutboundContent,
  type TextKey,
  type Turn,
} from '../../core/index.ts'
import { clip } from './content.ts'

/** One message of a card; longer ones are split. */
const MESSAGE_MAX = 1200
const MESSAGES_MAX = 3

/** A card as messages, in the version in force on the day of the turn. Empty: it has none that day. */
export function cardMessages(card: FactCard, turn: Turn): OutboundContent[] {
  const version = cardVersionOn(card, dayInZone(turn.now, turn.pack.timeZone))
  if (version === null) return []
  const texts = packed([card.titleVi, ...body(card, version, turn)], sourceLine(card, version, turn))
  const said: OutboundContent[] = texts.map((t) => ({ kind: 'text', text: t }))
  if (version.link === null) return said
  const { pack } = turn
  return [
    ...said,
    { kind: 'link', text: pack.text('card.linkText'), url: version.link, label: pack.text('card.linkLabel') },
  ]
}

/** One line of a card, with its title and source; empty: the card says nothing of it. */
export function aspectMessages(
  card: FactCard,
  turn: Turn,
  aspect: 'fee' | 'place' | 'time' | 'papers' | 'online' | 'source',
): OutboundContent[] {
  const version = cardVersionOn(card, dayInZone(turn.now, turn.pack.timeZone))
  if (version === null) return []
  const source = sourceLine(card, version, turn)
  const lines = aspect === 'source' ? [source] : linesOf(card, version, turn)[aspect]
  if (lines.length === 0) return []
  const told = aspect === 'source' ? lines : [...lines, source]
  return [{ kind: 'text', text: [card.titleVi, ...told].join('\n') }]
}

function body(card: FactCard, version: CardVersion, turn: Turn): string[] {
  const { papers, place, time, fee, online, note } = linesOf(card, version, turn)
  const summary = version.summary.map((l) => shown(l, turn))
  return [...summary, ...papers, ...place, ...time, ...fee, ...online, ...note]
}

type CardLines = Record<'papers' | 'place' | 'time' | 'fee' | 'online' | 'note', string[]>

function linesOf(card: FactCard, version: CardVersion, turn: Turn): CardLines {
  const labelled = (key: TextKey, line: Line | null): string[] =>
    line === null ? [] : [turn.pack.text(key, { text: shown(line, turn) })]
  const papers = version.papers.map((p) => turn.pack.text('card.paper', { text: shown(p, turn) }))
  return {
    papers: papers.length === 0 ? [] : [turn.pack.text('card.papers'), ...papers],
    place: labelled(card.intent === 'ask_procedure' ? 'card.place' : 'card.where', version.place),
    time: labelled('card.time', version.time),
    fee: labelled('card.fee', version.fee),
    online: labelled('card.online', version.online),
    note: labelled('card.note', version.note),
  }
}

/** Facts that are not from an official text or several sources say so. */
function shown(line: Line, turn: Turn): string {
  const weak = line.confidence === 'C' || line.confidence === 'D'
  return weak ? turn.pack.text('card.unsure', { text: line.text }) : line.text
}

function sourceLine(card: FactCard, version: CardVersion, turn: Turn): string {
  const basis = version.legalBasis === null ? card.sourceVi : shown(version.legalBasis, turn)
  return turn.pack.text('card.source', { basis, date: dayVi(card.checkedOn) })
}

/** Lines into at most three messages; the source always stands, at the end of the last. */
function packed(lines: readonly string[], source: string): string[] {
  const messages: string[] = []
  let current = ''
  for (const line of lines.map((l) => clip(l, MESSAGE_MAX))) {
    const joined = current === '' ? line : `${current}\n${line}`
    if (joined.length <= MESSAGE_MAX) {
      current = joined
      continue
    }
    messages.push(current)
    current = line
  }
  const all = [...messages, current].slice(0, MESSAGES_MAX)
  const last = all.pop() ?? ''
  const room = MESSAGE_MAX - Math.min(source.length, 400) - 1
  return [...all, `${clip(last, room)}\n${clip(source, 400)}`]
}
