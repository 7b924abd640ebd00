import { type Bindings, type ChildLoggerOptions, type LoggerOptions, type Logger as PinoLogger, pino } from 'pino'
import pretty from 'pino-pretty'
import { redact, redactText } from './redact.ts'

/** Call as `log.info({ ticketId }, 'ticket routed')`; children by `log.child({ ... })`. */
export type Logger = PinoLogger<never, boolean>

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface LoggerSettings {
  level: LogLevel
  /** `json` for machines, `pretty` for a terminal. */
  format: 'json' | 'pretty'
  /** Where JSON lines go; default stdout. */
  destination?: { write(line: string): void }
}

/** The root logger: everything it writes goes through `redact`. */
export function createLogger(settings: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level: settings.level,
    base: null,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    // Errors are written by `redact`; pino's own serializer would add what libraries hang on them.
    serializers: { err: (error: unknown) => error },
    hooks: {
      logMethod(args, method) {
        const safe = args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args
        method.apply(this, safe)
      },
    },
  }
  if (settings.format === 'json') {
    return redactChildren(settings.destination === undefined ? pino(options) : pino(options, settings.destination))
  }
  const stream = pretty({
    colorize: process.stdout.isTTY === true,
    translateTime: 'SYS:HH:MM:ss',
    sync: true,
  })
  return redactChildren(pino(options, stream))
}

/** What a child carries is written as it was given, past the formatters. Children inherit this from their parent. */
function redactChildren(root: PinoLogger<never, boolean>): Logger {
  const plain: (bindings: Bindings, options?: ChildLoggerOptions) => unknown = root.child
  const child = function (this: Logger, bindings: Bindings, options?: ChildLoggerOptions): unknown {
    return plain.call(this, redact(bindings) as Bindings, options)
  }
  return Object.assign(root, { child }) as Logger
}
