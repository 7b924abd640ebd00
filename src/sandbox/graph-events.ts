import { createHmac } from 'node:crypto'
import { resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'

/** Posts one messaging event in Meta's envelope, signed over the escaped bytes. */
export function postGraphEvent(parts: SandboxParts, what: string, event: Record<string, unknown>): void {
  const { messenger, clock } = parts.options
  const time = clock.now().getTime()
  const body = escaped({
    object: 'page',
    entry: [{ id: messenger.pageId, time, messaging: [{ timestamp: time, ...event }] }],
  })
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
