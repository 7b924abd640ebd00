import { randomInt } from 'node:crypto'
import { DateTime } from 'luxon'
import { type CaseKind, makeCaseCode } from '../core/case-code.ts'
import type { ChannelId } from '../core/channel.ts'
import { newId } from '../core/ids.ts'
import { maskPersonal } from '../core/mask.ts'
import type { ProvincePack } from '../core/pack.ts'
import { bare, storable } from '../core/text.ts'
import type { TicketDraft } from '../core/ticket.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { NewTicket } from '../db/queries/tickets.ts'
import { WORDS_VI } from './words-vi.ts'

const TITLE_LENGTH = 140

export interface FilingInput {
  draft: TicketDraft
  residentId: string
  conversationId: string
  channel: ChannelId
  causeKey: string
  now: Date
  demo: boolean
  /** What read the words. */
  modelVersion: string | null
}

/** The row of a new case, without a promise yet. Draws a random code: filing tries again where it is taken. */
export function newTicketRow(pack: ProvincePack, cipher: FieldCipher, input: FilingInput): NewTicket & { id: string } {
  const { draft, now } = input
  const sealed = draft.kind === 'TC'
  const code = drawCode(draft.kind, pack, now)
  const title = sealed ? WORDS_VI.sealedTitle : titleOf(draft.headline ?? draft.description)
  const place = sealed ? '' : maskPersonal(storable(draft.placeText))
  return {
    id: newId(),
    code,
    kind: draft.kind,
    status: 'received',
    residentId: input.residentId,
    conversationId: input.conversationId,
    causeKey: input.causeKey,
    channel: input.channel,
    topicId: draft.topicId,
    localityId: draft.localityId,
    districtId: districtOf(pack, draft.localityId),
    placeText: place,
    lat: draft.lat,
    lon: draft.lon,
    title,
    searchText: bare(`${code} ${title} ${place}`).slice(0, 2000),
    descriptionSealed: cipher.seal(
      storable(sealed ? `${draft.description}\n${draft.placeText}`.trim() : draft.description),
    ),
    contactSealed: contactOf(cipher, draft),
    urgency: draft.urgency,
    anonymous: draft.anonymous,
    sealed,
    topicGuesses: draft.topicGuesses,
    modelVersion: input.modelVersion,
    coordinating: [],
    routingWhy: [],
    filedAt: now,
    packId: pack.id,
    demo: input.demo,
    updatedAt: now,
  }
}

/** The first line of what is said, without personal numbers, cut at a word. */
export function titleOf(description: string): string {
  const line = maskPersonal(storable(description).split('\n', 1)[0] ?? '').trim()
  if (line.length <= TITLE_LENGTH) return line === '' ? WORDS_VI.emptyTitle : line
  const cut = line.slice(0, TITLE_LENGTH)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 60))}…`
}

/** The district of a commune; a district is its own. */
export function districtOf(pack: ProvincePack, localityId: string | null): string | null {
  const locality = localityId === null ? undefined : pack.localities.get(localityId)
  if (locality === undefined) return null
  return locality.level === 'district' ? locality.id : locality.parentId
}

function drawCode(kind: CaseKind, pack: ProvincePack, now: Date): string {
  const yearMonth = DateTime.fromJSDate(now, { zone: pack.timeZone }).toFormat('yyMM')
  return makeCaseCode(kind, yearMonth, [randomInt(31), randomInt(31), randomInt(31), randomInt(31)])
}

function contactOf(cipher: FieldCipher, draft: TicketDraft): string | null {
  if (draft.anonymous || (draft.contactName === null && draft.contactPhone === null)) return null
  return cipher.seal(JSON.stringify({ name: draft.contactName, phone: draft.contactPhone }))
}
