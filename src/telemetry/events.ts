import type { CaseKind, ChannelId, JobName, SendResult } from '../core/index.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

export type SendOutcome = SendResult['kind']
export type RoutingOutcome = 'unit' | 'dispatcher'

/** Ids only: whom an event is about. */
export type EventIds = Readonly<Record<string, string | number | null>>

/** One method per business event: its counter and its log line in one place. */
export interface BusinessEvents {
  messageReceived(channel: ChannelId, ids?: EventIds): void
  webhookForged(channel: ChannelId): void
  /** The platform delivers again what we did not answer in time. @param retry 1: the first repeat */
  webhookRepeated(channel: ChannelId, retry: number): void
  /** @param name the platform's own name of the event */
  eventIgnored(channel: ChannelId, name: string): void
  messageDuplicate(channel: ChannelId, ids?: EventIds): void
  messageSent(channel: ChannelId, outcome: SendOutcome, ids?: EventIds): void
  ticketFiled(kind: CaseKind, ids?: EventIds): void
  ticketRouted(outcome: RoutingOutcome, ids?: EventIds): void
  /** @param kind which promise, e.g. `answer` */
  deadlineMissed(kind: string, ids?: EventIds): void
  /** `final`: it will not be tried again. */
  jobFailed(name: JobName, failure: { error: unknown; final: 'yes' | 'no'; attempt: number }): void
  /** A sweep found rows that a lost job had left. Zero is not told. */
  sweepRepaired(what: string, rows: number): void
}

const EVENT_NAME = /^[\w.-]{1,60}$/
/** Distinct event names as labels, so that a platform (or a forger) cannot fill the memory with labels. */
const MOST_EVENT_NAMES = 100

export function createEvents(log: Logger, metrics: Metrics): BusinessEvents {
  const names = new Set<string>()
  const bounded = (name: string): string => {
    if (!EVENT_NAME.test(name) || (names.size >= MOST_EVENT_NAMES && !names.has(name))) return 'other'
    names.add(name)
    return name
  }
  return {
    messageReceived: (channel, ids = {}) => {
      metrics.count('messages_received_total', { channel })
      log.info({ channel, ...ids }, 'message received')
    },
    webhookForged: (channel) => {
      metrics.count('webhooks_forged_total', { channel })
      log.warn({ channel }, 'webhook with a wrong signature refused')
    },
    webhookRepeated: (channel, retry) => {
      metrics.count('webhooks_repeated_total', { channel })
      log.warn({ channel, retry }, 'webhook delivered again: an earlier answer was lost or late')
    },
    eventIgnored: (channel, name) => {
      const event = bounded(name)
      metrics.count('events_ignored_total', { channel, event })
      log.info({ channel, event }, 'platform event kept, not acted on')
    },
    messageDuplicate: (channel, ids = {}) => {
      metrics.count('messages_duplicate_total', { channel })
      log.debug({ channel, ...ids }, 'message was already stored')
    },
    messageSent: (channel, outcome, ids = {}) => {
      metrics.count('messages_sent_total', { channel, outcome })
      log[outcome === 'sent' ? 'info' : 'warn']({ channel, outcome, ...ids }, 'message to resident')
    },
    ticketFiled: (kind, ids = {}) => {
      metrics.count('tickets_filed_total', { kind })
      log.info({ kind, ...ids }, 'case filed')
    },
    ticketRouted: (outcome, ids = {}) => {
      metrics.count('tickets_routed_total', { outcome })
      log.info({ outcome, ...ids }, 'case routed')
    },
    deadlineMissed: (kind, ids = {}) => {
      metrics.count('deadlines_missed_total', { kind })
      log.warn({ kind, ...ids }, 'deadline missed')
    },
    jobFailed: (job, { error, final, attempt }) => {
      metrics.count('jobs_failed_total', { job, final })
      log[final === 'yes' ? 'error' : 'warn']({ job, attempt, final, err: error }, 'job failed')
    },
    sweepRepaired: (what, rows) => {
      if (rows === 0) return
      for (let i = 0; i < rows; i++) metrics.count('sweep_repaired_total', { what })
      log.warn({ what, rows }, 'sweep repaired rows')
    },
  }
}
