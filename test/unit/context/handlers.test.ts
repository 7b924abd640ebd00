import { describe, expect, it } from 'vitest'
import { createHandlers } from '../../../src/context/handlers.ts'

/** Handlers of which only `process` may be asked. */
function handlersWith(process: (id: string, signal: AbortSignal) => Promise<void>) {
  return createHandlers({ process } as Parameters<typeof createHandlers>[0])
}
const ids = Array.from({ length: 25 }, (_, i) => `c${i}`)

describe('a job about several conversations', () => {
  it('processes each once, a few at a time', async () => {
    const seen: string[] = []
    let running = 0
    let most = 0
    const handlers = handlersWith(async (id) => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      seen.push(id)
      running--
    })
    await handlers['conversations.process']({ conversationIds: ids }, new AbortController().signal)
    expect(seen.sort()).toEqual([...ids].sort())
    expect(most).toBe(3)
  })

  it('fails with the one that broke, when the others are done', async () => {
    const seen: string[] = []
    const handlers = handlersWith(async (id) => {
      if (id === 'c3') throw new Error('broken')
      seen.push(id)
    })
    const job = handlers['conversations.process']({ conversationIds: ids }, new AbortController().signal)
    await expect(job).rejects.toThrow('broken')
    expect(seen).toHaveLength(24)
  })

  it('fails when it is stopped in the middle, so that the queue gives the rest to another', async () => {
    const stopping = new AbortController()
    const seen: string[] = []
    const handlers = handlersWith(async (id) => {
      seen.push(id)
      if (seen.length === 5) stopping.abort(new Error('the queue is closing'))
    })
    const job = handlers['conversations.process']({ conversationIds: ids }, stopping.signal)
    await expect(job).rejects.toThrow('closing')
    expect(seen.length).toBeLessThan(10)
  })
})
