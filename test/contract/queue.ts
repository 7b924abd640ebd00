import { afterEach, describe, expect, it, vi } from 'vitest'
import type { JobHandlers, JobQueue, NewJob } from '../../src/core/index.ts'
import type { QueueSettings } from '../../src/queue/bullmq-queue.ts'
import { silentTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts'

export interface QueueFactory {
  /** A queue on a space of its own; two calls within one test meet in the same space. */
  open(settings: QueueSettings): Promise<JobQueue>
  /** A queue on a backend that does not answer. */
  openDown(settings: QueueSettings): Promise<JobQueue>
  /** Makes the next test's space. */
  reset(): Promise<void>
}

/** What every `JobQueue` must do, whatever it stands on. */
export function queueContract(backend: string, factory: QueueFactory): void {
  describe(`JobQueue on ${backend}`, () => {
    const opened: JobQueue[] = []
    const open = async (settings: QueueSettings = {}): Promise<JobQueue> => {
      const queue = await factory.open({ schedules: 'off', ...settings })
      opened.push(queue)
      return queue
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()))
      await factory.reset()
    })

    it('runs each job once, with its data, under its name', async () => {
      const queue = await open()
      const seen: string[] = []
      await queue.add('ticket.route', { ticketId: 'before-start' }, { key: 'r-0' })
      await queue.start(
        handlers({
          'ticket.route': async ({ ticketId }) => void seen.push(`route ${ticketId}`),
          'outbound.deliver': async ({ outboundId }) => void seen.push(`deliver ${outboundId}`),
        }),
      )
      await queue.add('ticket.route', { ticketId: 't1' }, { key: 'r-1' })
      await queue.add('outbound.deliver', { outboundId: 'o1' }, { key: 'out-o1-1' })
      await queue.drain()
      expect(seen.sort()).toEqual(['deliver o1', 'route before-start', 'route t1'])
      expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 })
    })

    it('loses none of many, however they are spread over two processes', async () => {
      const one = await open()
      const two = await open()
      const seen: string[] = []
      const each = handlers({ 'conversation.process': async ({ conversationId }) => void seen.push(conversationId) })
      await Promise.all([one.start(each), two.start(each)])
      const ids = Array.from({ length: 100 }, (_, i) => `c${i}`)
      await Promise.all(ids.map((id) => one.add('conversation.process', { conversationId: id }, { key: `in-${id}` })))
      await one.drain()
      await two.drain()
      expect(seen.sort()).toEqual(ids.sort())
    })

    it.each([3, 40])('adds %i jobs in one request', async (n) => {
      const queue = await open()
      const seen: string[] = []
      const ids = Array.from({ length: n }, (_, i) => `t${String(i).padStart(2, '0')}`)
      const jobs = ids.map((id): NewJob => ({ name: 'ticket.route', data: { ticketId: id }, options: { key: id } }))
      await queue.addMany?.([...jobs, { name: 'outbound.deliver', data: { outboundId: 'o' }, options: { key: 'o' } }])
      await queue.start(
        handlers({
          'ticket.route': async ({ ticketId }) => void seen.push(ticketId),
          'outbound.deliver': async ({ outboundId }) => void seen.push(outboundId),
        }),
      )
      await queue.drain()
      expect(seen.sort()).toEqual(['o', ...ids])
    })

    it('ignores a second job of the same key, also after the first is done', async () => {
      const queue = await open()
      let runs = 0
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'same' })
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'same' })
      await queue.start(handlers({ 'ticket.route': async () => void runs++ }))
      await queue.drain()
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'same' })
      await queue.drain()
      expect(runs).toBe(1)
    })

    it('refuses a key that the backends cannot hold', async () => {
      const queue = await open()
      await expect(queue.add('ticket.route', { ticketId: 't' }, { key: 'a:b' })).rejects.toThrow(RangeError)
      await expect(queue.add('ticket.route', { ticketId: 't' }, { key: '' })).rejects.toThrow(RangeError)
    })

    it('holds a delayed job back until its time, and drain leaves a far one alone', async () => {
      const queue = await open()
      const ran = signalled()
      await queue.start(handlers({ 'ticket.deadline': async ({ deadlineId }) => ran.done(deadlineId) }))
      const began = performance.now()
      await queue.add('ticket.deadline', { deadlineId: 'tomorrow' }, { key: 'd-2', delayMs: 86_400_000 })
      await queue.add('ticket.deadline', { deadlineId: 'soon' }, { key: 'd-1', delayMs: 300 })
      expect(await ran.value).toBe('soon')
      expect(performance.now() - began).toBeGreaterThanOrEqual(295)
      await queue.drain()
      expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, delayed: 1 })
    })

    it('tries a failing job again, and counts both ends', async () => {
      const telemetry = silentTelemetry()
      const queue = await open({ telemetry })
      const ran = signalled()
      let runs = 0
      await queue.start(
        handlers({
          'conversation.process': async () => {
            runs++
            if (runs === 1) throw new Error('the database was busy')
            ran.done('ok')
          },
        }),
      )
      await queue.add('conversation.process', { conversationId: 'c' }, { key: 'in-1' })
      expect(await ran.value).toBe('ok')
      await queue.drain()
      expect(runs).toBe(2)
      expect(await failures(telemetry, 'no')).toBe(1)
      expect(await failures(telemetry, 'yes')).toBe(0)
    })

    it('gives a job up after its last attempt, whatever is in the error message', async () => {
      const telemetry = silentTelemetry()
      const queue = await open({ telemetry })
      let runs = 0
      await queue.start(
        handlers({
          sweep: async () => {
            runs++
            throw new Error('half \uD83D and nul \0 in the message')
          },
        }),
      )
      await queue.add('sweep', {}, { key: 's-1' })
      await queue.drain()
      await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 0, failed: 1 }))
      expect(runs).toBe(1)
      expect(await failures(telemetry, 'yes')).toBe(1)
    })

    it('takes data with characters that a database cannot hold', async () => {
      const queue = await open()
      const ran = signalled()
      await queue.start(handlers({ 'ticket.route': async ({ ticketId }) => ran.done(ticketId) }))
      await queue.add('ticket.route', { ticketId: 'a\0b\uD800' }, { key: 'odd' })
      expect(await ran.value).toBe('ab\uFFFD')
    })

    it('fires the signal of a running job when it closes, and another process runs that job', async () => {
      const one = await open({ graceMs: 50, abortMs: 5_000 })
      const two = await open()
      const started = signalled()
      await one.start(
        handlers({
          'conversation.process': (_, signal) => {
            started.done('running')
            return new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(new Error('told to stop')))
            })
          },
        }),
      )
      await one.add('conversation.process', { conversationId: 'c' }, { key: 'in-1' })
      await started.value
      await one.close()
      const again = signalled()
      await two.start(handlers({ 'conversation.process': async ({ conversationId }) => again.done(conversationId) }))
      expect(await again.value).toBe('c')
    })

    it('lets a running job end in peace when it closes', async () => {
      const queue = await open()
      const started = signalled()
      const release = signalled()
      let ended = 'not yet'
      await queue.start(
        handlers({
          'ticket.route': async (_, signal) => {
            started.done('running')
            await release.value
            ended = signal.aborted ? 'aborted' : 'in peace'
          },
        }),
      )
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'r-1' })
      await started.value
      const closing = queue.close()
      release.done('go')
      await closing
      expect(ended).toBe('in peace')
    })

    it('does not wait for ever for a job that never ends', async () => {
      const queue = await open({ graceMs: 50, abortMs: 50 })
      const started = signalled()
      await queue.start(
        handlers({
          'ticket.route': () => {
            started.done('running')
            return new Promise(() => undefined)
          },
        }),
      )
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'r-1' })
      await started.value
      const began = performance.now()
      await queue.close()
      expect(performance.now() - began).toBeLessThan(5_000)
    })

    it('refuses everything after it closed, and can be closed twice', async () => {
      const queue = await open()
      expect(await queue.ping()).toBe(true)
      await Promise.all([queue.close(), queue.close()])
      expect(await queue.ping()).toBe(false)
      await expect(queue.add('ticket.route', { ticketId: 't' }, { key: 'late' })).rejects.toThrow('closed')
    })

    it('says so when drain finds no end', async () => {
      const queue = await open()
      await queue.add('ticket.route', { ticketId: 't' }, { key: 'nobody-works' })
      await expect(queue.drain(200)).rejects.toThrow('1 waiting, 0 active')
    })

    it('runs the sweep by itself once it is started', async () => {
      const queue = await open({ schedules: 'on' })
      const swept = signalled()
      await queue.start(handlers({ sweep: async () => swept.done('swept') }))
      expect(await swept.value).toBe('swept')
      await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ active: 0, delayed: 1 }))
    })

    it('answers within its limit when the backend is down, and closes', async () => {
      const queue = await factory.openDown({ limitMs: 300, schedules: 'off' })
      const began = performance.now()
      await expect(queue.add('ticket.route', { ticketId: 't' }, { key: 'k' })).rejects.toThrow()
      expect(await queue.ping()).toBe(false)
      expect(performance.now() - began).toBeLessThan(2_500)
      await queue.close()
    })
  })
}

/** Handlers of which a test gives those it expects to run. */
export function handlers(given: Partial<JobHandlers>): JobHandlers {
  const unexpected = async (): Promise<void> => {
    throw new Error('this job was not expected')
  }
  return {
    'conversation.process': unexpected,
    'conversations.process': unexpected,
    'outbound.deliver': unexpected,
    'ticket.route': unexpected,
    'ticket.deadline': unexpected,
    'attachment.fetch': unexpected,
    'comment.answer': unexpected,
    sweep: unexpected,
    ...given,
  }
}

function signalled(): { value: Promise<string>; done(value: string): void } {
  let done: (value: string) => void = () => undefined
  const value = new Promise<string>((resolve) => {
    done = resolve
  })
  return { value, done }
}

function failures(telemetry: Telemetry, final: 'yes' | 'no'): Promise<number> {
  return telemetry.metrics.value('jobs_failed_total', { final })
}
