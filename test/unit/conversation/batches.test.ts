import { describe, expect, it } from 'vitest'
import { type BatchRules, createBatches } from '../../../src/conversation/batches.ts'

interface Item {
  key: string
  n: number
  weight?: number
  alone?: true
}

/** A store whose runs end when the test says so. */
function store(change: Partial<BatchRules<Item>> = {}) {
  const runs: { items: Item[]; end(error?: Error): void }[] = []
  let woken: () => void = () => undefined
  const add = createBatches<Item>({
    run: (items) =>
      new Promise((resolve, reject) => {
        runs.push({ items: [...items], end: (error) => (error === undefined ? resolve() : reject(error)) })
        woken()
      }),
    keys: ({ key }) => [key],
    weight: ({ weight = 1 }) => weight,
    company: ({ alone }) => (alone ? 'none' : 'any'),
    hopeless: (error) => error instanceof Error && error.message === 'gone',
    maxItems: 3,
    maxWeight: 10,
    waitMs: 0,
    inFlight: 2,
    ...change,
  })
  const run = async (at: number) => {
    while (runs.length <= at) await new Promise<void>((resolve) => (woken = resolve))
    const found = runs[at]
    if (found === undefined) throw new Error('no such run')
    return found
  }
  const numbers = () => runs.map(({ items }) => items.map(({ n }) => n))
  return { add, run, numbers }
}

const item = (n: number, more: Partial<Item> = {}): Item => ({ key: `k${n}`, n, ...more })

describe('batches', () => {
  it('runs what comes together as one, up to the limit, and no more than two at once', async () => {
    const { add, run, numbers } = store()
    const all = [1, 2, 3, 4, 5, 6, 7].map((n) => add(item(n)))
    await run(1)
    expect(numbers()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    ;(await run(0)).end()
    ;(await run(2)).end()
    ;(await run(1)).end()
    await Promise.all(all)
    expect(numbers()[2]).toEqual([7])
  })

  it('never runs two batches of one key at once, and keeps the order of a key', async () => {
    const { add, run, numbers } = store()
    const first = add(item(1, { key: 'a' }))
    await run(0)
    const rest = [add(item(2, { key: 'a' })), add(item(3, { key: 'b' })), add(item(4, { key: 'a' }))]
    const second = await run(1)
    expect(numbers()).toEqual([[1], [3]])
    ;(await run(0)).end()
    second.end()
    ;(await run(2)).end()
    await Promise.all([first, ...rest])
    expect(numbers()).toEqual([[1], [3], [2, 4]])
  })

  it('gives a heavy item, and one that wants no company, a batch of its own', async () => {
    const { add, run, numbers } = store({ inFlight: 9, maxItems: 9 })
    const all = [add(item(1)), add(item(2, { alone: true })), add(item(3, { weight: 50 })), add(item(4))]
    for (let at = 0; at < 3; at++) (await run(at)).end()
    await Promise.all(all)
    expect(numbers()).toEqual([[1, 4], [2], [3]])
  })

  it('tries a failed batch one by one: only the bad item fails', async () => {
    const { add, run, numbers } = store()
    const all = [add(item(1)), add(item(2)), add(item(3))]
    const settled = Promise.allSettled(all)
    ;(await run(0)).end(new Error('bad'))
    ;(await run(1)).end()
    ;(await run(2)).end(new Error('bad'))
    ;(await run(3)).end()
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(numbers()).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  it('fails all at once when there is no hope, and takes new items afterwards', async () => {
    const { add, run, numbers } = store()
    const settled = Promise.allSettled([add(item(1)), add(item(2)), add(item(3))])
    ;(await run(0)).end(new Error('gone'))
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true)
    const next = add(item(1))
    ;(await run(1)).end()
    await next
    expect(numbers()).toEqual([[1, 2, 3], [1]])
  })
})
