import type { OutboundFiles } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'

/** What a channel may say to the log. Shaped like pino; never receives tokens, secrets or residents' words. */
export interface ChannelLog {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

export interface ChannelDeps {
  clock: Clock
  log: ChannelLog
}

export const silentLog: ChannelLog = { info: () => {}, warn: () => {}, error: () => {} }

/** For tests: holds nothing. */
export const noFiles: OutboundFiles = { read: async () => null, fitPicture: async () => null }
