import { uuid } from '../shared/uuid.ts'
import type { ChatApi, Content, Sent } from './api.ts'

export type PendingState = 'sending' | 'accepted' | 'failed' | 'slow' | 'refused' | 'no-session'

/** Something of the resident's that the conversation does not show yet. */
export interface Pending {
  clientId: string
  content: Exclude<Content, { kind: 'start' }> | { kind: 'photo'; photo: Blob; preview: string }
  state: PendingState
  /** The server's words when it refused. */
  reason: string
}

export interface Outbox {
  add(content: Pending['content']): void
  /** Asks the bot to begin, once per page. */
  startOnce(): void
  retry(clientId: string): void
  retryAll(): void
  items(): readonly Pending[]
  acceptedIds(): string[]
  /** The conversation now shows these. */
  settle(ids: readonly string[]): void
}

interface OutboxDeps {
  api: ChatApi
  changed: () => void
  accepted: () => void
}

/** Sends one thing after the other, so that the order of writing is kept; a retry repeats the same `clientId`. */
export function makeOutbox({ api, changed, accepted }: OutboxDeps): Outbox {
  let items: Pending[] = []
  let busy = false
  let started = false

  const set = (clientId: string, patch: Partial<Pending>): void => {
    items = items.map((item) => (item.clientId === clientId ? { ...item, ...patch } : item))
    changed()
  }
  const post = (item: Pending): Promise<Sent> =>
    item.content.kind === 'photo'
      ? api.postPhoto(item.clientId, item.content.photo)
      : api.post(item.clientId, item.content)

  async function run(): Promise<void> {
    if (busy) return
    busy = true
    for (;;) {
      const next = items.find((item) => item.state === 'sending')
      if (next === undefined) break
      const sent = await post(next)
      set(next.clientId, { state: sent.kind, reason: 'message' in sent ? sent.message : '' })
      if (sent.kind === 'accepted') accepted()
    }
    busy = false
  }

  return {
    add: (content) => {
      items = [...items, { clientId: uuid(), content, state: 'sending', reason: '' }]
      changed()
      void run()
    },
    startOnce: () => {
      if (started) return
      started = true
      void api.post(uuid(), { kind: 'start' }).then((sent) => {
        if (sent.kind === 'accepted') accepted()
        else started = false
      })
    },
    retry: (clientId) => {
      set(clientId, { state: 'sending' })
      void run()
    },
    retryAll: () => {
      for (const item of items) if (item.state === 'failed') set(item.clientId, { state: 'sending' })
      void run()
    },
    items: () => items,
    acceptedIds: () => items.filter((item) => item.state === 'accepted').map((item) => item.clientId),
    settle: (ids) => {
      for (const item of items) {
        if (ids.includes(item.clientId) && item.content.kind === 'photo') URL.revokeObjectURL(item.content.preview)
      }
      items = items.filter((item) => !ids.includes(item.clientId))
    },
  }
}
