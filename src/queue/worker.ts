import { setMaxListeners } from 'node:events'
import { UnrecoverableError } from 'bullmq'
import { type JobHandlers, type JobMap, type JobName, storable } from '../core/index.ts'
import { redactText } from '../telemetry/redact.ts'
import type { RunJob, RunningJob } from './backend.ts'
import { JOB_POLICIES } from './policies.ts'

/** Longest error message kept with a failed job. */
const MAX_MESSAGE = 2_000

export interface Runner {
  run: RunJob
  /** Asks running jobs to end: their signals fire. */
  abort(): void
  /** Stops waiting for running jobs: they count as failed and are tried again elsewhere. */
  abandon(): void
  /** Jobs that run now. */
  running(): number
}

/** Turns handlers into what BullMQ runs: job to handler by name, a signal, errors that can be stored. */
export function createRunner(
  handlers: JobHandlers,
  onEnd: (name: JobName, outcome: 'done' | 'failed', seconds: number) => void,
): Runner {
  const stopping = new AbortController()
  const left = new AbortController()
  // One listener per running job on each.
  setMaxListeners(0, stopping.signal, left.signal)
  let running = 0
  return {
    running: () => running,
    abort: () => stopping.abort(new Error('the queue is closing')),
    abandon: () => left.abort(),
    run: async (job, _token, lockLost) => {
      const name = knownName(job)
      const began = performance.now()
      const signal = lockLost === undefined ? stopping.signal : AbortSignal.any([stopping.signal, lockLost])
      const gaveUp = givenUp(left.signal)
      running++
      let outcome: 'done' | 'failed' = 'failed'
      try {
        await Promise.race([call(handlers, name, job.data, signal), gaveUp.promise])
        outcome = 'done'
      } catch (error) {
        throw storableError(error)
      } finally {
        running--
        gaveUp.drop()
        onEnd(name, outcome, (performance.now() - began) / 1000)
      }
    },
  }
}

/** The data were typed when they were added; handlers look at the world again anyway. */
async function call<N extends JobName>(
  handlers: JobHandlers,
  name: N,
  data: unknown,
  signal: AbortSignal,
): Promise<void> {
  await handlers[name](data as JobMap[N], signal)
}

function knownName(job: RunningJob): JobName {
  if (Object.hasOwn(JOB_POLICIES, job.name)) return job.name as JobName
  throw new UnrecoverableError(`no handler for job ${storable(job.name)}: added by another version?`)
}

/** Rejects when the queue gives up waiting. `drop` must be called: the signal outlives the job. */
function givenUp(signal: AbortSignal): { promise: Promise<never>; drop(): void } {
  let fail: () => void = () => undefined
  const promise = new Promise<never>((_, reject) => {
    fail = () => reject(new Error('the process stopped before the job was done'))
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
  promise.catch(() => undefined)
  return { promise, drop: () => signal.removeEventListener('abort', fail) }
}

/**
 * The error as the queue may keep it. PostgreSQL cannot store U+0000 or half a surrogate pair: a job whose error held
 * one stayed active for ever. Secrets and phone numbers go too.
 */
export function storableError(error: unknown): Error {
  const message = error instanceof Error ? error.message || error.name : String(error)
  const Kind = error instanceof UnrecoverableError ? UnrecoverableError : Error
  const clean = new Kind(storable(redactText(message)).slice(0, MAX_MESSAGE).toWellFormed())
  if (error instanceof Error && error.stack !== undefined) {
    clean.stack = storable(redactText(error.stack))
      .slice(0, 4 * MAX_MESSAGE)
      .toWellFormed()
  }
  return clean
}
