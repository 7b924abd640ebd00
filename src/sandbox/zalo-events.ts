import { SECOND } from '../core/durations.ts'
import { resolved } from './options.ts'
import type { SandboxParts } from './parts.ts'
import { withNumericIds, zaloHeaders } from './variants.ts'

/** Posts a signed webhook with the event's own fields. */
export function postZaloEvent(parts: SandboxParts, name: string, fields: Record<string, unknown>): void {
  const { zalo } = parts.options
  const ms = parts.options.clock.now().getTime()
  const isSeconds = parts.faults.take('zalo', 'seconds-timestamps') !== undefined
  const timestamp = String(isSeconds ? Math.floor(ms / SECOND) : ms)
  const json = JSON.stringify({ app_id: zalo.appId, ...fields, event_name: name, timestamp })
  const body = parts.faults.take('zalo', 'numeric-ids') === undefined ? json : withNumericIds(json)
  const variant = parts.faults.take('zalo', 'signature')?.variant
  parts.webhooks.post({
    platform: 'zalo',
    what: name,
    url: resolved(zalo.webhookUrl),
    body,
    headers: zaloHeaders({ ...zalo, body, timestamp }, variant),
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
