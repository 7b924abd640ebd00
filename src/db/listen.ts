import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { type DbTarget, type Executor, poolConfig } from './client.ts'

/** What moved, by ids only: a NOTIFY must stay below 8,000 bytes, and who reads it checks their rights themselves. */
export interface LivePayload {
  topic: string
  id: string
  /** The unit whose inbox it concerns; null or absent: not one unit's. */
  unitId?: string | null
  /** Units that work along. */
  along?: readonly string[]
  conversationId?: string
}

export type LiveEvent =
  | { kind: 'changed'; payload: LivePayload }
  /** The connection was lost for a while and so were the events of that while: fetch everything anew. */
  | { kind: 'resync' }

export interface Listener {
  /** @returns a function that ends the subscription */
  subscribe(fn: (event: LiveEvent) => void): () => void
  /** Ends the connection and all subscriptions. Repeatable. */
  close(): Promise<void>
}

export interface ListenerOptions {
  /** The connection broke (told once per outage) or a listener threw. */
  onError?(error: unknown): void
}

const CHANNEL = 'lang_nghe'
const MAX_BYTES = 7_999
const FIRST_RETRY_MS = 200
const LAST_RETRY_MS = 5_000

/** Told to all listeners when (and only if) the transaction commits. */
export async function notify(tx: Executor, payload: LivePayload): Promise<void> {
  const text = JSON.stringify(payload)
  if (Buffer.byteLength(text) > MAX_BYTES) throw new RangeError(`live payload too long: ${payload.topic}`)
  await tx.execute(sql`select pg_notify(${CHANNEL}, ${text})`)
}

export interface Announcer {
  /** Told to all listeners within some milliseconds; equal ones once. Never throws: a lost one costs a refresh. */
  announce(payload: LivePayload): void
  /** Tells what is waiting. */
  flush(): Promise<void>
}

/** How long announcements are gathered; people do not see 15 ms. */
const GATHER_MS = 15
/** Most payloads of one statement; a burst beyond it is told as more statements. */
const MOST_AT_ONCE = 500

/**
 * Announces after the commit, many at once and outside every transaction. NOTIFY inside a transaction makes all
 * notifying commits of the database wait for each other's flush to disk: measured, it halved the main line.
 */
export function createAnnouncer(db: { orm: Executor }, onError: (error: unknown) => void): Announcer {
  const waiting = new Map<string, LivePayload>()
  let timer: NodeJS.Timeout | null = null
  let telling: Promise<void> = Promise.resolve()
  const tell = async (): Promise<void> => {
    timer = null
    const texts = [...waiting.keys()]
    waiting.clear()
    for (let i = 0; i < texts.length; i += MOST_AT_ONCE) {
      const some = sql.join(
        texts.slice(i, i + MOST_AT_ONCE).map((t) => sql`(${t})`),
        sql`, `,
      )
      await db.orm.execute(sql`select pg_notify(${CHANNEL}, v.t) from (values ${some}) v(t)`).catch(onError)
    }
  }
  const start = (): Promise<void> => {
    telling = telling.then(tell)
    return telling
  }
  return {
    announce: (payload) => {
      waiting.set(JSON.stringify(payload), payload)
      timer ??= setTimeout(() => void start(), GATHER_MS)
    },
    flush: async () => {
      if (timer !== null) clearTimeout(timer)
      await start()
    },
  }
}

/**
 * One connection of its own that listens, and comes back by itself after an outage.
 * @throws when the first connection fails
 */
export async function createListener(options: DbTarget & ListenerOptions): Promise<Listener> {
  const listener = new PgListener(options)
  await listener.connect()
  return listener
}

class PgListener implements Listener {
  readonly #options: DbTarget & ListenerOptions
  readonly #subscribers = new Set<(event: LiveEvent) => void>()
  #client: Client | null = null
  #retry: NodeJS.Timeout | null = null
  #retryMs = FIRST_RETRY_MS
  #closed = false

  constructor(options: DbTarget & ListenerOptions) {
    this.#options = options
  }

  async connect(): Promise<void> {
    const client = new Client({ ...poolConfig(this.#options), keepAliveInitialDelayMillis: 10_000 })
    client.on('notification', (message) => this.#received(message.payload ?? ''))
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client, new Error('the listening connection ended')))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
    if (this.#closed) return client.end()
    // Only now may its end start a retry; before, whoever called `connect` hears of it.
    this.#client = client
    this.#retryMs = FIRST_RETRY_MS
  }

  subscribe(fn: (event: LiveEvent) => void): () => void {
    this.#subscribers.add(fn)
    return () => {
      this.#subscribers.delete(fn)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#subscribers.clear()
    if (this.#retry !== null) clearTimeout(this.#retry)
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  #received(text: string): void {
    const payload = parsePayload(text)
    if (payload !== null) this.#tell({ kind: 'changed', payload })
  }

  #tell(event: LiveEvent): void {
    for (const fn of [...this.#subscribers]) {
      try {
        fn(event)
      } catch (error) {
        this.#options.onError?.(error)
      }
    }
  }

  #lost(client: Client, error: unknown): void {
    if (this.#client !== client || this.#closed) return
    this.#client = null
    this.#options.onError?.(error)
    client.end().catch(() => undefined)
    this.#retryLater()
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.connect().then(
        () => this.#tell({ kind: 'resync' }),
        () => {
          this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
          if (!this.#closed) this.#retryLater()
        },
      )
    }, this.#retryMs)
  }
}

function parsePayload(text: string): LivePayload | null {
  try {
    const value: unknown = JSON.parse(text)
    const known = typeof value === 'object' && value !== null && 'topic' in value && 'id' in value
    return known ? (value as LivePayload) : null
  } catch {
    return null
  }
}
