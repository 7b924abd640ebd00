export interface BatchRules<T> {
  /** All or nothing. */
  run(items: readonly T[]): Promise<void>
  /** What an item touches: two batches that run at once never share a key, and items that share one keep their order. */
  keys(item: T): readonly string[]
  /** How much of `maxWeight` an item takes. */
  weight(item: T): number
  /** An item that is slow or locks much runs in a batch of its own. */
  company(item: T): 'any' | 'none'
  /** After this error the other items would fail as well: they are not tried one by one. */
  hopeless(error: unknown): boolean
  /** Items in one batch. */
  maxItems: number
  maxWeight: number
  /** How long the first item of a batch waits for company, milliseconds. */
  waitMs: number
  /** Batches that run at once. */
  inFlight: number
}

interface Entry<T> {
  item: T
  keys: readonly string[]
  weight: number
  company: 'any' | 'none'
  done(): void
  failed(error: unknown): void
}

/**
 * Group commit: items that come close together run as one. The promise of an item settles with the batch that held
 * it. A batch that fails is tried again item by item, so that one bad item does not fail the others.
 */
export function createBatches<T>(rules: BatchRules<T>): (item: T) => Promise<void> {
  let waiting: Entry<T>[] = []
  const busy = new Set<string>()
  let flying = 0
  let sleeping = false

  function launchAll(): void {
    while (flying < rules.inFlight) {
      const { batch, left } = take(rules, waiting, busy)
      if (batch.length === 0) return
      waiting = left
      void fly(batch)
    }
  }

  async function fly(batch: readonly Entry<T>[]): Promise<void> {
    const keys = batch.flatMap((entry) => entry.keys)
    for (const key of keys) busy.add(key)
    flying++
    await runBatch(rules, batch)
    flying--
    for (const key of keys) busy.delete(key)
    launchAll()
  }

  return (item) =>
    new Promise<void>((resolve, reject) => {
      const { keys, weight, company } = rules
      waiting.push({
        item,
        keys: keys(item),
        weight: weight(item),
        company: company(item),
        done: resolve,
        failed: reject,
      })
      if (waiting.length >= rules.maxItems) launchAll()
      else if (flying < rules.inFlight && !sleeping) {
        sleeping = true
        setTimeout(() => {
          sleeping = false
          launchAll()
        }, rules.waitMs)
      }
    })
}

/** The next batch, in the order of coming; whoever shares a key with somebody still waiting or running stays behind. */
function take<T>(
  rules: BatchRules<T>,
  waiting: readonly Entry<T>[],
  busy: ReadonlySet<string>,
): { batch: Entry<T>[]; left: Entry<T>[] } {
  const batch: Entry<T>[] = []
  const left: Entry<T>[] = []
  const blocked = new Set(busy)
  let weight = 0
  let open = true
  for (const entry of waiting) {
    const fits = batch.length === 0 || (entry.company === 'any' && weight + entry.weight <= rules.maxWeight)
    if (open && fits && entry.keys.every((key) => !blocked.has(key))) {
      batch.push(entry)
      weight += entry.weight
      open = entry.company === 'any' && batch.length < rules.maxItems
    } else {
      left.push(entry)
      for (const key of entry.keys) blocked.add(key)
    }
  }
  return { batch, left }
}

/** Never rejects: every entry is told. */
async function runBatch<T>(rules: BatchRules<T>, batch: readonly Entry<T>[]): Promise<void> {
  try {
    await rules.run(batch.map((entry) => entry.item))
    for (const entry of batch) entry.done()
  } catch (error) {
    if (batch.length === 1 || rules.hopeless(error)) for (const entry of batch) entry.failed(error)
    else await runSingly(rules, batch)
  }
}

async function runSingly<T>(rules: BatchRules<T>, batch: readonly Entry<T>[]): Promise<void> {
  for (const [at, entry] of batch.entries()) {
    try {
      await rules.run([entry.item])
      entry.done()
    } catch (error) {
      entry.failed(error)
      if (!rules.hopeless(error)) continue
      for (const rest of batch.slice(at + 1)) rest.failed(error)
      return
    }
  }
}
