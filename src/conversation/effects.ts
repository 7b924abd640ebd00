import { randomInt } from 'node:crypto'
import type { ChannelId } from '../core/channel.ts'
import { DAY, MINUTE } from '../core/durations.ts'
import type { Effect } from '../core/flow.ts'
import type { OutboundContent } from '../core/messages.ts'
import type { TextKey } from '../core/text-keys.ts'
import type { TicketDraft } from '../core/ticket.ts'
import { insertLinkCode, joinResidents, linkCodesSince, saveResident, takeLinkCode } from '../db/queries/residents.ts'
import { openHandover, type TicketRow } from '../db/queries/tickets.ts'
import { announceCase, type TicketDeps } from '../tickets/change.ts'
import { takeResidentRequest } from '../tickets/data-requests.ts'
import { fileTicket } from '../tickets/file.ts'
import { addFromResident, rate, reopen } from '../tickets/resident.ts'
import type { Work } from '../tickets/work.ts'

const LINK_CODE_LIFE = 15 * MINUTE
const LINK_CODES_A_DAY = 5
const LINK_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

export interface EffectContext {
  conversationId: string
  identityId: string
  residentId: string
  channel: ChannelId
  inboundId: string
  /** When the active flow began; else now. */
  since: Date
  /** The resident's words of this turn. */
  words: string
  /** A denunciation is being told: the words of this turn are for a sealed case alone. */
  sealed: boolean
  demo: boolean
}

export interface EffectOutcome {
  /** The case that this turn is about. */
  ticket: TicketRow | null
  say: OutboundContent[]
}

/** Applies what a flow wants done, in the turn's transaction. */
export async function applyEffects(
  deps: TicketDeps,
  work: Work,
  context: EffectContext,
  effects: readonly Effect[],
): Promise<EffectOutcome> {
  const outcome: EffectOutcome = { ticket: null, say: [] }
  for (const [n, effect] of effects.entries()) {
    const one = await applyOne(deps, work, { context, effect, n, ticket: outcome.ticket })
    outcome.ticket = one.ticket ?? outcome.ticket
    outcome.say.push(...one.say)
  }
  return outcome
}

const NOTHING: EffectOutcome = { ticket: null, say: [] }

async function applyOne(
  deps: TicketDeps,
  work: Work,
  { context, effect, n, ticket }: { context: EffectContext; effect: Effect; n: number; ticket: TicketRow | null },
): Promise<EffectOutcome> {
  const { residentId } = context
  switch (effect.type) {
    case 'open-ticket':
      return { ticket: await open(deps, work, { context, draft: effect.draft, n }), say: [] }
    case 'add-to-ticket': {
      const ticket = await addFromResident(deps, work, { ...effect, residentId, inboundId: context.inboundId })
      return ticket === null ? NOTHING : { ticket, say: [text(deps, 'receipt.added', { code: ticket.code })] }
    }
    case 'rate-ticket':
      await rate(deps, work, { ...effect, residentId })
      return NOTHING
    case 'reopen-ticket':
      await reopen(deps, work, { ...effect, residentId })
      return NOTHING
    case 'hand-to-staff':
      return handToStaff(deps, work, { context, reason: effect.reason, n })
    case 'save-contact':
      await saveResident(work.tx, residentId, {
        consentAt: work.now,
        ...(effect.name === null ? {} : { nameSealed: deps.cipher.seal(effect.name) }),
        ...(effect.phone === null ? {} : { phoneSealed: deps.cipher.seal(effect.phone) }),
      })
      return NOTHING
    case 'stop-messages':
      await saveResident(work.tx, residentId, { stoppedAt: work.now })
      return NOTHING
    case 'request-deletion': {
      const request = { residentId, ticketId: ticket?.id ?? null, inboundId: context.inboundId }
      const link = `${deps.publicUrl}/xoa-du-lieu/${await takeResidentRequest(deps, work, request)}`
      return { ticket: null, say: [text(deps, 'privacy.follow', { link })] }
    }
    case 'issue-link-code':
      return issueLinkCode(deps, work, context)
    case 'redeem-link-code':
      return redeemLinkCode(deps, work, { context, code: effect.code })
  }
}

async function open(
  deps: TicketDeps,
  work: Work,
  input: { context: EffectContext; draft: TicketDraft; n: number },
): Promise<TicketRow> {
  const { context, draft } = input
  return fileTicket(deps, work, {
    draft,
    residentId: context.residentId,
    conversationId: context.conversationId,
    channel: context.channel,
    causeKey: `${context.inboundId}/${input.n}`,
    now: work.now,
    demo: context.demo,
    since: context.since,
    // A sealed turn's own message goes to no other case.
    inboundIds: [
      ...new Set([...draft.mediaRefs, ...(context.sealed && draft.kind !== 'TC' ? [] : [context.inboundId])]),
    ],
  })
}

/** Opens a request for a person, unless one is open: then the words are added to it. */
async function handToStaff(
  deps: TicketDeps,
  work: Work,
  input: { context: EffectContext; reason: string; n: number },
): Promise<EffectOutcome> {
  // What a flow is still taking down belongs to the case that it files.
  const context = { ...input.context, since: work.now }
  const words = context.sealed || context.words === '' ? input.reason : context.words
  const known = await openHandover(work.tx, context.conversationId)
  if (known !== null) {
    const ticket = await addFromResident(deps, work, {
      ticketId: known.id,
      residentId: context.residentId,
      inboundId: context.inboundId,
      text: words,
      mediaRefs: [],
    })
    if (ticket !== null) announceCase(work, ticket)
    return { ticket, say: [text(deps, 'receipt.handed', { code: known.code })] }
  }
  const ticket = await open(deps, work, { context, n: input.n, draft: handoverDraft(words) })
  return { ticket, say: [] }
}

function handoverDraft(description: string): TicketDraft {
  return {
    kind: 'YC',
    topicId: null,
    localityId: null,
    placeText: '',
    lat: null,
    lon: null,
    description,
    urgency: 'normal',
    anonymous: false,
    contactName: null,
    contactPhone: null,
    mediaRefs: [],
    topicGuesses: [],
  }
}

async function issueLinkCode(deps: TicketDeps, work: Work, context: EffectContext): Promise<EffectOutcome> {
  const asked = await linkCodesSince(work.tx, context.residentId, new Date(work.now.getTime() - DAY))
  if (asked >= LINK_CODES_A_DAY) return { ticket: null, say: [text(deps, 'link.failed', {})] }
  const code = `LK-${Array.from({ length: 6 }, () => LINK_ALPHABET.charAt(randomInt(LINK_ALPHABET.length))).join('')}`
  await insertLinkCode(work.tx, {
    codeHash: deps.cipher.fingerprint(code),
    residentId: context.residentId,
    identityId: context.identityId,
    createdAt: work.now,
    expiresAt: new Date(work.now.getTime() + LINK_CODE_LIFE),
  })
  return { ticket: null, say: [text(deps, 'link.code', { code })] }
}

/** Joins the two identities: the code was said on the other channel, so whoever types it holds both. */
async function redeemLinkCode(
  deps: TicketDeps,
  work: Work,
  input: { context: EffectContext; code: string },
): Promise<EffectOutcome> {
  const { context } = input
  const taken = await takeLinkCode(work.tx, { codeHash: deps.cipher.fingerprint(input.code), now: work.now })
  if (taken === null || taken.identityId === context.identityId) {
    return { ticket: null, say: [text(deps, 'link.failed', {})] }
  }
  if (taken.residentId !== context.residentId) {
    await joinResidents(work.tx, { from: context.residentId, to: taken.residentId })
  }
  return { ticket: null, say: [text(deps, 'link.done', {})] }
}

function text(deps: TicketDeps, key: TextKey, vars: Readonly<Record<string, string>>): OutboundContent {
  return { kind: 'text', text: deps.pack.text(key, vars) }
}
