import { MINUTE } from '../core/durations.ts'

export interface SweeperLog {
  error(fields: Record<string, unknown>, message: string): void
}

/**
 * A sweep at start and every minute, by a timer of this process: a schedule kept in the queue is gone with a wiped
 * Redis, and the sweep is what repairs a wiped Redis. Sweeps beside each other are harmless.
 */
export function startSweeper(deps: { sweep(): Promise<void>; log: SweeperLog }): { stop(): Promise<void> } {
  let running: Promise<void> | null = null
  const run = (): void => {
    running ??= deps
      .sweep()
      .catch((err: unknown) => deps.log.error({ err }, 'sweep failed; the next one comes in a minute'))
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(run, MINUTE)
  run()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
