import { maskName, maskPhone } from '../../core/mask.ts'
import type { InboundContent, OutboundContent } from '../../core/messages.ts'
import type { ProvincePack } from '../../core/pack.ts'
import type { CaseDetails } from '../../tickets/case-reader.ts'
import { minutesLeft } from '../../tickets/case-reader.ts'
import { replyWindowOf } from '../../tickets/reply-window.ts'
import { eventSentence, WORDS_VI } from '../../tickets/words-vi.ts'
import type { AttachmentView, CaseDetail, CaseRow, ConversationItem, HistoryItem } from '../contract/cases.ts'
import type { FileSize } from '../file-links.ts'

type Ticket = CaseDetails['ticket']
type Said = CaseDetails['conversation'][number]
type Attachment = CaseDetails['attachments'][number]

export interface ViewDeps {
  pack: ProvincePack
  /** The working minutes of a promise, from its start. */
  workingMinutes(from: Date, to: Date): number
}

/** Of one person's page. */
export interface DetailDeps extends ViewDeps {
  /** A short-lived address of a file, for this person. */
  link(attachmentId: string, size: FileSize): string
}

/** A row of a list: names for ids, instants as text. */
export function caseRow(deps: ViewDeps, ticket: Ticket, now: Date): CaseRow {
  const { pack } = deps
  const locality = ticket.localityId === null ? undefined : pack.localities.get(ticket.localityId)
  const topic = ticket.topicId === null ? undefined : pack.topics.get(ticket.topicId)
  const unit = ticket.unitId === null ? undefined : pack.units.get(ticket.unitId)
  const open = ticket.answeredAt === null && ticket.closedAt === null
  return {
    code: ticket.code,
    kind: ticket.kind,
    status: ticket.status,
    urgency: ticket.urgency,
    topic: topic === undefined ? null : { id: topic.id, name: topic.nameVi },
    place: ticket.placeText,
    locality: locality === undefined ? null : { id: locality.id, name: locality.nameVi },
    channel: ticket.channel as CaseRow['channel'],
    title: ticket.title,
    unit: unit === undefined ? null : { id: unit.id, name: unit.nameVi },
    holder: ticket.holderName,
    filedAt: ticket.filedAt.toISOString(),
    dueAt: iso(ticket.dueAt),
    answeredAt: iso(ticket.answeredAt),
    overdue: open && ticket.dueAt !== null && ticket.dueAt < now,
    workingMinutesLeft: minutesLeft(deps, ticket, now),
    sealed: ticket.sealed,
    demo: ticket.demo,
    unread: ticket.unread,
  }
}

/** The whole case page. */
export function caseDetail(deps: DetailDeps, found: CaseDetails): CaseDetail {
  const { ticket } = found
  return {
    ...caseRow(deps, ticket, found.now),
    version: ticket.version,
    description: found.description,
    location: ticket.lat === null || ticket.lon === null ? null : { lat: ticket.lat, lon: ticket.lon },
    attachments: found.attachments.map((a) => attachmentView(deps, a)),
    unsentFiles: found.unsentFiles.map((a) => attachmentView(deps, a)),
    reporter: reporter(found),
    routing: {
      why: ticket.routingWhy,
      coordinating: ticket.coordinating.map((id) => ({ id, name: deps.pack.units.get(id)?.nameVi ?? id })),
      returns: ticket.returns,
    },
    topicGuesses: ticket.topicGuesses.map((g) => ({
      id: g.id,
      name: deps.pack.topics.get(g.id)?.nameVi ?? g.id,
      score: g.score,
    })),
    clock: clock(deps, found),
    resultText: ticket.resultText,
    rating: ticket.rating === null ? null : { stars: ticket.rating, comment: found.ratingComment },
    conversation: found.conversation.map((said) => conversationItem(deps, said)),
    history: found.events.map((e) => historyItem(deps, e)),
    actions: found.actions,
    replyWindow: replyWindowOf({ channel: ticket.channel, lastInboundAt: found.lastInboundAt, now: found.now }),
  }
}

/** Why there is no file, in the few kinds that ask for different things of whoever reads it. */
const FAILURES: Readonly<Record<string, NonNullable<AttachmentView['failure']>>> = {
  'media.deleted': 'deleted',
  'media.expired': 'expired',
  'media.too-large': 'too-large',
  'media.type-refused': 'type-refused',
  'media.not-an-image': 'unreadable',
  'media.host-refused': 'host-refused',
}

export function attachmentView(deps: Pick<DetailDeps, 'link'>, row: Attachment): AttachmentView {
  const isStored = row.state === 'stored'
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    url: isStored ? deps.link(row.id, 'whole') : null,
    thumbnailUrl: isStored && row.thumbnail ? deps.link(row.id, 'thumbnail') : null,
    name: row.name,
    contentType: isStored ? row.contentType : null,
    size: isStored ? row.size : null,
    failure: row.state === 'failed' ? (FAILURES[row.failureReason ?? ''] ?? 'unreachable') : null,
    place: row.place,
  }
}

function reporter(found: CaseDetails): CaseDetail['reporter'] {
  const { contact, ticket } = found
  const hasContact = !ticket.anonymous && (contact.name !== null || contact.phone !== null)
  if (ticket.anonymous) return { masked: WORDS_VI.anonymousResident, anonymous: true, hasContact: false }
  const parts = [
    ...(contact.name === null ? [] : [maskName(contact.name)]),
    ...(contact.phone === null ? [] : [maskPhone(contact.phone)]),
  ]
  return { masked: parts.length === 0 ? WORDS_VI.resident : parts.join(' · '), anonymous: false, hasContact }
}

function clock(deps: ViewDeps, found: CaseDetails): CaseDetail['clock'] {
  const { ticket, deadlines, now } = found
  const resolve = deadlines.filter((d) => d.step === 'resolve').at(-1)
  const first = deadlines.find((d) => d.step === 'first-response')
  const startedAt = resolve?.startedAt ?? ticket.filedAt
  const end = ticket.answeredAt ?? ticket.closedAt ?? now
  const rule = resolve?.inputs.rule as { legalBasisVi?: string } | undefined
  return {
    startedAt: startedAt.toISOString(),
    dueAt: iso(ticket.dueAt),
    firstResponseAt: iso(ticket.firstResponseAt),
    firstResponseDueAt: iso(first?.dueAt ?? null),
    answeredAt: iso(ticket.answeredAt),
    workingMinutesTotal: ticket.dueAt === null ? null : Math.round(deps.workingMinutes(startedAt, ticket.dueAt)),
    workingMinutesUsed: Math.max(0, Math.round(deps.workingMinutes(startedAt, end))),
    rule: rule?.legalBasisVi ?? null,
  }
}

/** One line of the conversation as the resident saw it. */
function conversationItem(deps: DetailDeps, said: Said): ConversationItem {
  if (said.from === 'resident') {
    return {
      id: said.id,
      from: 'resident',
      at: said.at.toISOString(),
      text: inboundText(said.content),
      choices: [],
      attachments: said.attachments.map((a) => attachmentView(deps, a)),
      location: said.content.kind === 'location' ? { lat: said.content.lat, lon: said.content.lon } : null,
      author: null,
      delivery: null,
      deliveryReason: null,
    }
  }
  return {
    id: said.id,
    from: said.from,
    at: said.at.toISOString(),
    text: outboundText(said.content),
    choices: said.content.kind === 'menu' ? said.content.choices.map((c) => c.label) : [],
    attachments: said.attachments.map((a) => attachmentView(deps, a)),
    location: null,
    author: said.row.authorName,
    delivery: delivery(said.row),
    deliveryReason: said.row.failureReason,
  }
}

function delivery(row: Extract<Said, { row: unknown }>['row']): ConversationItem['delivery'] {
  if (row.status === 'sent') return row.seenAt !== null ? 'seen' : row.deliveredAt !== null ? 'delivered' : 'sent'
  return row.status === 'sending' ? 'pending' : row.status
}

/** What the resident said, in words. */
export function inboundText(content: InboundContent): string {
  switch (content.kind) {
    case 'text':
      return content.text
    case 'choice':
      return content.label
    case 'media':
      return content.caption ?? ''
    case 'contact-info':
      return [content.name, content.phone, content.address].filter((p) => p !== undefined).join(', ')
    case 'withdraw':
      return WORDS_VI.withdrew
    case 'location':
    case 'follow':
    case 'unsupported':
      return ''
  }
}

/** What we said, in words. */
export function outboundText(content: OutboundContent): string {
  switch (content.kind) {
    case 'text':
    case 'menu':
    case 'link':
    case 'call':
    case 'ask-contact-info':
      return content.text
    case 'media':
      return content.caption ?? ''
    case 'case-notice':
      return WORDS_VI.caseNotice.replace('{code}', content.code).replace('{status}', content.status)
    case 'list':
      return [content.text, ...content.items.map((item) => `• ${item.title}`)].join('\n')
  }
}

function historyItem(deps: ViewDeps, event: CaseDetails['events'][number]): HistoryItem {
  const { row } = event
  const data = Object.fromEntries(
    Object.entries(row.data).flatMap(([k, v]) =>
      typeof v === 'string' || typeof v === 'number' ? [[k, String(v)]] : [],
    ),
  )
  const sentence = eventSentence(row.type, data)
  const shown = row.type === 'note' || row.type === 'citizen-wrote' || row.type === 'reopened'
  return {
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    actor: row.actorName ?? (row.actorKind === 'resident' ? WORDS_VI.resident : unitOrSystem(deps, row)),
    text: shown && event.text !== null && event.text !== '' ? `${sentence}: ${event.text}` : sentence,
    workingMinutes: row.workingMinutes,
  }
}

function unitOrSystem(deps: ViewDeps, row: CaseDetails['events'][number]['row']): string {
  if (row.actorKind === 'system' || row.unitId === null) return WORDS_VI.system
  return deps.pack.units.get(row.unitId)?.nameVi ?? WORDS_VI.system
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
