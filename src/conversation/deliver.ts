import type { ChannelAdapter, ChannelId } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { MINUTE, SECOND } from '../core/durations.ts'
import type { JobQueue } from '../core/jobs.ts'
import type { OutboundContent, OutboundMessage, SendResult } from '../core/messages.ts'
import type { Db } from '../db/client.ts'
import type { FieldCipher } from '../db/field-cipher.ts'
import type { Announcer } from '../db/listen.ts'
import {
  type ClaimedOutbound,
  claimOutbound,
  conversationOfOutbound,
  insertOutbound,
  NOTICE_CAUSE,
  phoneForOutbound,
  recordOutbound,
  resultTold,
} from '../db/queries/outbound.ts'
import type { BusinessEvents } from '../telemetry/events.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** After this many tries a message is given up and shown to staff as not delivered. With the back-off below: about two hours. */
export const MAX_ATTEMPTS = 14
const LONGEST_WAIT = 15 * MINUTE
const CHANNEL_OFF = 'channel-off'

export interface DeliverDeps {
  db: Db
  cipher: FieldCipher
  clock: Clock
  queue: Pick<JobQueue, 'add'>
  adapters: ReadonlyMap<ChannelId, ChannelAdapter>
  announcer: Announcer
  events: Pick<BusinessEvents, 'messageSent'>
  metrics: Pick<Metrics, 'time'>
  /** What a notice says of a case that has a result. */
  noticeOf(code: string): Extract<OutboundContent, { kind: 'case-notice' }>
}

export type Deliver = (outboundId: string, signal: AbortSignal) => Promise<void>

/**
 * The `outbound.deliver` job: sends what this conversation has in its outbox, in order. The row is claimed in a short
 * transaction; none is open while sending. Running it twice or late is harmless.
 */
export function createDeliver(deps: DeliverDeps): Deliver {
  return async (outboundId, signal) => {
    const conversationId = await conversationOfOutbound(deps.db.orm, outboundId)
    if (conversationId === null) return
    while (!signal.aborted) {
      const claimed = await claimOutbound(deps.db.orm, { cipher: deps.cipher, conversationId, now: deps.clock.now() })
      if (claimed === null) return
      const result = await sendClaimed(deps, claimed, signal)
      await settle(deps, claimed, result)
    }
  }
}

async function sendClaimed(deps: DeliverDeps, claimed: ClaimedOutbound, signal: AbortSignal): Promise<SendResult> {
  // Held until the resident writes again, as a closed window is.
  if (claimed.stopped) return { kind: 'window-closed', reason: 'resident-stopped' }
  const adapter = deps.adapters.get(claimed.to.channel)
  // The channel may be switched on again: nothing is lost meanwhile.
  if (adapter === undefined) return { kind: 'retry', reason: CHANNEL_OFF, afterMs: LONGEST_WAIT, uncounted: true }
  const message = await messageOf(deps, claimed).catch(() => null)
  if (message === null) return { kind: 'retry', reason: 'database did not answer' }
  const started = performance.now()
  try {
    const result = await adapter.send(message, claimed.id, signal)
    deps.metrics.time(
      'platform_request_seconds',
      { channel: claimed.to.channel, outcome: result.kind },
      (performance.now() - started) / SECOND,
    )
    return result
  } catch (error) {
    // Adapters promise not to throw; whether this one sent is unknown.
    return { kind: 'uncertain', reason: error instanceof Error ? error.name : 'unknown' }
  }
}

async function messageOf(deps: DeliverDeps, claimed: ClaimedOutbound): Promise<OutboundMessage> {
  const { to, content, author, authorName, lastInboundAt } = claimed
  const phone = content.kind === 'case-notice' ? await phoneForOutbound(deps.db.orm, deps.cipher, claimed.id) : null
  return {
    to,
    content,
    author,
    lastInboundAt,
    ...(authorName === null ? {} : { authorName }),
    ...(phone === null ? {} : { phone }),
  }
}

async function settle(deps: DeliverDeps, claimed: ClaimedOutbound, result: SendResult): Promise<void> {
  const at = deps.clock.now()
  deps.events.messageSent(claimed.to.channel, result.kind, { outboundId: claimed.id, attempt: claimed.attempts })
  switch (result.kind) {
    case 'sent':
      await recordOutbound(deps.db.orm, claimed.id, { status: 'sent', at, providerMessageId: result.providerMessageId })
      break
    case 'retry':
      await tryLater(deps, claimed, result, at)
      break
    case 'window-closed':
      await waitForResident(deps, { claimed, reason: result.reason, at })
      break
    case 'rejected':
    case 'uncertain':
      await recordOutbound(deps.db.orm, claimed.id, { status: result.kind, at, reason: result.reason })
      break
  }
  deps.announcer.announce({ topic: 'conversation', id: claimed.conversationId, conversationId: claimed.conversationId })
}

/**
 * It goes out when the resident writes. Where the channel has a template for it, that a case has a result is told at
 * once: one notice for each result, in the outbox like all else, taken next by whoever delivers.
 */
async function waitForResident(
  deps: DeliverDeps,
  { claimed, reason, at }: { claimed: ClaimedOutbound; reason: string; at: Date },
): Promise<void> {
  const hasTemplate = deps.adapters.get(claimed.to.channel)?.caseNotices === 'on'
  await deps.db.transaction(async (tx) => {
    await recordOutbound(tx, claimed.id, { status: 'window-closed', at, reason })
    const told = hasTemplate && !claimed.stopped ? await resultTold(tx, claimed.id) : null
    if (told === null) return
    const { conversationId, ticketId } = claimed
    const causeKey = `${NOTICE_CAUSE}${told.eventId}`
    const content = deps.noticeOf(told.code)
    const messages = [{ conversationId, ticketId, causeKey, author: 'bot' as const, content }]
    await insertOutbound(tx, { cipher: deps.cipher, messages, now: at })
  })
}

async function tryLater(
  deps: DeliverDeps,
  claimed: ClaimedOutbound,
  result: Extract<SendResult, { kind: 'retry' }>,
  at: Date,
): Promise<void> {
  const uncounted = result.uncounted === true
  if (claimed.attempts >= MAX_ATTEMPTS && !uncounted) {
    await recordOutbound(deps.db.orm, claimed.id, { status: 'rejected', at, reason: `given-up: ${result.reason}` })
    return
  }
  const delayMs = Math.max(result.afterMs ?? 0, backoff(claimed.attempts))
  const nextAttemptAt = new Date(at.getTime() + delayMs)
  await recordOutbound(deps.db.orm, claimed.id, {
    status: 'pending',
    at,
    reason: result.reason,
    nextAttemptAt,
    // A channel that waits as a whole is no try: the message must not be given up for it.
    ...(uncounted ? { uncounted: true as const } : {}),
  })
  try {
    await deps.queue.add(
      'outbound.deliver',
      { outboundId: claimed.id },
      // The same count may come again after what was no try: the time tells the jobs apart.
      { key: `out-${claimed.id}-${claimed.attempts}${uncounted ? `-${nextAttemptAt.getTime()}` : ''}`, delayMs },
    )
  } catch {
    // The sweep finds the row when its time has come.
    return
  }
}

/** Milliseconds before try `attempt + 1`: 2 s, 4 s, 8 s ... at most 15 minutes. */
export function backoff(attempt: number): number {
  return Math.min(LONGEST_WAIT, 2 ** Math.min(attempt, 12) * SECOND)
}
