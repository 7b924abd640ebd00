import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const PREFIX = 'langnghe_'

export interface Metrics {
  count(name: CounterName, labels?: Record<string, string>): void
  /** Seconds. */
  time(name: TimerName, labels: Record<string, string>, seconds: number): void
  /** A figure that is asked for at every scrape, e.g. the length of a queue: `{ label value: figure }`. */
  watch(name: GaugeName, read: () => Promise<Record<string, number>>): void
  /** What a counter stands at now. */
  value(name: CounterName, labels?: Record<string, string>): Promise<number>
  /** The Prometheus text. */
  text(): Promise<string>
  readonly contentType: string
}

/** Every counter of the program, its help and its labels; label values are from closed sets, never from residents. */
const COUNTERS = {
  messages_received_total: ['Messages of residents that were stored', ['channel']],
  webhooks_forged_total: ['Webhooks whose signature was wrong', ['channel']],
  webhooks_repeated_total: ['Webhooks that the platform says it delivers again', ['channel']],
  events_ignored_total: ['Platform events kept but not acted on', ['channel', 'event']],
  messages_duplicate_total: ['Repeated deliveries of a stored message', ['channel']],
  messages_sent_total: ['Messages sent to residents, by outcome', ['channel', 'outcome']],
  tickets_filed_total: ['Cases opened', ['kind']],
  tickets_routed_total: ['Routing decisions', ['outcome']],
  deadlines_missed_total: ['Deadlines that passed without an answer', ['kind']],
  jobs_failed_total: ['Job runs that threw', ['job', 'final']],
  sweep_repaired_total: ['Rows that a lost job had left behind', ['what']],
} as const
export type CounterName = keyof typeof COUNTERS

const TIMERS = {
  http_request_seconds: ['Time to answer an HTTP request', ['method', 'route', 'status']],
  job_seconds: ['Time a job ran', ['job', 'outcome']],
  platform_request_seconds: ['Time of a call to a messaging platform', ['channel', 'outcome']],
} as const
export type TimerName = keyof typeof TIMERS

const GAUGES = {
  queue_jobs: ['Jobs known to the queue', 'state'],
  database_connections: ['Connections of the pool', 'state'],
} as const
export type GaugeName = keyof typeof GAUGES

/** Seconds; from a fast query to a platform that hangs. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** A registry of its own, so that several programs can live in one process (tests do). */
export function createMetrics(options: { processMetrics: 'on' | 'off' }): Metrics {
  const registry = new Registry()
  if (options.processMetrics === 'on') collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  for (const [name, [help, labelNames]] of Object.entries(COUNTERS)) {
    counters.set(name, new Counter({ name: PREFIX + name, help, labelNames: [...labelNames], registers: [registry] }))
  }
  const timers = new Map<string, Histogram>()
  for (const [name, [help, labelNames]] of Object.entries(TIMERS)) {
    const settings = { name: PREFIX + name, help, labelNames: [...labelNames], buckets: BUCKETS, registers: [registry] }
    timers.set(name, new Histogram(settings))
  }
  return {
    count: (name, labels = {}) => counters.get(name)?.inc(labels),
    time: (name, labels, seconds) => timers.get(name)?.observe(labels, seconds),
    watch: (name, read) => watch(registry, name, read),
    value: async (name, labels = {}) => {
      const found = await counters.get(name)?.get()
      const matching = found?.values.filter((v) => Object.entries(labels).every(([key, l]) => v.labels[key] === l))
      return (matching ?? []).reduce((sum, v) => sum + v.value, 0)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function watch(registry: Registry, name: GaugeName, read: () => Promise<Record<string, number>>): void {
  const [help, label] = GAUGES[name]
  const gauge: Gauge = new Gauge({
    name: PREFIX + name,
    help,
    labelNames: [label],
    registers: [registry],
    collect: async () => {
      gauge.reset()
      // A backend that is down must not take the whole page of figures with it.
      const figures = await read().catch((): Record<string, number> => ({}))
      for (const [value, figure] of Object.entries(figures)) gauge.set({ [label]: value }, figure)
    },
  })
}
