import { type BusinessEvents, createEvents } from './events.ts'
import { createLogger, type Logger, type LoggerSettings } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'

export interface Telemetry extends BusinessEvents {
  /** A named logger, e.g. `telemetry.logger('zalo')`. */
  logger(name: string): Logger
  readonly metrics: Metrics
}

/** Constructed once per program, in the composition root. */
export function createTelemetry(settings: LoggerSettings): Telemetry {
  return assemble(createLogger(settings), createMetrics({ processMetrics: 'on' }))
}

/** For tests: writes nothing, counts everything. */
export function silentTelemetry(): Telemetry {
  return assemble(createLogger({ level: 'silent', format: 'json' }), createMetrics({ processMetrics: 'off' }))
}

function assemble(root: Logger, metrics: Metrics): Telemetry {
  return {
    ...createEvents(root.child({ name: 'events' }), metrics),
    logger: (name) => root.child({ name }),
    metrics,
  }
}
