import { createHash } from 'node:crypto'
import { resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'

/** Posts a signed webhook with the event's own fields. */
export function postZaloEvent(parts: SandboxParts, name: string, fields: Record<string, unknown>): void {
  const { zalo } = parts.options
  const timestamp = String(parts.options.clock.now().getTime())
  const body = JSON.stringify({ app_id: zalo.appId, ...fields, event_name: name, timestamp })
  const mac = createHash('sha256').update(`${zalo.appId}${body}${timestamp}${zalo.oaSecretKey}`).digest('hex')
  parts.webhooks.post({
    platform: 'zalo',
    what: name,
    url: resolved(zalo.webhookUrl),
    body,
    headers: { 'X-ZEvent-Signature': `mac=${mac}` },
  })
}

/** The fields that say "this resident to this OA". */
export function fromUser(parts: SandboxParts, userId: string): Record<string, unknown> {
  return { sender: { id: userId }, user_id_by_app: byApp(userId), recipient: { id: parts.options.zalo.oaId } }
}

/** The same the other way round: echoes and receipts. */
export function fromOa(parts: SandboxParts, userId: string): Record<string, unknown> {
  return { sender: { id: parts.options.zalo.oaId }, user_id_by_app: byApp(userId), recipient: { id: userId } }
}

function byApp(userId: string): string {
  return `9${userId.slice(1)}`
}
