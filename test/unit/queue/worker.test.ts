import { UnrecoverableError } from 'bullmq'
import { describe, expect, it } from 'vitest'
import { createRunner, storableError } from '../../../src/queue/worker.ts'
import { handlers } from '../../contract/queue.ts'

const job = (name: string, data: unknown = {}): Parameters<ReturnType<typeof createRunner>['run']>[0] => ({
  id: '1',
  name,
  data,
  attemptsMade: 0,
  opts: { attempts: 3 },
})

describe('createRunner', () => {
  it('gives each handler the signal of its own lock and of the closing queue', async () => {
    const lock = new AbortController()
    const seen: boolean[] = []
    const runner = createRunner(
      handlers({
        sweep: async (_, signal) => {
          lock.abort()
          seen.push(signal.aborted)
        },
      }),
      () => undefined,
    )
    await runner.run(job('sweep'), undefined, lock.signal)
    runner.abort()
    await runner.run(job('sweep'), undefined, new AbortController().signal)
    expect(seen).toEqual([true, true])
    expect(runner.running()).toBe(0)
  })

  it('stops waiting for a job that hangs', async () => {
    const ended: string[] = []
    const runner = createRunner(handlers({ sweep: () => new Promise(() => undefined) }), (name, outcome) => {
      ended.push(`${name} ${outcome}`)
    })
    const run = runner.run(job('sweep'), undefined, undefined)
    expect(runner.running()).toBe(1)
    runner.abandon()
    await expect(run).rejects.toThrow('the process stopped before the job was done')
    expect(ended).toEqual(['sweep failed'])
  })

  it('fails a job of an unknown name for good', async () => {
    const runner = createRunner(handlers({}), () => undefined)
    await expect(runner.run(job('toString'), undefined, undefined)).rejects.toThrow(UnrecoverableError)
  })
})

describe('storableError', () => {
  it('keeps the sentence, without what cannot be stored and what must not be', () => {
    const clean = storableError(new Error('nul \0, half \uD83D, phone 0912345678, access_token=EAAB'))
    expect(clean.message).toBe('nul , half \uFFFD, phone [phone], access_token=[hidden]')
    expect(clean.stack).not.toMatch(/0912345678|EAAB|\0/)
  })

  it('does not cut a character in two', () => {
    const clean = storableError(new Error(`${'x'.repeat(1_999)}😀`))
    expect(clean.message.isWellFormed()).toBe(true)
  })

  it('takes whatever is thrown', () => {
    expect(storableError('a string').message).toBe('a string')
    expect(storableError(undefined).message).toBe('undefined')
  })
})
