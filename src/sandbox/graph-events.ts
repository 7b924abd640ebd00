import { createHmac } from 'node:crypto'
import type { PageField } from './graph-page.ts'
import { resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'

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
  const time = parts.options.clock.now().getTime()
  const field = FIELDS[what] ?? 'messages'
  const key = what !== 'handover' && inStandby(parts, event) ? 'standby' : 'messaging'
  if (!isSubscribed(parts, key === 'standby' ? 'standby' : field)) return
  postGraphEntry(parts, what, {
    time,
    [key]: [{ timestamp: time, ...(key === 'standby' ? withoutPayload(event) : event) }],
  })
}

/** A change of the Page's feed; its times are seconds. */
export function postFeedChange(parts: SandboxParts, what: string, value: Record<string, unknown>): void {
  if (!isSubscribed(parts, 'feed')) return
  const time = Math.floor(parts.options.clock.now().getTime() / 1000)
  postGraphEntry(parts, what, { time, changes: [{ field: 'feed', value: { created_time: time, ...value } }] })
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

/** One entry, signed over the escaped bytes. */
function postGraphEntry(parts: SandboxParts, what: string, entry: Record<string, unknown>): void {
  const { messenger } = parts.options
  const body = escaped({ object: 'page', entry: [{ id: messenger.pageId, ...entry }] })
  const mac = createHmac('sha256', messenger.appSecret).update(body).digest('hex')
  parts.webhooks.post({
    platform: 'messenger',
    what,
    url: resolved(messenger.webhookUrl),
    body,
    headers: { 'X-Hub-Signature-256': `sha256=${mac}` },
  })
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
