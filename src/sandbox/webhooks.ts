import { MINUTE, SECOND } from '../core/durations.ts'
import type { Connections } from './connections.ts'
import type { Faults } from './faults.ts'
import type { Platform } from './options.ts'
import type { SandboxState } from './state.ts'

export interface Webhook {
  platform: Platform
  /** Event name, for the record. */
  what: string
  url: string
  body: string
  headers: Record<string, string>
}

/**
 * Zalo: an answer within 2 s, else again after 30 s, 5 min, 15 min, 30 min and 1 h with `num_retry`. Messenger: within
 * 5 s, again at once and a few more times (the later waits are not published; these are ours, and end after its hour).
 */
const LADDERS: Readonly<Record<Platform, { timeoutMs: number; waits: readonly number[] }>> = {
  zalo: { timeoutMs: 2 * SECOND, waits: [30 * SECOND, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE] },
  messenger: { timeoutMs: 5 * SECOND, waits: [0, 10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 40 * MINUTE] },
}

export interface WebhookPoster {
  post(webhook: Webhook): void
  /** Resolves when nothing is waiting to be posted, retries included. */
  idle(): Promise<void>
  close(): void
}

interface WebhookParts {
  state: SandboxState
  faults: Faults
  connections: Connections
  timeFactor: number
}

/** How far a webhook has climbed; `ageMs` and `wins` as in `FailedAttempt`. */
interface Climb {
  retries: number
  ageMs: number
  wins: number
}

/** Posts in order per platform; what fails climbs the platform's ladder beside the later ones. */
export function createWebhookPoster(parts: WebhookParts): WebhookPoster {
  const { state, faults, connections, timeFactor } = parts
  const stop = new AbortController()
  const lines: Record<Platform, Promise<void>> = { zalo: Promise.resolve(), messenger: Promise.resolve() }
  const held: Partial<Record<Platform, Webhook>> = {}
  const timers = new Set<NodeJS.Timeout>()
  let pending = 0
  let idleWaiters: (() => void)[] = []

  function post(webhook: Webhook): void {
    const waiting = held[webhook.platform]
    if (waiting === undefined && faults.take(webhook.platform, 'reorder-webhooks') !== undefined) {
      held[webhook.platform] = webhook
      later(1000, () => release(webhook.platform))
      return
    }
    enqueue(webhook)
    if (waiting !== undefined) release(webhook.platform)
  }

  function release(platform: Platform): void {
    const waiting = held[platform]
    delete held[platform]
    if (waiting !== undefined) enqueue(waiting)
  }

  function enqueue(webhook: Webhook): void {
    const copies = 1 + (faults.take(webhook.platform, 'duplicate-webhooks')?.copies ?? 0)
    const start = { retries: 0, ageMs: 0, wins: connections.wins(webhook.platform) }
    for (let n = 0; n < copies; n++) {
      begin()
      lines[webhook.platform] = lines[webhook.platform].then(() => attempt(webhook, start)).finally(end)
    }
  }

  async function attempt(webhook: Webhook, climb: Climb): Promise<void> {
    const { platform } = webhook
    if (stop.signal.aborted) return
    if (!connections.isSubscribed(platform)) return lose(webhook)
    const { timeoutMs, waits } = LADDERS[platform]
    const status = await deliver(webhook, climb.retries, timeoutMs)
    if (stop.signal.aborted) return
    if (status === 200) return connections.succeeded(platform)
    const wait = waits[climb.retries]
    connections.failed(platform, { ...climb, isLast: wait === undefined })
    if (wait === undefined) return note(platform, 'webhook given up', status)
    const next = { ...climb, retries: climb.retries + 1, ageMs: climb.ageMs + wait }
    later(wait * timeFactor, () => void attempt(webhook, next).finally(end), begin)
  }

  function lose({ platform, what }: Webhook): void {
    connections.lost(platform)
    note(platform, `webhook not posted: ${what}`, null)
  }

  function note(platform: Platform, what: string, status: number | null): void {
    state.note({ direction: 'out', platform, what, status, headers: {}, body: null })
  }

  async function deliver(webhook: Webhook, retries: number, timeoutMs: number): Promise<number | null> {
    const headers: Record<string, string> = { 'content-type': 'application/json', ...webhook.headers }
    if (webhook.platform === 'zalo' && retries > 0) headers.num_retry = String(retries)
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeoutMs)])
    const status = await fetch(webhook.url, { method: 'POST', headers, body: webhook.body, signal }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => null,
    )
    const body: unknown = JSON.parse(webhook.body)
    state.note({ direction: 'out', platform: webhook.platform, what: webhook.what, status, headers, body })
    return status
  }

  function later(ms: number, run: () => void, before: () => void = () => {}): void {
    before()
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timer.unref()
    timers.add(timer)
  }

  function begin(): void {
    pending++
  }

  function end(): void {
    pending--
    if (pending > 0) return
    for (const waiter of idleWaiters.splice(0)) waiter()
  }

  return {
    post,
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
    close: () => {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      for (const waiter of idleWaiters) waiter()
      idleWaiters = []
    },
  }
}
