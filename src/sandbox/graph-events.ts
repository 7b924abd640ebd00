import { SECOND } from '../core/durations.ts'
import type { PageField } from './graph-page.ts'
import { resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'
import { graphHeaders, withNumericIds } from './variants.ts'

/** Which subscribed field a messaging event belongs to. */
const FIELDS: Readonly<Record<string, PageField>> = {
  message: 'messages',
  postback: 'messaging_postbacks',
  referral: 'messaging_referrals',
  echo: 'message_echoes',
  delivery: 'message_deliveries',
  read: 'message_reads',
  reaction: 'message_reactions',
  handover: 'messaging_handovers',
}

/**
 * Posts one messaging event in Meta's envelope: in `standby` while another application owns the thread, and not at all
 * when the Page is not subscribed to its field.
 */
export function postGraphEvent(parts: SandboxParts, what: string, event: Record<string, unknown>): void {
  postGraphEvents(parts, what, [event])
}

/** Posts many events of one kind at once, as Meta does under load (up to 1,000): an entry for each. */
export function postGraphEvents(parts: SandboxParts, what: string, events: readonly Record<string, unknown>[]): void {
  const time = eventTime(parts)
  const entries = events.flatMap((event) => {
    const key = what !== 'handover' && inStandby(parts, event) ? 'standby' : 'messaging'
    if (!isSubscribed(parts, key === 'standby' ? 'standby' : (FIELDS[what] ?? 'messages'))) return []
    return [{ time, [key]: [{ timestamp: time, ...(key === 'standby' ? withoutPayload(event) : event) }] }]
  })
  if (entries.length > 0) postGraphEntries(parts, what, entries)
}

/** Milliseconds; a fault makes it seconds. */
function eventTime(parts: SandboxParts): number {
  const ms = parts.options.clock.now().getTime()
  return parts.faults.take('messenger', 'seconds-timestamps') === undefined ? ms : Math.floor(ms / SECOND)
}

/** A change of the Page's feed; its times are seconds. */
export function postFeedChange(parts: SandboxParts, what: string, value: Record<string, unknown>): void {
  if (!isSubscribed(parts, 'feed')) return
  const time = Math.floor(parts.options.clock.now().getTime() / 1000)
  postGraphEntries(parts, what, [{ time, changes: [{ field: 'feed', value: { created_time: time, ...value } }] }])
}

function isSubscribed(parts: SandboxParts, field: PageField): boolean {
  return parts.page.fields.has(field)
}

/** What a button stands for is told to the owner of the thread only. */
function withoutPayload(event: Record<string, unknown>): Record<string, unknown> {
  const { postback } = event
  if (postback === null || typeof postback !== 'object') return event
  return { ...event, postback: Object.fromEntries(Object.entries(postback).filter(([name]) => name !== 'payload')) }
}

function inStandby(parts: SandboxParts, event: Record<string, unknown>): boolean {
  const ids = [event.sender, event.recipient].map((who) =>
    who !== null && typeof who === 'object' && 'id' in who ? String(who.id) : '',
  )
  return ids.some((id) => parts.page.heldByOthers.has(id))
}

/** Entries of our Page, signed over the escaped bytes. */
function postGraphEntries(parts: SandboxParts, what: string, entries: readonly Record<string, unknown>[]): void {
  const { messenger } = parts.options
  const ours = entries.map((entry) => ({ id: messenger.pageId, ...entry }))
  const isShared = parts.faults.take('messenger', 'other-pages') !== undefined
  const json = escaped({ object: 'page', entry: isShared ? [otherPage(1), ...ours, otherPage(2)] : ours })
  const body = parts.faults.take('messenger', 'numeric-ids') === undefined ? json : withNumericIds(json)
  const variant = parts.faults.take('messenger', 'signature')?.variant
  const headers = graphHeaders({ appSecret: messenger.appSecret, body }, variant)
  parts.webhooks.post({ platform: 'messenger', what, url: resolved(messenger.webhookUrl), body, headers })
}

/** An entry of a Page that is not ours: somebody writes to it. */
function otherPage(n: number): object {
  const id = `90000000000000${n}`
  const message = { mid: `m_other_page_${n}`, text: 'Tin gửi trang khác' }
  return { id, time: 1, messaging: [{ sender: { id: '7199999999999999' }, recipient: { id }, timestamp: 1, message }] }
}

export function fromResident(parts: SandboxParts, userId: string): Record<string, unknown> {
  return { sender: { id: userId }, recipient: { id: parts.options.messenger.pageId } }
}

export function fromPage(parts: SandboxParts, userId: string): Record<string, unknown> {
  return { sender: { id: parts.options.messenger.pageId }, recipient: { id: userId } }
}

/** Meta escapes everything beyond ASCII, lower-case hex, and slashes; the signature is over those bytes. */
function escaped(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/')
}
